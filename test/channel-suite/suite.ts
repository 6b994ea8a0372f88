/**
 * Holds one channel to all conversations. Chats are independent, so that they run at the same time; those in which hours
 * pass come last and alone, because all chats of an assistant have the same clock.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReplyLanguage } from '../../src/languages.ts'
import { abilitiesFor, type Conversation, describeTurn, readConversations, type Turn } from './conversations.ts'
import type { ChannelUnderTest, ChatUnderTest, OpenChannel, Seen } from './driver.ts'
import { labelsOf, problemsOf } from './expectations.ts'
import { isLabel } from './reading.ts'

const conversations = readConversations()

export function describeChannel(channel: ChannelUnderTest): void {
  const missing = (conversation: Conversation) =>
    abilitiesFor(conversation).find((ability) => channel.cannot[ability] !== undefined)
  const held = conversations.filter((conversation) => missing(conversation) === undefined)
  const passes = ({ turns }: Conversation) => turns.some(({ silence }) => silence !== undefined)
  let passedMillis = 0
  let open: OpenChannel

  describe(channel.name, () => {
    beforeAll(async () => {
      open = await channel.open(() => Date.now() + passedMillis)
    })
    afterAll(async () => {
      await open.close()
      process.stdout.write(report(channel, conversations, missing))
    })

    for (const conversation of held.filter((one) => !passes(one)))
      test.concurrent(nameOf(conversation), () => hold(conversation))
    for (const conversation of held.filter(passes)) test(nameOf(conversation), () => hold(conversation))
  })

  async function hold(conversation: Conversation): Promise<void> {
    const chat = await open.newChat(conversation.page)
    try {
      await talk(chat, conversation)
    } finally {
      await chat.leave?.()
    }
  }

  async function talk(chat: ChatUnderTest, { page, turns }: Conversation): Promise<void> {
    let last: Seen | undefined
    for (const turn of turns) {
      if (turn.silence !== undefined) {
        await open.settled()
        passedMillis += turn.silence * 3_600_000
      }
      const seen = await take(chat, turn, last, page)
      const choices = seen.choices.map((choice) => `[${choice}]`).join(' ')
      const told = `after ${describeTurn(turn)} the person saw:\n${seen.text}\n${choices}`
      expect(problemsOf(turn, seen, open.library), told).toEqual([])
      last = seen
    }
  }

  function take(chat: ChatUnderTest, turn: Turn, last: Seen | undefined, page?: ReplyLanguage): Promise<Seen> {
    if (turn.say !== undefined) return chat.say(turn.say)
    if (turn.tap !== undefined) return chat.tap(labelToTap(turn.tap, last, page))
    if (turn.old !== undefined) return chat.tapOld(turn.old)
    if (turn.share) return chat.share(turn.share.latitude, turn.share.longitude)
    if (turn.send) return chat.sendMedia(turn.send)
    return chat.start(typeof turn.start === 'string' ? turn.start : undefined)
  }

  /** As the person sees it: the id is the conversation's, the label the channel's, at first that of its first screen. */
  function labelToTap(id: string, last: Seen | undefined, page: ReplyLanguage | undefined): string {
    const labels = labelsOf(open.library, id, !last && page ? [page] : undefined)
    const found = last ? last.choices.find((choice) => labels.some((label) => isLabel(choice, label))) : labels[0]
    if (found === undefined)
      throw new Error(`${id} cannot be tapped; the last reply offers: ${last?.choices.join(', ') ?? 'nothing yet'}`)
    return found
  }
}

function nameOf({ file, name }: Conversation): string {
  return `${file}: ${name}`
}

/** Exceptions are part of the result: they are printed with their reasons. */
function report(
  channel: ChannelUnderTest,
  all: readonly Conversation[],
  missing: (conversation: Conversation) => keyof ChannelUnderTest['cannot'] | undefined,
): string {
  const left = all.flatMap((conversation) => {
    const ability = missing(conversation)
    return ability ? [`  left out: ${nameOf(conversation)} (${channel.cannot[ability]})\n`] : []
  })
  return `${channel.name}: ${all.length - left.length} of ${all.length} conversations held\n${left.join('')}`
}
