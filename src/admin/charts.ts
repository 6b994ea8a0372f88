/**
 * Charts of the secretariat's pages: drawn on the server, each with a sentence that says what it shows and the figures
 * as a table behind it. A hidden figure is a gap in a line and a word beside a bar, never a nought.
 */
import type { EChartsOption } from 'echarts'
import type { Figure } from '../signals/disclose.ts'
import { html, Markup } from '../site/markup.ts'
import type { Size } from './chart-engine.ts'
import { shownValue } from './figures.ts'
import type { AdminLocale } from './locale.ts'
import { renderTable } from './parts.ts'

export interface Line {
  readonly name: string
  readonly figures: readonly Figure[]
}

export interface LineChart {
  readonly title: string
  /** Over the steps: "Week". */
  readonly step: string
  /** Whole names for the table, short ones for the axis. */
  readonly steps: readonly { readonly name: string; readonly short: string }[]
  readonly lines: readonly Line[]
}

export interface BarChart {
  readonly title: string
  readonly of: string
  readonly bars: readonly { readonly name: string; readonly figure: Figure }[]
  readonly unit: string
}

/** The page's green and two that differ from it in lightness too, with lines of their own for whoever sees no colour. */
const strokes = [
  { color: '#0b5d56', type: 'solid' },
  { color: '#b3541e', type: 'dashed' },
  { color: '#4b4f9e', type: 'dotted' },
] as const
const ink = '#1f2926'
const soft = '#52605b'
const rule = '#cfc8ba'
const letters = { color: soft, fontSize: 12, fontFamily: 'sans-serif' }

/** Drawn twice, for a telephone and for a desk: letters that are scaled down cannot be read. */
export async function renderLines(chart: LineChart, locale: AdminLocale): Promise<Markup> {
  const lines = chart.lines.filter(({ figures }) => figures.some((figure) => shownValue(figure) !== undefined))
  const visible = { ...chart, lines }
  const drawings =
    lines.length === 0
      ? html`<p class="empty">${locale.say('chart.nothing')}</p>`
      : [
          await draw(
            linesOption(visible, locale),
            { width: 340, height: 220 },
            'phone',
            describeLines(visible, locale),
          ),
          await draw(linesOption(visible, locale), { width: 900, height: 280 }, 'desk', describeLines(visible, locale)),
        ]
  const legend =
    lines.length > 1 &&
    html`<ul class="legend">${lines.map((line, at) => html`<li class="line-${at + 1}">${line.name}</li>`)}</ul>`
  const table = renderTable(
    {
      name: `${chart.title}: ${locale.say('chart.table')}`,
      head: [chart.step, ...chart.lines.map(({ name }) => name)],
      rows: chart.steps.map(({ name }, at) => [name, ...chart.lines.map((line) => locale.figure(line.figures[at]))]),
    },
    { numbersFrom: 1 },
  )
  return frame(chart.title, html`${legend}${drawings}`, table, locale)
}

export async function renderBars(chart: BarChart, locale: AdminLocale): Promise<Markup> {
  const { title, bars, of, unit } = chart
  const some = bars.some(({ figure }) => shownValue(figure) !== undefined)
  const height = 12 + bars.length * 26
  const drawing = some
    ? await draw(barsOption(chart, locale), { width: 340, height }, 'bars', describeBars(chart, locale))
    : html`<p class="empty">${locale.say('chart.nothing')}</p>`
  const table = renderTable(
    {
      name: `${title}: ${locale.say('chart.table')}`,
      head: [of, unit],
      rows: bars.map(({ name, figure }) => [name, locale.figure(figure)]),
    },
    { numbersFrom: 1 },
  )
  return frame(title, drawing, table, locale)
}

function frame(title: string, drawing: Markup, table: Markup, locale: AdminLocale): Markup {
  return html`<figure class="chart"><figcaption>${title}</figcaption>${drawing}<details><summary>${locale.say('chart.table')}</summary>${table}</details></figure>`
}

/** Finished periods look the same again and again: a drawing takes 5 ms, and a report has forty. */
const drawn = new Map<string, Markup>()
const mostDrawn = 400

