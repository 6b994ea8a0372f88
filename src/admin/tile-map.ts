/**
 * The 12 regions as tiles in about the places where they lie, each the same size: on a map by area the empty south would
 * be loudest. Text in a grid, so that it is read out, wraps, and prints; shades have a number beside them.
 */
import type { Library } from '../knowledge/library.ts'
import type { Figure, Measured } from '../signals/disclose.ts'
import { html, type Markup } from '../site/markup.ts'
import { shownValue } from './figures.ts'
import type { AdminLocale } from './locale.ts'

/** Region → its place, west to east and north to south, both from 1. */
const places: Readonly<Record<string, readonly [column: number, row: number]>> = {
  'tanger-tetouan-al-hoceima': [3, 1],
  'rabat-sale-kenitra': [2, 2],
  'fes-meknes': [3, 2],
  oriental: [4, 2],
  'casablanca-settat': [2, 3],
  'beni-mellal-khenifra': [3, 3],
  'draa-tafilalet': [4, 3],
  'marrakech-safi': [2, 4],
  'souss-massa': [2, 5],
  'guelmim-oued-noun': [1, 6],
  'laayoune-sakia-el-hamra': [1, 7],
  'dakhla-oued-ed-dahab': [1, 8],
}
const shades = 4
const few: Figure = { kind: 'few' }

export function renderTileMap(
  breakdown: readonly { readonly value: string; readonly measured: Measured }[],
  library: Library,
  locale: AdminLocale,
): Markup {
  const figures = new Map(breakdown.map(({ value, measured }) => [value, measured.conversations]))
  const most = Math.max(0, ...[...figures.values()].map((figure) => shownValue(figure) ?? 0))
  const tiles = library.regions.map(({ id, names }) => {
    const [column, row] = places[id] ?? [1, 1]
    const figure = figures.get(id) ?? few
    const shade = Math.ceil(((shownValue(figure) ?? 0) / Math.max(most, 1)) * shades)
    return html`<li class="column-${column} row-${row} shade-${shade}" dir="${locale.direction}"><span>${names[locale.language] ?? id}</span> <strong><bdi>${locale.figure(figure)}</bdi></strong></li>`
  })
  return html`<figure class="chart"><figcaption>${locale.say('map.title')}</figcaption><ul class="tiles" dir="ltr">${tiles}</ul><p>${locale.say('map.why', { unknown: locale.figure(figures.get('unknown') ?? few) })}</p></figure>`
}
