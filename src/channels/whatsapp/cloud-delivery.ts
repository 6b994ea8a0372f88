/** Replies on their way out through the Cloud API: sent in order, without buttons where Meta refuses them. */
import { DalilError } from '../../errors.ts'
import type { Reply } from '../../message.ts'
import { type ChannelWords, giveUpMillis } from '../channel.ts'
import type { CloudConnection, Log } from './cloud-connection.ts'
import { renderCloud } from './cloud-messages.ts'
import type { Recipient } from './cloud-updates.ts'

/**
 * Resolves when Meta has taken the last message, when it may have (an ordinary one is not repeated), or when nobody is
 * there to read it.
 * @throws DalilError `whatsapp-cloud-…`
 */
export type Deliver = (recipient: Recipient, reply: Reply) => Promise<void>

export interface DeliveryOptions {
  readonly connection: Pick<CloudConnection, 'send'>
  readonly words: ChannelWords
  readonly log: Log
  /** Gives up what is still tried. */
  readonly signal: AbortSignal
}

export function createCloudDelivery({ connection, words, log, signal }: DeliveryOptions): Deliver {
  return async (recipient, reply) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(giveUpMillis)])
    const options = { urgent: reply.urgent, signal: deadline }
    const messages = renderCloud(reply, words)
    for (const [at, { body, plain }] of messages.entries()) {
      // Comes back in the status of a message that could not be brought: which part of a reply was lost.
      const part = {
        recipient_type: 'individual',
        ...recipient,
        biz_opaque_callback_data: `${at + 1}/${messages.length}`,
      }
      let sent = await connection.send({ ...part, ...body }, options)
      if (sent === 'refused') {
        // Our own mistake in buttons must not cost somebody the number of the ambulance.
        log.error(
          { channel: 'whatsapp', code: 'whatsapp-cloud-message' },
          new DalilError('whatsapp-cloud-message').message,
        )
        sent = await connection.send({ ...part, ...plain }, options)
      }
      if (sent === 'gone') return
      if (sent === 'refused') throw new DalilError('whatsapp-cloud-message')
      if (sent === 'unsure')
        log.warn({ channel: 'whatsapp' }, 'a message broke off; it may have been taken and is not repeated')
    }
  }
}
