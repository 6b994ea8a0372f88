/** A code as a PNG (ISO/IEC 15948), for whoever lays out a poster of their own: one bit a pixel, a few hundred bytes. */
import { crc32, deflateSync } from 'node:zlib'
import { qrModules } from './qr-code.ts'

/** Pixels of a module: sharp on paper up to about a hand's width. */
const pixelsPerModule = 12

export function renderQrPicture(address: string): Buffer {
  const modules = qrModules(address)
  const size = modules.length * pixelsPerModule
  const lines = modules.flatMap((row) => {
    const line = Buffer.alloc(1 + Math.ceil(size / 8)) // each line begins with its filter, 0 for none
    for (let x = 0; x < size; x++)
      if (!row[Math.floor(x / pixelsPerModule)]) line[1 + (x >> 3)] = (line[1 + (x >> 3)] ?? 0) | (128 >> (x & 7))
    return Array.from({ length: pixelsPerModule }, () => line)
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header[8] = 1 // bit depth; the rest, zeros: grey, deflate, no interlace
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(4 + content.length + 4)
  framed.writeUInt32BE(data.length, 0)
  content.copy(framed, 4)
  framed.writeUInt32BE(crc32(content), 4 + content.length)
  return framed
}
