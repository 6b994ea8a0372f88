/** A link of an organisation opens WhatsApp with a word already written: `https://wa.me/212…?text=DALIL-AbC…`. */
import { referralPrefix } from '../../message.ts'

const word = new RegExp(String.raw`^[\s\p{Cf}]*${referralPrefix}([\w-]{1,64})[\s\p{Cf}]*$`, 'iu')

/** @returns what the link carries, where the message is that word and nothing else */
export function readReferral(text: string): string | undefined {
  return text.match(word)?.[1]
}
