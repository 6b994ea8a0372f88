/** In a group everybody reads, so that nothing is answered there but one line that says so, at most once an hour. */
import type { Api } from 'grammy'
import type { ChatKey } from '../../message.ts'
import type { ChannelWords, Keys } from '../channel.ts'
import type { Signal } from './patience.ts'
import type { GroupMention } from './updates.ts'

export interface GroupLineOptions {
  readonly asking: Api
  readonly keys: Keys
  readonly words: ChannelWords
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly signal: Signal
}

const silenceMillis = 3_600_000

/** @returns sends the line where it is due; a failure is not tried again, the next mention will bring it */
export function createGroupLine({ asking, keys, words, now, signal }: GroupLineOptions) {
  /** Oldest first. */
  const said = new Map<ChatKey, number>()
  return async ({ chat, thread, language }: GroupMention): Promise<void> => {
    const time = now()
    for (const [key, at] of said) {
      if (time - at < silenceMillis) break
      said.delete(key)
    }
    const key = keys.chatKey('telegram', String(chat))
    if (said.has(key)) return
    said.set(key, time)
    const place = thread === undefined ? {} : { message_thread_id: thread }
    await asking.sendMessage(chat, words(language, 'telegram.groups'), place, signal)
  }
}
