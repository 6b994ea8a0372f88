/**
 * Reply → Telegram messages: HTML within the limits of the Bot API, choices as a keyboard under the last message. Pure;
 * knows nothing of chats and sends nothing.
 */
import { directionOf } from '../../languages.ts'
import type { Choice, Reply } from '../../message.ts'
import type { ChannelWords } from '../channel.ts'
import { writeParagraphs } from '../lines.ts'
import { packParagraphs } from '../packing.ts'
import { type MarkedText, markText } from './markup.ts'

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
  const paragraphs = writeParagraphs(reply, words, 'telegram.sendLocation')
  const packing = { limit: longestText, most: mostMessages }
  const messages: TelegramMessage[] = packParagraphs(paragraphs, packing).map(markText)
  const last = messages.pop()
  if (!last) return []
  const keyboard = keyboardOf(reply.choices, directionOf(reply.language) === 'rtl')
  return [...messages, keyboard.length > 0 ? { ...last, keyboard } : last]
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
