/**
 * What the suite asks of every channel: a person who writes, taps and reads, through the channel's own front door. A
 * driver plays the person and the platform (a page, a Bot API server); everything of ours behind it is the real thing.
 * A new channel gives a driver and a line in `channels.ts`, and is held to all conversations and faults.
 */
import type { Library } from '../../src/knowledge/library.ts'
import type { ReplyLanguage } from '../../src/languages.ts'

export interface ChannelUnderTest {
  readonly name: string
  /** The file of `src/channels/` that it goes through, such as `telegram/adapter.ts`. */
  readonly source: string
  /** What people cannot do there, each with the reason; conversations that need it are left out, and the run says so. */
  readonly cannot: Readonly<Partial<Record<Ability, string>>>
  /** For each fault that the outside world has, the test that holds this channel to it. */
  readonly faults: Readonly<Record<Fault, Cover>>
  /**
   * Starts the whole assistant with this channel, once for all conversations.
   * @param now for the assistant; the suite lets hours pass
   */
  open(now: () => number): Promise<OpenChannel>
}

/** What a conversation may need beside written words and offered choices, which every channel has. */
export const abilities = ['start', 'page-language', 'place', 'media', 'old-button'] as const
export type Ability = (typeof abilities)[number]

/** What goes wrong outside, in one sentence each. Whatever it is, each message is answered once, in order per chat. */
export const faults = {
  'too-many': 'the platform asks us to wait (429 with a time)',
  'server-error': 'the platform answers 500 or 502',
  'time-out': 'the platform takes a reply and does not answer',
  reset: 'the connection breaks while a reply is sent',
  duplicate: 'the same message is brought twice',
  'out-of-order': 'messages are brought in another order than that of their ids',
  malformed: 'something is brought that is no message at all',
  unknown: 'something is brought of a kind that we do not know',
  burst: '10,000 messages at once; who is in danger does not wait behind the others',
} as const
export type Fault = keyof typeof faults
/** A file under `test/` and the name of a test in it, or why this cannot happen there. */
export type Cover = { readonly file: string; readonly test: string } | { readonly cannot: string }

export interface OpenChannel {
  /** Of the running assistant, so that expectations are taken from the content that it answers from. */
  readonly library: Library
  /**
   * A person who never wrote before. Many write at the same time.
   * @param page language in which the channel shows itself before the first word, where it can
   */
  newChat(page?: ReplyLanguage): Promise<ChatUnderTest>
  /** Resolves when all that was answered is remembered too, which comes after the reply. Hours pass only then. */
  settled(): Promise<void>
  /** Ends everything that `open` has started; no process, listener or file remains. */
  close(): Promise<void>
}

/** Each resolves when the whole reply has come, in however many messages, and rejects where none comes. */
export interface ChatUnderTest {
  /** Types and sends. */
  say(text: string): Promise<Seen>
  /** Takes one of the last reply's choices, named as it was seen; a channel without buttons types its number. */
  tap(label: string): Promise<Seen>
  /** Ability `old-button`: taps a button that the last reply does not have, by its id. */
  tapOld(id: string): Promise<Seen>
  /** Ability `start`: opens the chat, by a link of an organisation where a code is given. */
  start(referral?: string): Promise<Seen>
  /** Ability `place`, in degrees. Asked for only where cities are offered. */
  share(latitude: number, longitude: number): Promise<Seen>
  /** Ability `media`. */
  sendMedia(kind: 'voice' | 'picture' | 'other'): Promise<Seen>
  /** Where a chat costs something (a page in a browser): nobody reads it any more. */
  leave?(): Promise<void>
}

/** One whole reply. */
export interface Seen {
  /** All that the person reads of it, first line first; the channel's marks (tags, asterisks) taken off, choices left out. */
  readonly text: string
  /** Labels of all choices in their order, as they are seen; a label that a channel had to cut ends in "…". */
  readonly choices: readonly string[]
  /** How its lines are laid out; a channel of plain text takes it from `directionOfLines`. Absent where nothing is laid out. */
  readonly direction?: Direction
  /** What a channel for programs tells beside; compared exactly. */
  readonly exact?: Exact
}

export type Direction = 'ltr' | 'rtl' | 'mixed'

export interface Exact {
  /** `null` where no text was understood, after a tap for instance. */
  readonly topic: string | null
  readonly language: ReplyLanguage
  readonly urgent: string | null
  /** Ids, in the order of `choices`. */
  readonly choices: readonly string[]
}
