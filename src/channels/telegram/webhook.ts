/** Where Telegram brings its updates, and how we know that it is Telegram. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export interface Webhook {
  /** Told to Telegram. */
  readonly url: string
  readonly path: string
  /** In constant time, so that the secret cannot be found letter by letter. */
  isSecret(header: string | undefined): boolean
}

/** The path is made from the token: who knows our address cannot guess it, and it stays the same after a restart. */
export function placeWebhook(base: string, secret: string, token: string): Webhook {
  const url = new URL(base)
  const name = createHmac('sha256', token).update('webhook path').digest('base64url')
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${name}`
  const expected = hash(secret)
  return {
    url: url.href,
    path: url.pathname,
    isSecret: (header) => timingSafeEqual(hash(header ?? ''), expected),
  }
}

/** Hashes have one length, as `timingSafeEqual` needs it. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Bytes or text as received → JSON; anything else is taken for parsed. @returns undefined where it is not JSON */
export function parseBody(body: unknown): unknown {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return body
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body))
  } catch {
    return undefined // the caller says "malformed"
  }
}