/** @param says the sentence for ears, which names all that the drawing shows or its extremes */
async function draw(option: EChartsOption, size: Size, name: string, says: string): Promise<Markup> {
  const key = JSON.stringify([option, size, name, says])
  const known = drawn.get(key)
  if (known) return known
  const { drawSvg } = await import('./chart-engine.ts')
  // Its letters come from our words and content, escaped by ECharts; in the page's direction they would be anchored on
  // the wrong side.
  const svg = drawSvg(option, size)
    .replace('<svg ', html`<svg class="${name}" role="img" aria-label="${says}" direction="ltr" `.text)
    .replace(/ width="\d+" height="\d+"/, '')
  const [oldest] = drawn.keys()
  if (drawn.size >= mostDrawn && oldest !== undefined) drawn.delete(oldest)
  const markup = new Markup(svg)
  drawn.set(key, markup)
  return markup
}

function linesOption({ steps, lines }: LineChart, { direction, number }: AdminLocale): EChartsOption {
  const rightToLeft = direction === 'rtl'
  return {
    // Room of its own making: ECharts 6.1 leaves two thirds empty where an axis runs from right to left.
    grid: { top: 12, bottom: 24, left: rightToLeft ? 20 : 52, right: rightToLeft ? 52 : 20, outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      data: steps.map(({ short }) => short),
      inverse: rightToLeft,
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: soft } },
      axisLabel: { ...letters, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 1,
      position: rightToLeft ? 'right' : 'left',
      splitNumber: 4,
      splitLine: { lineStyle: { color: rule } },
      axisLabel: { ...letters, formatter: (value: number) => number(value) },
    },
    series: lines.map((line, at) => ({
      type: 'line' as const,
      silent: true,
      symbol: 'none',
      symbolSize: 6,
      connectNulls: false,
      itemStyle: { color: strokes[at % strokes.length]?.color ?? ink },
      lineStyle: { width: 2, ...strokes[at % strokes.length] },
      data: line.figures.map((figure, at) => ({
        value: shownValue(figure) ?? null,
        // Between two gaps a single step would be no line at all; a sign on every step would take twice the time.
        ...(isAlone(line.figures, at) && { symbol: 'circle' }),
      })),
    })),
  }
}

function barsOption({ bars }: BarChart, locale: AdminLocale): EChartsOption {
  const rightToLeft = locale.direction === 'rtl'
  // Beside the longest bar stands its number; letters are measured roughly, so the names have some room to spare.
  const room = { [rightToLeft ? 'left' : 'right']: 56, [rightToLeft ? 'right' : 'left']: 12 }
  return {
    grid: { top: 4, bottom: 4, ...room, outerBoundsMode: 'same' },
    xAxis: { type: 'value', show: false, inverse: rightToLeft, max: 'dataMax' },
    yAxis: {
      type: 'category',
      inverse: true,
      position: rightToLeft ? 'right' : 'left',
      data: bars.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: soft } },
      axisLabel: { ...letters, color: ink, width: 130, overflow: 'break', lineHeight: 13 },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: 14,
        itemStyle: { color: strokes[0].color },
        label: { show: true, position: rightToLeft ? 'left' : 'right', ...letters, color: ink },
        data: bars.map(({ figure }) => ({
          value: shownValue(figure) ?? 0,
          label: { formatter: locale.figure(figure) },
        })),
      },
    ],
  }
}

function isAlone(figures: readonly Figure[], at: number): boolean {
  const isShown = (one: number) => shownValue(figures[one]) !== undefined
  return isShown(at) && !isShown(at - 1) && !isShown(at + 1)
}

/** What somebody hears who cannot see the line: where it begins and ends, its highest and lowest step. */
function describeLines({ title, steps, lines }: LineChart, locale: AdminLocale): string {
  const said = lines.map(({ name, figures }) => {
    const known = figures.flatMap((figure, at) => {
      const value = shownValue(figure)
      return value === undefined ? [] : [{ value, step: steps[at]?.name ?? '' }]
    })
    const highest = known.reduce(
      (best, one) => (one.value > best.value ? one : best),
      known[0] ?? { value: 0, step: '' },
    )
    const lowest = known.reduce(
      (best, one) => (one.value < best.value ? one : best),
      known[0] ?? { value: 0, step: '' },
    )
    return locale.say('chart.line', {
      name,
      highest: locale.number(highest.value),
      highestAt: highest.step,
      lowest: locale.number(lowest.value),
      lowestAt: lowest.step,
      hidden: locale.number(figures.length - known.length),
    })
  })
  return `${title}. ${said.join(' ')}`
}

function describeBars({ title, bars }: BarChart, locale: AdminLocale): string {
  return `${title}. ${bars.map(({ name, figure }) => locale.say('chart.bar', { name, figure: locale.figure(figure) })).join(' ')}`
}
