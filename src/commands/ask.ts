/** `dalil ask`: one question, answered in the terminal. Nothing is stored. */
import { randomBytes } from 'node:crypto'
import { createKeys, numberedChoices, plainBlock } from '../channels/channel.ts'
import { newTalk } from '../conversation/state.ts'
import { createTurn } from '../conversation/turn.ts'
import { replyLanguages } from '../languages.ts'
import { type Reply, situations } from '../message.ts'
import { openQuietBrain } from './quiet-brain.ts'
import { refuse } from './refuse.ts'

export async function ask(words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const text = words.join(' ').trim()
  const language = replyLanguages.find((known) => known === options.lang)
  const situation = situations.find((known) => known === options.status)
  if (text === '') return refuse('Write the question: ask "où voir un médecin ?"')
  if (options.lang !== undefined && !language) return refuse(`--lang is one of ${replyLanguages.join(', ')}.`)
  if (options.status !== undefined && !situation) return refuse(`--status is one of ${situations.join(', ')}.`)
  const brain = await openQuietBrain()
  const turn = createTurn({ library: brain.library, understander: brain.understander, now: Date.now })
  const keys = createKeys(randomBytes(32).toString('hex'))
  const { reply } = await turn.take(
    {
      channel: 'cli',
      chat: keys.chatKey('cli', 'terminal'),
      update: keys.updateKey('cli', '1'),
      content: { kind: 'text', text },
      known: {
        ...(language && { language }),
        ...(typeof options.city === 'string' && { city: options.city }),
        ...(situation && { situation }),
      },
    },
    newTalk,
  )
  process.stdout.write(`${renderPlain(reply, brain.library().say(reply.language, 'urgent.say'))}\n`)
  return 0
}

/** Paragraphs, then the choices as a numbered list. */
function renderPlain(reply: Reply, sayOnThePhone: string): string {
  const blocks = reply.blocks.map((block) => plainBlock(block, sayOnThePhone))
  const choices = numberedChoices(reply.choices.filter(({ quiet }) => !quiet))
  return [...blocks, choices].filter((part) => part !== '').join('\n\n')
}
