/**
 * The words that all rooms share: what comes in from a channel, what goes back to it, and what is counted.
 * No channel, no content and no store is known here.
 */
import type { ReplyLanguage, WrittenLanguage } from './languages.ts'

/** For example `health.coverage`; made by `knowledge/schema` only. */
export type TopicId = string & { readonly brand: 'TopicId' }
/** Keyed hash of channel and chat id; made by `channels/channel` only, so that a raw id goes no further. */
export type ChatKey = string & { readonly brand: 'ChatKey' }
/** A city of `content/cities.yaml`, for example `tanger`. */
export type CityId = string & { readonly brand: 'CityId' }

export type ChannelName = 'web' | 'telegram' | 'whatsapp' | 'cli'

/** Legal situation of the person, in the sense of `facts.md`. */
export type Situation = 'card' | 'refugee' | 'asylum-seeker' | 'no-papers'
export const situations: readonly Situation[] = ['card', 'refugee', 'asylum-seeker', 'no-papers']

/** Whom a message may concern beside the person who writes: a child before its parents, a friend before somebody else. */
export const otherPersons = ['baby', 'child', 'wife', 'husband', 'parent', 'sibling', 'friend', 'other'] as const
export type OtherPerson = (typeof otherPersons)[number]
export type Person = 'self' | OtherPerson

/** In years; `of` is absent where the message does not say whose it is. */
export type Age = { readonly of?: Person } & ({ readonly years: number } | { readonly below: number })

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** As far as the message says it: no clock is asked, so a written date stays a day and a month (1 to 12). */
export type SaidDate =
  | { readonly when: 'past' | 'today' | 'future'; readonly days?: number; readonly weekday?: Weekday }
  | { readonly day: number; readonly month: number }

/** The side of a topic that a short follow-up asks for: "et combien ça coûte ?" */
export const aspects = ['cost', 'papers', 'where', 'time', 'steps', 'sources'] as const
export type Aspect = (typeof aspects)[number]

/** What a message says beside its question. Age, person, nationality and date serve this one message: no talk keeps them. */
export interface Said {
  readonly city?: CityId
  readonly situation?: Situation
  readonly age?: Age
  /** Absent: the person who writes. */
  readonly person?: OtherPerson
  /** A country of `intents/entities.yaml`, for example `senegal`. */
  readonly nationality?: string
  readonly date?: SaidDate
  readonly aspect?: Aspect
}

export type UrgencyKind =
  | 'medical'
  | 'childbirth'
  | 'violence'
  | 'trafficking'
  | 'suicide'
  | 'child-alone'
  | 'arrest'
  | 'shelter'
export const urgencyKinds: readonly UrgencyKind[] = [
  'medical',
  'childbirth',
  'violence',
  'trafficking',
  'suicide',
  'child-alone',
  'arrest',
  'shelter',
]

/**
 * What a person sends who comes by an organisation's link to WhatsApp, where a link can only prepare a message:
 * `DALIL-AbC…`. Such a message starts a talk and is no question.
 */
export const referralPrefix = 'DALIL-'

/** Visible characters of a message that are read; the rest is cut away. */
export const longestMessage = 2000

export type MessageContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly id: string }
  /** Degrees; never stored, used once to find the nearest city. */
  | { readonly kind: 'place'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'start'; readonly referral?: string }
  | { readonly kind: 'unreadable'; readonly media: 'voice' | 'picture' | 'other' }

export interface IncomingMessage {
  readonly channel: ChannelName
  readonly chat: ChatKey
  /** Keyed hash of the platform's update id: the same update is answered once. */
  readonly update: string
  readonly content: MessageContent
  /** Written more than an hour ago, while the channel was out of reach: an answer as if nothing had been would puzzle. */
  readonly late?: boolean
  /** What the person set outside the text: a language button, a referral, a field of the HTTP API. */
  readonly known?: { readonly language?: ReplyLanguage; readonly city?: string; readonly situation?: Situation }
}

