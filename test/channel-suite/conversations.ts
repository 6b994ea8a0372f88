/** The conversations of `test/conversations/*.yaml`, which a non-programmer extends; their README says how. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import * as z from 'zod'
import { replyLanguages } from '../../src/languages.ts'
import { urgencyKinds } from '../../src/message.ts'
import type { Ability } from './driver.ts'

const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<Item>[]) // the union's two arms

const actions = ['say', 'tap', 'old', 'start', 'share', 'send'] as const
const turn = z
  .strictObject({
    say: z.string().optional(),
    tap: z.string().optional(),
    old: z.string().optional(),
    start: z.union([z.literal(true), z.string()]).optional(),
    share: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
    send: z.enum(['voice', 'picture', 'other']).optional(),
    silence: z.number().int().optional(),
    topic: oneOrMore(z.string()).optional(),
    leans: z.literal(true).optional(),
    language: oneOrMore(z.enum(replyLanguages)).optional(),
    urgent: z.enum(urgencyKinds).nullable().optional(),
    alarm: z.enum(urgencyKinds).optional(),
    begins: z.string().optional(),
    includes: z.array(z.string()).optional(),
    excludes: z.array(z.string()).optional(),
    offers: z.array(z.string()).optional(),
    withholds: z.array(z.string()).optional(),
  })
  .refine((given) => actions.filter((action) => given[action] !== undefined).length === 1, {
    message: `a turn has exactly one of ${actions.join(', ')}`,
  })
const conversation = z.strictObject({
  name: z.string(),
  page: z.enum(replyLanguages).optional(),
  turns: z.array(turn).min(1),
})

export type Turn = z.infer<typeof turn>
export interface Conversation extends z.infer<typeof conversation> {
  /** Name of its file, without the ending. */
  readonly file: string
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '../conversations')

export function readConversations(): Conversation[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) =>
      z
        .array(conversation)
        .parse(parse(readFileSync(join(folder, name), 'utf8')))
        .map((one) => ({ ...one, file: name.slice(0, -'.yaml'.length) })),
    )
}

/** What a channel must be able to do for this conversation. */
export function abilitiesFor({ page, turns }: Conversation): Ability[] {
  const wanted: readonly (readonly [ability: Ability, needed: boolean])[] = [
    ['page-language', page !== undefined],
    ['start', turns.some(({ start }) => start !== undefined)],
    ['place', turns.some(({ share }) => share !== undefined)],
    ['media', turns.some(({ send }) => send !== undefined)],
    ['old-button', turns.some(({ old }) => old !== undefined)],
  ]
  return wanted.flatMap(([ability, needed]) => (needed ? [ability] : []))
}

/** The turn as a person would tell it, for failures. */
export function describeTurn(given: Turn): string {
  const action = actions.find((name) => given[name] !== undefined) ?? 'say'
  return `${action} ${JSON.stringify(given[action])}`
}
