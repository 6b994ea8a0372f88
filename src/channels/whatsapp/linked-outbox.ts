/**
 * Texts on their way out, over the death of the child: what it had not begun to send is given to the next one; what it
 * had begun may have been taken, so that an ordinary text is not repeated and an urgent one is.
 *
 *   waiting ──► posted ──► begun ──► sent
 *      ▲──────────┘ child dies  └──► child dies: urgent waits again, any other fails
 */
import { DalilError } from '../../errors.ts'
import type { Order, Report } from './linked-wire.ts'

export interface Outbox {
  /** Rejects with DalilError `whatsapp-unsent` when it was not taken, or nobody knows. */
  send(chat: string, text: string, urgent: boolean): Promise<void>
  /** What the child says of texts. */
  hear(report: Report): void
  /** A child is connected: what waits is posted. */
  flush(): void
  /** The child has ended. */
  lose(): void
  /** Texts that the child has in hand. */
  inHand(): number
  /** Gives up everything that is not sent. */
  close(): void
}

interface Parcel {
  readonly send: number
  readonly chat: string
  readonly text: string
  readonly urgent: boolean
  step: 'waiting' | 'posted' | 'begun'
  tries: number
  done(error?: DalilError): void
}

/** An outage of this length may pass before a text is given up; by then the person has asked again or gone elsewhere. */
const giveUpMillis = 300_000
/** A text that WhatsApp refuses for its own sake would be tried for ever. */
const mostTries = 3

/** @param post gives an order to the child; false while none is connected */
export function createOutbox(post: (order: Order) => boolean): Outbox {
  const parcels = new Map<number, Parcel>()
  let count = 0
  let closed = false

  function give(parcel: Parcel): void {
    const { send, chat, text, urgent } = parcel
    if (parcel.step === 'waiting' && post({ kind: 'send', send, chat, text, urgent })) parcel.step = 'posted'
  }

  function fail(parcel: Parcel): void {
    parcel.tries += 1
    if (!parcel.urgent || parcel.tries >= mostTries) parcel.done(new DalilError('whatsapp-unsent'))
    else {
      parcel.step = 'waiting'
      give(parcel)
    }
  }

  return {
    send(chat, text, urgent) {
      return new Promise((resolve, reject) => {
        count += 1
        const send = count
        const late = setTimeout(() => parcel.done(new DalilError('whatsapp-unsent')), giveUpMillis)
        const parcel: Parcel = {
          ...{ send, chat, text, urgent, step: 'waiting', tries: 0 },
          done(error) {
            clearTimeout(late)
            parcels.delete(send)
            if (error) reject(error)
            else resolve()
          },
        }
        parcels.set(send, parcel)
        if (closed) parcel.done(new DalilError('whatsapp-unsent'))
        else give(parcel)
      })
    },
    hear(report) {
      if (report.kind !== 'sending' && report.kind !== 'sent' && report.kind !== 'unsent') return
      const parcel = parcels.get(report.send)
      if (!parcel) return
      if (report.kind === 'sending') parcel.step = 'begun'
      else if (report.kind === 'sent') parcel.done()
      else fail(parcel)
    },
    flush() {
      for (const parcel of parcels.values()) give(parcel)
    },
    lose() {
      for (const parcel of [...parcels.values()]) {
        if (parcel.step === 'begun') fail(parcel)
        else parcel.step = 'waiting'
      }
    },
    inHand: () => [...parcels.values()].filter(({ step }) => step !== 'waiting').length,
    close() {
      closed = true
      for (const parcel of [...parcels.values()]) parcel.done(new DalilError('whatsapp-unsent'))
    },
  }
}
