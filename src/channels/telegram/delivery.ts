/** Replies on their way out: sent in order, tried again through an outage, given up where nobody is there any more. */
import { type Api, GrammyError } from 'grammy'
import { DalilError } from '../../errors.ts'
import type { Reply } from '../../message.ts'
import { type ChannelWords, giveUpMillis } from '../channel.ts'
import type { Log } from './connection.ts'
import { type Signal, signalOf } from './patience.ts'
import { renderReply, type TelegramMessage } from './render.ts'

/**
 * Resolves when Telegram has taken the last message, or when the person has blocked or left the chat.
 * @throws DalilError `telegram-unreachable`, without its cause: that one holds the token and the person's id
 */
export type Deliver = (chat: number, reply: Reply) => Promise<void>

export interface DeliveryOptions {
  readonly sending: Api
  readonly words: ChannelWords
  readonly log: Log
  /** Gives up what is still tried. */
  readonly signal: Signal
}

export function createDelivery({ sending, words, log, signal }: DeliveryOptions): Deliver {
  return async (chat, reply) => {
    const deadline = signalOf(AbortSignal.any([signal, AbortSignal.timeout(giveUpMillis)]))
    for (const message of renderReply(reply, words)) {
      try {
        await send(chat, message, deadline)
      } catch (error) {
        if (isGone(error)) return
        throw new DalilError('telegram-unreachable')
      }
    }
  }

  async function send(chat: number, { html, plain, keyboard }: TelegramMessage, deadline: Signal): Promise<void> {
    const quiet = { link_preview_options: { is_disabled: true } }
    try {
      const buttons = keyboard && { reply_markup: { inline_keyboard: keyboard } }
      await sending.sendMessage(chat, html, { parse_mode: 'HTML', ...quiet, ...buttons }, deadline)
    } catch (error) {
      if (!(error instanceof GrammyError) || error.error_code !== 400 || isGone(error)) throw error
      // Our own mistake in marks or buttons must not cost somebody the number of the ambulance.
      log.error(
        { channel: 'telegram', code: 'telegram-marks' },
        'Telegram refused a message; it is sent without marks.',
      )
      await sending.sendMessage(chat, plain, quiet, deadline)
    }
  }
}

/** Blocked by the person, account deleted, chat unknown: trying again would change nothing. */
function isGone(error: unknown): boolean {
  if (!(error instanceof GrammyError)) return false
  return (
    error.error_code === 403 || (error.error_code === 400 && /chat not found|peer_id_invalid/i.test(error.description))
  )
}
