/** Reads a code from pixels as a telephone does. */
import jsqr from 'jsqr'

const decode = jsqr as unknown as typeof jsqr.default // vitest unwraps the default of the CommonJS package, types do not

/** @param pixels four bytes each: red, green, blue, opacity */
export function readQrCode(pixels: Uint8ClampedArray, width: number, height: number): string | undefined {
  return decode(pixels, width, height)?.data
}
