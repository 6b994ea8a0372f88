/**
 * Where a talk starts, as a word of 36 letters that fits behind `t.me/…?start=` (at most 64 of A-Z a-z 0-9 _ -):
 *
 *   1 byte    language and situation
 *   10 bytes  code of the organisation
 *   3 bytes   topic, 3 bytes city: the beginning of the SHA-256 of its id, so that a list may grow; zeros for none
 *   10 bytes  HMAC-SHA-256 of all that under the secret
 *
 * Whoever changes a letter, or makes a word up, has one chance in 2⁸⁰.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import { type CityId, type Situation, situations, type TopicId } from '../message.ts'
import { bytesOfCode, codeBytes, codeOfBytes, type OrganisationCode } from './codes.ts'

export interface TalkStart {
  readonly language: ReplyLanguage
  readonly topic?: TopicId
  readonly city?: CityId
  readonly situation?: Situation
}

/** Ids that a token may name; what is no longer among them is left out. */
export interface KnownIds {
  readonly topics: readonly TopicId[]
  readonly cities: readonly CityId[]
}

export interface ReferralTokens {
  seal(code: OrganisationCode, start: TalkStart): string
  /** @returns `authentic: false` for a word that we did not make; its code is then of nobody */
  open(token: string, known: KnownIds): { authentic: boolean; code: OrganisationCode; start: TalkStart }
}

const idBytes = 3
const macBytes = 10
const bodyBytes = 1 + codeBytes + 2 * idBytes
const tokenBytes = bodyBytes + macBytes

export function createReferralTokens(secret: string): ReferralTokens {
  const key = createHmac('sha256', secret).update('referral token 1').digest()
  const macOf = (body: Uint8Array) => createHmac('sha256', key).update(body).digest().subarray(0, macBytes)
  return {
    seal(code, { language, situation, topic, city }) {
      const first = (replyLanguages.indexOf(language) << 4) | (situation ? situations.indexOf(situation) + 1 : 0)
      const body = Buffer.concat([Buffer.of(first), bytesOfCode(code), hashOfId(topic), hashOfId(city)])
      return Buffer.concat([body, macOf(body)]).toString('base64url')
    },
    open(token, known) {
      const given = Buffer.from(token, 'base64url')
      // A word of another length goes the same way as a tampered one.
      const bytes = given.length === tokenBytes ? given : Buffer.alloc(tokenBytes)
      const body = bytes.subarray(0, bodyBytes)
      // Some last letters decode to the same bytes: only the one that we write is ours.
      const written = given.toString('base64url') === token
      const authentic = timingSafeEqual(macOf(body), bytes.subarray(bodyBytes)) && written
      const first = body[0] ?? 0
      const topic = findId(known.topics, body.subarray(1 + codeBytes, 1 + codeBytes + idBytes))
      const city = findId(known.cities, body.subarray(1 + codeBytes + idBytes))
      const situation = situations[(first & 15) - 1]
      return {
        authentic,
        code: codeOfBytes(body.subarray(1, 1 + codeBytes)),
        start: {
          language: replyLanguages[first >> 4] ?? 'fr',
          ...(topic && { topic }),
          ...(city && { city }),
          ...(situation && { situation }),
        },
      }
    },
  }
}

function hashOfId(id: string | undefined): Buffer {
  if (id === undefined) return Buffer.alloc(idBytes)
  return createHash('sha256').update(id).digest().subarray(0, idBytes)
}

function findId<Id extends string>(ids: readonly Id[], hash: Uint8Array): Id | undefined {
  return ids.find((id) => hashOfId(id).equals(hash))
}
