/** The talk with the server: one message after the other, its token in the memory of this page and nowhere else. */
import type { ReplyLanguage } from '../languages.ts'
import type { Reply } from '../message.ts'

/** Exactly one of text, button, place and referral; `lang` fixes the language of the talk. */
export interface Outgoing {
  readonly text?: string
  readonly button?: string
  readonly place?: { readonly latitude: number; readonly longitude: number }
  /** The word behind `/r/` of an organisation's link. */
  readonly referral?: string
  readonly lang?: ReplyLanguage
}

export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** No network, no server, or one that is broken. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'too-many'; readonly retryAfterSeconds: number }
  /** The talk was ended while the message was on its way. */
  | { readonly kind: 'ended' }

export interface Talk {
  /** Has the server a state for this talk? */
  isKnown(): boolean
  /** Never rejects. Messages are answered in the order in which they were sent. */
  send(message: Outgoing): Promise<Outcome>
  /** Forgets the token and gives up what is on its way. */
  end(): void
  /** Ends, and has the server erase its side, even when the page is going away. */
  erase(): void
}

/** On a bad network an answer can take long; after this, "Retry" serves better than waiting. */
const timeoutMillis = 30_000

export function createTalk(address = '/api/chat'): Talk {
  let token: string | undefined
  // A new object for every talk: what comes back for an old one is dropped.
  let current = {}
  let onItsWay: AbortController | undefined
  let last: Promise<unknown> = Promise.resolve()

  return {
    isKnown: () => token !== undefined,
    send(message) {
      const mine = current
      const next = last.then(() => (mine === current ? post(message, mine) : ended))
      last = next
      return next
    },
    end,
    erase() {
      const erased = token
      end()
      if (erased === undefined) return
      const body = JSON.stringify({ chat: erased, button: 'forget' })
      const taken = navigator.sendBeacon(address, new Blob([body], { type: 'application/json' }))
      // A browser may refuse a beacon; nobody is left to hear whether this one arrives.
      if (!taken) fetch(address, { ...request(body), keepalive: true }).catch(() => {})
    },
  }

  function end(): void {
    current = {}
    token = undefined
    onItsWay?.abort()
  }

  async function post(message: Outgoing, mine: object): Promise<Outcome> {
    const controller = new AbortController()
    onItsWay = controller
    const timer = setTimeout(() => controller.abort(), timeoutMillis)
    try {
      const body = JSON.stringify({ ...(token !== undefined && { chat: token }), ...message })
      const response = await fetch(address, { ...request(body), signal: controller.signal })
      if (response.status === 429)
        return { kind: 'too-many', retryAfterSeconds: Number(response.headers.get('retry-after')) || 10 }
      if (!response.ok) return { kind: 'unreachable' }
      const answer = (await response.json()) as { chat: string; reply: Reply } // our own server, of the same version
      if (mine !== current) return ended
      token = answer.chat
      return { kind: 'reply', reply: answer.reply }
    } catch {
      // No network, the timeout, or a page of somebody between us and the server instead of JSON.
      return mine === current ? { kind: 'unreachable' } : ended
    } finally {
      clearTimeout(timer)
    }
  }
}

const ended: Outcome = { kind: 'ended' }

function request(body: string): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    credentials: 'omit',
    cache: 'no-store',
  }
}
