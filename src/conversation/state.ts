/** What a talk remembers, for how long, and how it is forgotten. Nothing here holds a word that the person wrote. */
import * as z from 'zod'
import { replyLanguages, writtenLanguages } from '../languages.ts'
import { type ChatKey, type CityId, situations, type TopicId } from '../message.ts'
import { hourOf, type TalkStore } from '../store/store.ts'

/** Of these the talk knows whether they were chosen with a button. */
const choosable = ['topic', 'city', 'situation', 'language'] as const

const shape = z.strictObject({
  /** The language we answer in. */
  language: z.enum(replyLanguages).optional(),
  /** Chosen by button or command: messages no longer change it. */
  languageFixed: z.boolean().default(false),
  written: z.enum(writtenLanguages).optional(),
  city: z
    .string()
    .transform((id) => id as CityId) // only ever written from a known city
    .optional(),
  situation: z.enum(situations).optional(),
  /** The person would rather not say; not asked again. */
  situationDeclined: z.boolean().default(false),
  topic: z
    .string()
    .transform((id) => id as TopicId) // only ever written from a known topic
    .optional(),
  /** Code of the organisation whose link started the talk; erased by one tap and with everything else. */
  referral: z.string().optional(),
  greeted: z.boolean().default(false),
  /** Messages in a row that we could not answer. */
  unknowns: z.number().int().default(0),
  /** What was chosen with a button and not said in a text: only this may stand in a note to be shown. */
  chosen: z.array(z.enum(choosable)).default([]),
  /** Ids of the choices last offered, so that "2" means the second. */
  offered: z.array(z.string()).default([]),
})

export type Talk = Readonly<z.infer<typeof shape>>

export const newTalk: Talk = {
  languageFixed: false,
  situationDeclined: false,
  greeted: false,
  unknowns: 0,
  chosen: [],
  offered: [],
}

/**
 * What of `after` was chosen: by the button just tapped, or before and not changed since by a text.
 * @param tapped kind of the choice that made `after` of `before`
 */
export function chosenOf(before: Talk, after: Talk, tapped: string | undefined): Talk['chosen'] {
  return choosable.filter(
    (field) =>
      after[field] !== undefined &&
      (field === tapped || (after[field] === before[field] && before.chosen.includes(field))),
  )
}

/** A talk is forgotten after this long without a message. */
export const silenceHours = 24

/** @returns a new talk where there is none, it has expired, or it cannot be read */
export async function readTalk(store: TalkStore, chat: ChatKey, now: number): Promise<Talk> {
  try {
    const written = await store.readTalk(chat, hourOf(now))
    const parsed = written === undefined ? undefined : shape.safeParse(JSON.parse(written))
    return parsed?.success ? (parsed.data as Talk) : newTalk // exactOptionalPropertyTypes: zod writes `| undefined`
  } catch {
    return newTalk // an answer without memory is better than none
  }
}

/** Expiry is rounded up to the hour, so that it does not tell when the person wrote. */
export async function writeTalk(store: TalkStore, chat: ChatKey, talk: Talk, now: number): Promise<void> {
  const expires = hourOf(now + (silenceHours + 1) * 3_600_000)
  await store.writeTalk(chat, JSON.stringify(talk), expires)
}
