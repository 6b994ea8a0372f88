/**
 * Where a city lies among the nearest ones with services: points and names, drawn from the positions of city centres.
 * No borders, roads or tiles: nothing is asked of anybody, and nothing is said that we do not know.
 */
import type { City } from '../knowledge/schema.ts'
import type { ReplyLanguage } from '../languages.ts'
import { html, type Markup } from './markup.ts'

const width = 320
const height = 200
/** Free space around the points, for their names. */
const margin = 34
/** About as wide as a letter at the size of the names, in Latin and in Arabic. */
const letterWidth = 6.4
const lineHeight = 14

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/**
 * @param around nearest first; those whose name finds no free space are points alone
 * @param label says what the drawing shows, for who cannot see it
 */
export function drawCity(city: City, around: readonly City[], language: ReplyLanguage, label: string): Markup {
  const place = placeOnPaper(city, around)
  const points = [city, ...around].map((one) => ({ name: one.names[language], ...place(one), own: one === city }))
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }))
  const drawn = points.map(({ name, x, y, own }) => {
    const point = html`<circle cx="${x}" cy="${y}" r="${own ? 6 : 4}"${own && html` class="own"`}/>`
    const free = places(name, x, y).find(({ box }) => isFree(box, taken))
    if (!free) return point
    taken.push(free.box)
    return html`${point}<text x="${free.x}" y="${free.y}" text-anchor="${free.anchor}"${own && html` class="own"`}>${name}</text>`
  })
  // Names stand beside their points by left and right, whatever the direction of writing.
  return html`<svg class="drawing" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}" direction="ltr">${drawn}</svg>`
}

/** Longitude shrinks by the cosine of the latitude, so that distances look alike in all directions. */
function placeOnPaper(city: City, around: readonly City[]): (one: City) => { x: number; y: number } {
  const shrink = Math.cos((city.latitude * Math.PI) / 180)
  const east = (one: City) => (one.longitude - city.longitude) * shrink
  const north = (one: City) => one.latitude - city.latitude
  const all = [city, ...around]
  const [west, right] = [Math.min(...all.map(east)), Math.max(...all.map(east))]
  const [south, top] = [Math.min(...all.map(north)), Math.max(...all.map(north))]
  const scale = Math.min((width - 2 * margin) / (right - west || 1), (height - 2 * margin) / (top - south || 1))
  const [middleEast, middleNorth] = [(west + right) / 2, (south + top) / 2]
  return (one) => ({
    x: Math.round(width / 2 + (east(one) - middleEast) * scale),
    y: Math.round(height / 2 - (north(one) - middleNorth) * scale),
  })
}

/** Where a name may stand: right, left, below and above of its point. */
function places(name: string, x: number, y: number): { x: number; y: number; anchor: string; box: Box }[] {
  const long = name.length * letterWidth
  const box = (left: number, base: number): Box => ({
    left,
    right: left + long,
    top: base - lineHeight + 3,
    bottom: base + 3,
  })
  return [
    { x: x + 9, y: y + 4, anchor: 'start', box: box(x + 9, y + 4) },
    { x: x - 9, y: y + 4, anchor: 'end', box: box(x - 9 - long, y + 4) },
    { x, y: y + 19, anchor: 'middle', box: box(x - long / 2, y + 19) },
    { x, y: y - 10, anchor: 'middle', box: box(x - long / 2, y - 10) },
  ]
}

function isFree(box: Box, taken: readonly Box[]): boolean {
  if (box.left < 0 || box.right > width || box.top < 0 || box.bottom > height) return false
  return taken.every(
    (other) => box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top,
  )
}
