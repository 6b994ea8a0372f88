/**
 * Reply → paragraphs of marked lines, for channels that show text with marks. Pure; knows no channel's marks, limits or
 * buttons.
 */
import { directionOf } from '../languages.ts'
import { type Block, type Phone, type Place, type Reply, type Text, unreachable } from '../message.ts'
import { type ChannelWords, whatsappLink } from './channel.ts'
import type { Line, Paragraph, Run } from './packing.ts'

/**
 * A heading stands in one paragraph with what it is over, so that no message ends with a heading.
 * @param positionHint key of the words that say how to send a position in this channel
 */
export function writeParagraphs(reply: Reply, words: ChannelWords, positionHint: string): Paragraph[] {
  const write = writer(directionOf(reply.language) === 'rtl')
  const word = (key: string) => words(reply.language, key)
  const paragraphs: Paragraph[] = []
  let headings: Line[] = []
  for (const block of reply.blocks) {
    if (block.kind === 'heading') {
      headings.push([{ text: block.text, tag: 'b' }])
      continue
    }
    paragraphs.push([...headings, ...linesOf(block, write, word)])
    headings = []
  }
  if (headings.length > 0) paragraphs.push(headings)
  if (reply.choices.some(({ id }) => id.startsWith('city:'))) paragraphs.push([[{ text: word(positionHint) }]])
  if (reply.blocks.length === 0 && reply.choices.length > 0) paragraphs.push([[{ text: word('menu.title') }]])
  return paragraphs
    .map((lines) => lines.filter((line) => line.some(({ text }) => text.trim() !== '')).map(write.line))
    .filter((lines) => lines.length > 0)
}

function linesOf(block: Exclude<Block, { kind: 'heading' }>, write: Writer, word: (key: string) => string): Line[] {
  switch (block.kind) {
    case 'urgent':
      // The numbers come before what to do: they must be seen without scrolling.
      return [
        [{ text: '🆘 ' }, { text: block.title, tag: 'b' }],
        ...block.phones.map((phone) => phoneLine(phone, write)),
        ...block.lines.map((line) => listLine('• ', line, write)),
        ...(block.say.length > 0 ? [[{ text: word('urgent.say'), tag: 'b' } as const]] : []),
        ...block.say.map((line) => listLine('– ', line, write)),
      ]
    case 'paragraph':
      return [write.text(block.text)]
    case 'note':
      return [write.text(block.text).map((run) => ({ ...run, tag: 'i' as const }))]
    case 'steps':
      return block.steps.map((step, at) => listLine(`${at + 1}. `, step, write))
    case 'items':
      return block.items.map((item) => listLine('• ', item, write))
    case 'service':
      return serviceLines(block, write)
    case 'sources':
      return block.items.map(({ title, url, date }) => [
        { text: '• ' },
        linkRun(write.isolated(title), url),
        { text: ` (${write.isolated(date)})` },
      ])
    default:
      return unreachable(block)
  }
}

function listLine(mark: string, text: Text, write: Writer): Line {
  return [{ text: mark }, ...write.text(text)]
}

function serviceLines(service: Extract<Block, { kind: 'service' }>, write: Writer): Line[] {
  const { name, phones, place, hours, note, url } = service
  const where = place?.address?.includes(place.city) ? [place.address] : [place?.address, place?.city]
  const written = where.filter((part) => part !== undefined).map(write.isolated)
  return [
    [{ text: write.isolated(name), tag: 'b' }],
    ...phones.map((phone) => phoneLine(phone, write)),
    ...(written.length > 0 ? [[{ text: '📍 ' }, placeRun(written.join(', '), place)]] : []),
    ...(hours ? [[{ text: `🕒 ${hours}` }]] : []),
    ...(note ? [[{ text: note, tag: 'i' as const }]] : []),
    ...(url ? [[{ text: '🔗 ' }, linkRun(write.isolated(hostOf(url)), url)]] : []),
  ]
}

/** The form that is dialled, `+212…`: apps recognise it in plain text and a tap calls it; `tel:` links they drop. */
function phoneLine(phone: Phone, write: Writer): Line {
  return [
    { text: `📞 ${write.number(phone.dial)}` },
    ...(phone.whatsapp ? [{ text: ' · ' }, { text: 'WhatsApp', href: whatsappLink(phone) }] : []),
    ...(phone.hours ? [{ text: ` (${phone.hours})` }] : []),
  ]
}

/** No app opens `geo:` links from a text; the map of OpenStreetMap needs no account and looks for the address itself. */
function placeRun(text: string, place: Place | undefined): Run {
  if (!place?.address) return { text }
  const asked = place.address.includes(place.city) ? place.address : `${place.address}, ${place.city}`
  return { text, href: `https://www.openstreetmap.org/search?query=${encodeURIComponent(asked)}`, spare: true }
}

function linkRun(text: string, url: string | undefined): Run {
  return url && /^https?:\/\//.test(url) ? { text, href: url } : { text }
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/.*$/s, '')
}

type Writer = ReturnType<typeof writer>

/**
 * Telegram and WhatsApp take the direction of each line from its first letter, and in an Arabic line turn `+212…` and
 * dates around. Marks of direction (Unicode UAX #9) put both right; left-to-right replies need none.
 */
function writer(rightToLeft: boolean) {
  const isolated = (text: string) => (rightToLeft ? `\u2068${text}\u2069` : text)
  const number = (text: string) => (rightToLeft ? `\u2066${text}\u2069` : text)
  return {
    /** A name or title whose letters may be of the other direction. */
    isolated,
    /** Always read from left to right. */
    number,
    text: (text: Text): Run[] =>
      text.map((piece) => {
        if (typeof piece === 'string') return { text: piece }
        return piece.kind === 'phone' ? { text: number(piece.dial) } : linkRun(isolated(piece.title), piece.url)
      }),
    /** Puts the mark before a line that would else be taken for one from left to right. */
    line: (line: Line): Line =>
      rightToLeft && !beginsRightToLeft(line.map(({ text }) => text).join('')) ? [{ text: '\u200f' }, ...line] : line,
  }
}

function beginsRightToLeft(text: string): boolean {
  const first = text.replace(/[\u2066-\u2068][^\u2069]*\u2069/g, '').match(/\p{L}/u)?.[0]
  return first !== undefined && /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(first)
}
