/** How the spare phone is linked: what to show to the operator, and what to say of each state. */
import { DalilError } from '../../errors.ts'
import type { Health } from '../../message.ts'

/** A secret for a minute: who scans it or types it links their phone. Shown to the operator, never to the public. */
export type LinkCode =
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'pairing'; readonly code: string }

export type Link =
  | { readonly kind: 'starting' | 'connected' | 'reconnecting' | 'no-chromium' | 'stopped' }
  /** For the phone to be linked; `removed` where it was linked before and has removed this device. */
  | { readonly kind: 'waiting' | 'removed'; readonly code?: LinkCode }

/** One sentence each, for whoever watches the service. */
const sentences: Readonly<Record<Link['kind'], string>> = {
  starting: 'WhatsApp is being started.',
  waiting: 'WhatsApp waits for the spare phone: scan the code in the terminal or at /admin/whatsapp.',
  connected: 'WhatsApp is connected.',
  reconnecting: new DalilError('whatsapp-unreachable').message,
  removed: new DalilError('whatsapp-removed').message,
  'no-chromium': new DalilError('whatsapp-chromium').message,
  stopped: 'WhatsApp is stopped.',
}

export function healthOf(link: Link): Health {
  return { ok: link.kind === 'connected', says: sentences[link.kind] }
}
