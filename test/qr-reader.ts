/** A decoder made by others than our encoder (npm `jsqr`), for squares that must be readable. */
import jsqr from 'jsqr'

/** @param pixels red, green, blue and opacity of each, row by row */
export function readQr(pixels: Uint8ClampedArray, width: number, height: number): string | undefined {
  return jsqr.default(pixels, width, height)?.data
}

/** @param rows true where it is dark; drawn with four points a module, as a camera sees it */
export function readModules(rows: readonly (readonly boolean[])[]): string | undefined {
  const scale = 4
  const size = rows.length * scale
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (rows[Math.floor(y / scale)]?.[Math.floor(x / scale)])
        pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
  return readQr(pixels, size, size)
}
