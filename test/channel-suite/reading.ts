/** Text of any channel in the form in which the suite compares it: what a person reads, whatever marks stand around it. */
import type { Direction } from './driver.ts'

/** Without marks of direction, signs in front of lines and differences of spacing or of capitals; lines stay. */
export function plainly(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]|\ufe0f/g, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/[^\S\n]+/g, ' ')
        .replace(/^[^\p{L}\p{N}+]+/u, '')
        .trim()
        .toLowerCase(),
    )
    .filter((line) => line !== '')
    .join('\n')
}

/** Does `text` say `piece`? A phone number counts in every form in which it can be dialled. */
export function says(text: string, piece: string): boolean {
  const [whole, part] = [plainly(text), plainly(piece)]
  return whole.includes(part) || (/\d{2}/.test(part) && dialled(whole).includes(dialled(part)))
}

/** `+212 5 37 54 54 00` and `05 37 54 54 00` → `0537545400` */
function dialled(text: string): string {
  return text.replace(/(?<=\d) (?=\d)/g, '').replace(/\+212 ?(?=\d)/g, '0')
}

/** Is this label on a button the whole of `label`, or as much of it as the channel has room for? */
export function isLabel(seen: string, label: string): boolean {
  const [short, whole] = [plainly(seen), plainly(label)]
  return short === whole || (short.endsWith('…') && short.length > 4 && whole.startsWith(short.slice(0, -1).trimEnd()))
}

/** Where text is shown by the first strong letter of each line (Unicode UAX #9, P2): the direction that all lines take. */
export function directionOfLines(text: string): Direction {
  const directions = new Set(
    text.split('\n').flatMap((line) => {
      const first = line.replace(/[\u2066-\u2068][^\u2069]*\u2069/g, '').match(/[\p{L}\u200e\u200f]/u)?.[0]
      if (first === undefined) return []
      return [/[\p{Script=Arabic}\p{Script=Hebrew}\u200f]/u.test(first) ? ('rtl' as const) : ('ltr' as const)]
    }),
  )
  const [only = 'ltr'] = directions
  return directions.size > 1 ? 'mixed' : only
}
