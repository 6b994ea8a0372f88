/** The code to link the spare phone, for the operator's terminal. */
import encodeQR from 'qr'
import { healthOf, type Link } from './linked-link.ts'

/** @returns lines; none where there is nothing to do or to know */
export function drawLink(link: Link): readonly string[] {
  const { says } = healthOf(link)
  if (link.kind !== 'waiting' && link.kind !== 'removed') return link.kind === 'stopped' ? [] : [says]
  const { code } = link
  if (!code) return [says]
  const where = 'On the spare phone: WhatsApp → Linked devices → Link a device'
  if (code.kind === 'pairing')
    return [`${where} → Link with phone number instead, and type: ${code.code.replace(/^(.{4})(.{4})$/, '$1-$2')}`]
  return [`${where}, and scan:`, ...encodeQR(code.text, 'ascii', { ecc: 'low', border: 2 }).trimEnd().split('\n')]
}
