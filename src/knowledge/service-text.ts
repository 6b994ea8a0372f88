/**
 * A file of `content/services/` with some services written anew or added. All others stay letter by letter, so that the
 * change can be read in a diff.
 */
import { stringify } from 'yaml'
import type { Service } from './schema.ts'

/** @param text of the file; empty for a city that had none */
export function writeServices(text: string, changed: readonly Service[]): string {
  const [head = '', ...blocks] = (text === '' ? 'services:\n' : text).split(/^(?= {2}- id: )/m)
  const known = new Set(blocks.map(idOf))
  const kept = blocks.map((block) => {
    const service = changed.find(({ id }) => id === idOf(block))
    return service ? blockOf(service) : block
  })
  return [head, ...kept, ...changed.filter(({ id }) => !known.has(id)).map(blockOf)].join('')
}

function idOf(block: string): string {
  return block.match(/- id: "?([^"\n]+)"?/)?.[1]?.trim() ?? ''
}

function blockOf(service: Service): string {
  const written = stringify([withoutDefaults(service)], { lineWidth: 0, indent: 2 })
  return written.replace(/^(?=.)/gm, '  ')
}

/** As an author writes it: what is empty or "no" is left out, but for `emergency`, which stands everywhere. */
function withoutDefaults({ opening, ...service }: Service): object {
  const hours =
    typeof opening === 'object' && opening.closed.length === 0
      ? { week: opening.week, ramadan: opening.ramadan }
      : opening
  return Object.fromEntries(
    Object.entries({ ...service, opening: hours })
      .filter(([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0))
      .concat(service.emergency ? [] : [['emergency', false]]),
  )
}
