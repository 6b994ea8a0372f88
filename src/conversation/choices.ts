/** Ids of the choices that a reply may offer, made and read in one place. */
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import { type CityId, type Situation, situations, type TopicId } from '../message.ts'

export type Chosen =
  | { readonly kind: 'topic'; readonly topic: TopicId }
  | { readonly kind: 'programme'; readonly programme: string }
  | { readonly kind: 'situation'; readonly situation: Situation | 'declined' }
  | { readonly kind: 'city'; readonly city: CityId }
  | { readonly kind: 'language'; readonly language: ReplyLanguage }
  | { readonly kind: 'useful'; readonly verdict: 'useful' | 'not-useful' | 'out-of-date' }
  | {
      readonly kind:
        | 'menu'
        | 'human'
        | 'privacy'
        | 'forget'
        | 'languages'
        | 'cities'
        | 'sources'
        | 'none'
        | 'note'
        | 'drop'
    }

const single = ['menu', 'human', 'privacy', 'forget', 'languages', 'cities', 'sources', 'none', 'note', 'drop'] as const
const verdicts = ['useful', 'not-useful', 'out-of-date'] as const

/** @returns undefined for an id that we never made, or no longer make */
export function readChoice(id: string): Chosen | undefined {
  const at = id.indexOf(':')
  const [kind, value] = at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)]
  switch (kind) {
    case 'topic':
      return { kind, topic: value as TopicId } // looked up in the library before use
    case 'programme':
      return { kind, programme: value }
    case 'city':
      return { kind, city: value as CityId } // looked up in the library before use
    case 'situation': {
      const situation = value === 'declined' ? value : situations.find((known) => known === value)
      return situation && { kind, situation }
    }
    case 'language': {
      const language = replyLanguages.find((known) => known === value)
      return language && { kind, language }
    }
    case 'useful': {
      const verdict = verdicts.find((known) => known === value)
      return verdict && { kind, verdict }
    }
    default: {
      const known = single.find((one) => one === kind)
      return known && { kind: known }
    }
  }
}

/** The inverse of `readChoice`. */
export function choiceId(chosen: Chosen): string {
  switch (chosen.kind) {
    case 'topic':
      return `topic:${chosen.topic}`
    case 'programme':
      return `programme:${chosen.programme}`
    case 'city':
      return `city:${chosen.city}`
    case 'situation':
      return `situation:${chosen.situation}`
    case 'language':
      return `language:${chosen.language}`
    case 'useful':
      return `useful:${chosen.verdict}`
    default:
      return chosen.kind
  }
}

/** Commands that may be typed in every channel. A map, because a message may be "__proto__". */
export const commands: ReadonlyMap<string, Chosen> = new Map([
  ['/start', { kind: 'menu' }],
  ['/help', { kind: 'menu' }],
  ['/menu', { kind: 'menu' }],
  ['/language', { kind: 'languages' }],
  ['/city', { kind: 'cities' }],
  ['/privacy', { kind: 'privacy' }],
  ['/forget', { kind: 'forget' }],
  ['/human', { kind: 'human' }],
])
