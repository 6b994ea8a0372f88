/** A link of an organisation opens WhatsApp with a word already written: `https://wa.me/212…?text=DALIL-CODE`. */

/** @returns the code, where the message is that word and nothing else */
export function readReferral(text: string): string | undefined {
  return text.match(/^[\s\p{Cf}]*dalil-([\w-]{1,64})[\s\p{Cf}]*$/iu)?.[1]
}
