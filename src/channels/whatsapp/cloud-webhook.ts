/** How we know that it is Meta who brings a message, and how Meta knows that the address is ours. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'

/** To be entered in the App Dashboard behind the public address. Nothing is hidden in it: the signature decides. */
export const cloudWebhookPath = '/whatsapp'

/**
 * `X-Hub-Signature-256` over the bytes as received, compared in constant time.
 * @param header `sha256=` and 64 digits of an HMAC-SHA-256 under the app secret
 */
export function isSigned(body: Uint8Array, header: string | undefined, appSecret: string): boolean {
  const expected = createHmac('sha256', appSecret).update(body).digest()
  const given = Buffer.from(header?.match(/^sha256=([\da-f]{64})$/i)?.[1] ?? '', 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const question = z.object({
  'hub.mode': z.literal('subscribe'),
  'hub.verify_token': z.string(),
  'hub.challenge': z.string().regex(/^[\w-]{1,256}$/),
})

/** @returns the challenge, which tells Meta that who answers knows the token; undefined for anybody else */
export function answerChallenge(query: unknown, verifyToken: string): string | undefined {
  const parsed = question.safeParse(query)
  if (!parsed.success || !timingSafeEqual(hash(parsed.data['hub.verify_token']), hash(verifyToken))) return undefined
  return parsed.data['hub.challenge']
}

/** Hashes have one length, as `timingSafeEqual` needs it. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
