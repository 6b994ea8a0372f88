import { expect, test } from 'vitest'
import { createOutbox } from '../../../src/channels/whatsapp/linked-outbox.ts'
import type { Order } from '../../../src/channels/whatsapp/linked-wire.ts'

function start() {
  const posted: string[] = []
  let open = true
  const outbox = createOutbox((order: Order) => {
    if (open && order.kind === 'send') posted.push(order.text)
    return open
  })
  return {
    outbox,
    posted,
    shut: () => {
      open = false
    },
    open: () => {
      open = true
      outbox.flush()
    },
  }
}

const unsent = { code: 'whatsapp-unsent' }

test('a text that the child had not begun is given to the next one', async () => {
  const { outbox, posted, shut, open } = start()
  const sent = outbox.send('chat', 'bonjour', false)
  shut()
  outbox.lose()
  open()
  expect(posted).toEqual(['bonjour', 'bonjour'])
  outbox.hear({ kind: 'sent', send: 1 })
  await sent
})

test('an ordinary text that was begun is not repeated, an urgent one is', async () => {
  const { outbox, posted, shut, open } = start()
  const ordinary = outbox.send('a', 'bonjour', false)
  const urgent = outbox.send('b', 'le 15', true)
  outbox.hear({ kind: 'sending', send: 1 })
  outbox.hear({ kind: 'sending', send: 2 })
  shut()
  outbox.lose()
  await expect(ordinary).rejects.toMatchObject(unsent)
  open()
  expect(posted).toEqual(['bonjour', 'le 15', 'le 15'])
  outbox.hear({ kind: 'sent', send: 2 })
  await urgent
})

test('an urgent text that WhatsApp refuses is given up at last', async () => {
  const { outbox, posted } = start()
  const urgent = outbox.send('b', 'le 15', true)
  for (let at = 0; at < 3; at++) outbox.hear({ kind: 'unsent', send: 1 })
  await expect(urgent).rejects.toMatchObject(unsent)
  expect(posted.length).toBe(3)
})

test('closing gives up what is not sent, and takes nothing more', async () => {
  const { outbox } = start()
  const before = outbox.send('a', 'bonjour', false)
  outbox.close()
  await expect(before).rejects.toMatchObject(unsent)
  await expect(outbox.send('a', 'encore', true)).rejects.toMatchObject(unsent)
  expect(outbox.inHand()).toBe(0)
})