export interface Phone {
  readonly kind: 'phone'
  /** For people: `05 37 54 54 00`. */
  readonly display: string
  /** For `tel:`: `+212537545400`, or a short number such as `15`. */
  readonly dial: string
  readonly whatsapp?: boolean
  readonly hours?: string
}

export interface Link {
  readonly kind: 'link'
  readonly title: string
  readonly url: string
}

/** A line of text in which phones and links keep their meaning, so that every channel can make them tappable. */
export type Text = readonly (string | Phone | Link)[]

export interface Place {
  readonly address?: string
  readonly city: string
  /** Centre of the city in degrees, never the exact position of a service. */
  readonly latitude?: number
  readonly longitude?: number
}

export type Block =
  | {
      readonly kind: 'urgent'
      readonly title: string
      readonly lines: readonly Text[]
      readonly say: readonly Text[]
      readonly phones: readonly Phone[]
    }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'steps'; readonly steps: readonly Text[] }
  | { readonly kind: 'items'; readonly items: readonly Text[] }
  | {
      readonly kind: 'service'
      readonly name: string
      readonly phones: readonly Phone[]
      readonly place?: Place
      readonly hours?: string
      readonly note?: string
      readonly url?: string
    }
  | {
      readonly kind: 'sources'
      readonly items: readonly { readonly title: string; readonly url?: string; readonly date: string }[]
    }
  /** Small print: the privacy notice, when an answer was last read again. */
  | { readonly kind: 'note'; readonly text: Text }

export interface Choice {
  /** Comes back in `MessageContent` when tapped; at most 64 bytes, the limit of Telegram's buttons. */
  readonly id: string
  readonly label: string
  /** Asked beside the matter, such as "was this useful?": shown smaller where a channel can. */
  readonly quiet?: boolean
}

export type DecisionKind = 'answer' | 'clarify' | 'unknown'

/** What was understood of a text, for the HTTP API and the command line; holds nothing that the person wrote. */
export interface Understood {
  readonly language: WrittenLanguage | 'unknown'
  readonly intent: string
  readonly decision: DecisionKind
  readonly confidence: number
  readonly urgent?: UrgencyKind
  readonly also: readonly string[]
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[]
  readonly entities: Said
}

export interface Reply {
  readonly language: ReplyLanguage
  readonly blocks: readonly Block[]
  /** A channel without buttons numbers them. */
  readonly choices: readonly Choice[]
  readonly urgent: boolean
  readonly understood?: Understood
}

/**
 * Given to every channel by `main`. Never rejects. `deliver` resolves when the platform has taken the reply. `onCalm` is
 * called as soon as the message is recorded and known to tell of no danger; never for one that does.
 */
export type Handle = (
  message: IncomingMessage,
  deliver: (reply: Reply) => Promise<void>,
  onCalm?: () => void,
) => Promise<void>

export type Result =
  | 'answered'
  | 'clarified'
  | 'unanswered'
  | 'urgent'
  | 'handed-over'
  | 'useful'
  | 'not-useful'
  | 'out-of-date'

/** All that leaves a turn for statistics. Closed lists only, so that no text can travel in it. */
export interface TurnOutcome {
  readonly topic: TopicId | 'unknown' | 'smalltalk'
  readonly result: Result
  readonly language: WrittenLanguage | 'unknown'
  readonly channel: ChannelName
  /** Of `content/cities.yaml`; only from a city that the person gave. */
  readonly region?: string
  /** What danger it was, where the result is `urgent`. */
  readonly urgency?: UrgencyKind
  /** Code of the organisation whose link began the talk, until the person drops it; a known code only, never text from outside. */
  readonly referral?: string
}

/** Is a channel, or the store, fit to serve? One sentence for whoever watches the service. */
export interface Health {
  readonly ok: boolean
  readonly says: string
}

/** Fails to compile where a new kind is not handled. */
export function unreachable(value: never): never {
  throw new Error(`unhandled kind ${JSON.stringify(value)}`)
}
