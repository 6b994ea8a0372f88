/**
 * ECharts on the server. Loaded with the first chart that somebody looks at: it takes half a second and 90 MB, which a
 * service that nobody administers does not pay.
 */

import type { EChartsOption } from 'echarts'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, setPlatformAPI, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, SVGRenderer])
// Without a browser ECharts 6.1 takes every Arabic letter for a square, so that names break in the middle.
setPlatformAPI({ measureText: (text) => ({ width: widthOf(text) * fontSize }) as TextMetrics }) // only the width is read

/** Pixels of all letters in our drawings. */
const fontSize = 12

/** In pixels of the drawing's own grid; the page scales it. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** @returns an `<svg>` with neither style nor script, which a strict Content-Security-Policy lets pass */
export function drawSvg(option: EChartsOption, size: Size): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  try {
    chart.setOption({ animation: false, ...option })
    return withoutStyles(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}

/**
 * ECharts 6.1 writes a `<style>` for the pointer, classes, marks of its own, and the letters' size as a `style`
 * attribute; `style-src 'self'` refuses both, so the letters get presentation attributes and the rest goes.
 */
function withoutStyles(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events|xmlns:xlink|baseProfile)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_whole, rules: string) =>
      rules
        .split(';')
        .filter(Boolean)
        .map((rule) => ` ${rule.slice(0, rule.indexOf(':')).trim()}="${rule.slice(rule.indexOf(':') + 1).trim()}"`)
        .join(''),
    )
    .replace(/\n/g, '')
}

/** About the width in DejaVu Sans, the widest of the usual sans-serif letters: in parts of the font's size. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) {
    if (/\p{M}/u.test(letter)) continue
    if (/\p{Script=Arabic}/u.test(letter)) width += 0.52
    else if (/[\sijltfrI.,:;'’()-]/.test(letter)) width += 0.36
    else if (/[mwMW%]|\p{Lu}/u.test(letter)) width += 0.82
    else width += 0.62
  }
  return width
}
