/**
 * Reply → Telegram messages: HTML within the limits of the Bot API, choices as a keyboard under the last message. Pure;
 * knows nothing of chats and sends nothing.
 */
import { directionOf } from '../../languages.ts'
import { type Block, type Choice, type Phone, type Place, type Reply, type Text, unreachable } from '../../message.ts'
import { type ChannelWords, whatsappLink } from '../channel.ts'
import { type Line, type MarkedText, type Paragraph, packParagraphs, type Run } from './markup.ts'

export interface Button {
  readonly text: string
  readonly callback_data: string
}

export interface TelegramMessage extends MarkedText {
  /** Rows of buttons, on the last message only. */
  readonly keyboard?: Button[][]
}

/** Limits of the Bot API: https://core.telegram.org/bots/api#sendmessage */
const longestText = 4096
const mostButtons = 100
/** More than four messages at once bury the first one, which holds the answer. */
const mostMessages = 4
/** Two labels stand side by side on a 360 px screen up to about this many characters each; longer ones are cut off. */
const longestInPair = 16

/** @returns in the order to send; empty for a reply that says and offers nothing */
export function renderReply(reply: Reply, words: ChannelWords): TelegramMessage[] {
  const write = writer(directionOf(reply.language) === 'rtl')
  const extra: Paragraph[] = []
  if (reply.choices.some(({ id }) => id.startsWith('city:')))
    extra.push([[{ text: words(reply.language, 'telegram.sendLocation') }]])
  if (reply.blocks.length === 0 && reply.choices.length > 0)
    extra.push([[{ text: words(reply.language, 'menu.title') }]])
  const paragraphs = [...paragraphsOf(reply, write, words), ...extra]
    .map((lines) => lines.filter((line) => line.some(({ text }) => text.trim() !== '')).map(write.line))
    .filter((lines) => lines.length > 0)
  const messages: TelegramMessage[] = packParagraphs(paragraphs, longestText, mostMessages)
  const last = messages.pop()
  if (!last) return []
  const keyboard = keyboardOf(reply.choices, write.rightToLeft)
  return [...messages, keyboard.length > 0 ? { ...last, keyboard } : last]
}

/** A heading stands in one paragraph with what it is over, so that no message ends with a heading. */
function paragraphsOf(reply: Reply, write: Writer, words: ChannelWords): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let headings: Line[] = []
  for (const block of reply.blocks) {
    if (block.kind === 'heading') {
      headings.push([{ text: block.text, tag: 'b' }])
      continue
    }
    paragraphs.push([...headings, ...linesOf(block, write, (key) => words(reply.language, key))])
    headings = []
  }
  return headings.length > 0 ? [...paragraphs, headings] : paragraphs
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

/** Telegram opens no `geo:` link; the map of OpenStreetMap needs no account and looks for the address itself. */
function placeRun(text: string, place: Place | undefined): Run {
  if (!place?.address) return { text }
  const asked = [place.address, place.address.includes(place.city) ? undefined : place.city].filter((part) => part)
  return linkRun(text, `https://www.openstreetmap.org/search?query=${encodeURIComponent(asked.join(', '))}`)
}

function linkRun(text: string, url: string | undefined): Run {
  return url && /^https?:\/\//.test(url) ? { text, href: url } : { text }
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/.*$/s, '')
}

type Writer = ReturnType<typeof writer>

/**
 * Telegram takes the direction of each line from its first letter, and in an Arabic line turns `+212…` and dates
 * around. Marks of direction (Unicode UAX #9) put both right; left-to-right replies need none.
 */
function writer(rightToLeft: boolean) {
  const isolated = (text: string) => (rightToLeft ? `\u2068${text}\u2069` : text)
  const number = (text: string) => (rightToLeft ? `\u2066${text}\u2069` : text)
  return {
    rightToLeft,
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

/** Loud choices one or two a row, quiet ones three a row below them. */
function keyboardOf(choices: readonly Choice[], rightToLeft: boolean): Button[][] {
  const quiet = choices.filter((choice) => choice.quiet).slice(0, mostButtons)
  const loud = choices.filter((choice) => !choice.quiet).slice(0, mostButtons - quiet.length)
  const rows: Choice[][] = []
  for (const choice of loud) {
    const row = rows.at(-1)
    if (row?.length === 1 && [...row, choice].every(({ label }) => [...label].length <= longestInPair)) row.push(choice)
    else rows.push([choice])
  }
  for (let at = 0; at < quiet.length; at += 3) rows.push(quiet.slice(at, at + 3))
  const buttons = rows.map((row) => row.map(({ id, label }): Button => ({ text: label, callback_data: id })))
  // Telegram lays rows out from left to right in every language (https://github.com/tdlib/telegram-bot-api/issues/882).
  return rightToLeft ? buttons.map((row) => row.reverse()) : buttons
}
