/**
 * Codes of organisations: 80 random bits in the letters of Crockford's base32, which has no l, o or u to be mistaken,
 * and a check letter (Luhn mod 32, which finds every single wrong letter). Read aloud and typed as `7k2m-…-c`.
 */

/** For example `7k2mx9qa4zt0hw3e5`: sixteen letters and the check letter. */
export type OrganisationCode = string & { readonly brand: 'OrganisationCode' }

export const codeBytes = 10
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const bitsPerLetter = 5

/** @param random ten bytes from a source that cannot be guessed */
export function codeOfBytes(random: Uint8Array): OrganisationCode {
  if (random.length !== codeBytes) throw new Error(`a code is made of ${codeBytes} bytes`)
  let letters = ''
  let held = 0
  let bits = 0
  for (const byte of random) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= bitsPerLetter) {
      bits -= bitsPerLetter
      letters += alphabet[(held >> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return (letters + checkLetter(letters)) as OrganisationCode // with its check letter
}

/** The inverse of `codeOfBytes`. */
export function bytesOfCode(code: OrganisationCode): Uint8Array {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const letter of code.slice(0, -1)) {
    held = (held << bitsPerLetter) | alphabet.indexOf(letter)
    bits += bitsPerLetter
    if (bits < 8) continue
    bits -= 8
    bytes.push(held >> bits)
    held &= (1 << bits) - 1
  }
  return Uint8Array.from(bytes)
}

/** As somebody types it: in capitals, with blanks or dashes, o for 0. @returns undefined where a letter is wrong */
export function readCode(typed: string): OrganisationCode | undefined {
  const letters = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')
  if (letters.length !== 17 || [...letters].some((letter) => !alphabet.includes(letter))) return undefined
  return letters.at(-1) === checkLetter(letters.slice(0, -1)) ? (letters as OrganisationCode) : undefined // checked
}

/** `7k2m-x9qa-4zt0-hw3e-5` */
export function formatCode(code: OrganisationCode): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code
}

function checkLetter(letters: string): string {
  let sum = 0
  for (const [at, letter] of [...letters].reverse().entries()) {
    const value = alphabet.indexOf(letter) * (at % 2 === 0 ? 2 : 1)
    sum += Math.floor(value / 32) + (value % 32)
  }
  return alphabet[(32 - (sum % 32)) % 32] ?? ''
}
