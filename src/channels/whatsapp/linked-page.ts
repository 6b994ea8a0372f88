/** A message of whatsapp-web.js → what the service is told of it. Names, pictures and numbers of cards are left here. */
import * as z from 'zod'
import type { HeardMessage } from './linked-wire.ts'

const wid = z.union([z.string(), z.object({ _serialized: z.string() }).transform(({ _serialized }) => _serialized)])

/** Of version 1.34.7; the model of WhatsApp Web behind it, `_data`, changes without notice, so that all of it is optional. */
const libraryMessage = z.object({
  id: z.object({ id: z.string(), fromMe: z.boolean().optional(), remote: z.string().optional() }),
  from: z.string(),
  type: z.string(),
  timestamp: z.number().optional(),
  body: z.string().optional(),
  isStatus: z.boolean().optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional().catch(undefined),
  mentionedIds: z.array(z.string()).optional().catch(undefined),
  _data: z
    .object({
      quotedStanzaID: z.string().optional().catch(undefined),
      quotedMsg: z.object({ body: z.string().optional() }).optional().catch(undefined),
      quotedParticipant: wid.optional().catch(undefined),
      latestEditSenderTimestampMs: z.number().optional().catch(undefined),
      parentMsgKey: z.object({ id: z.string() }).optional().catch(undefined),
      lat: z.number().optional().catch(undefined),
      lng: z.number().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})

const libraryCall = z.object({ id: z.string(), from: wid, isGroup: z.boolean().optional() })

/** @returns undefined for a call in a group, and for what is no call */
export function callOf(given: unknown): { readonly call: string; readonly chat: string } | undefined {
  const { success, data } = libraryCall.safeParse(given)
  return success && data.isGroup !== true ? { call: data.id, chat: data.from } : undefined
}

/** Elsewhere the body is a preview picture or a card. */
const withText = new Set(['chat', 'buttons_response', 'list_response', 'template_button_reply'])

/**
 * @param me our own id, to know whether a group speaks to us
 * @returns undefined for our own messages and for what is no message
 */
export function messageOf(given: unknown, me: string | undefined): HeardMessage | undefined {
  const parsed = libraryMessage.safeParse(given)
  if (!parsed.success || parsed.data.id.fromMe || parsed.data.isStatus) return undefined
  const { id, from, type, timestamp, body, mentionedIds, _data: data } = parsed.data
  const { lat: latitude, lng: longitude, parentMsgKey: album, latestEditSenderTimestampMs: edited } = data ?? {}
  const quoted = data?.quotedMsg && {
    ...(data.quotedStanzaID !== undefined && { id: data.quotedStanzaID }),
    ...(data.quotedMsg.body !== undefined && { text: data.quotedMsg.body }),
  }
  const group = from.endsWith('@g.us')
  const forUs = group && me !== undefined && (mentionedIds?.includes(me) || data?.quotedParticipant === me)
  return {
    id: id.id,
    chat: from,
    type,
    seconds: timestamp ?? Math.floor(Date.now() / 1000),
    // What a group says is none of our business.
    ...(!group && withText.has(type) && body !== undefined && { text: body }),
    ...(latitude !== undefined && longitude !== undefined && { place: { latitude, longitude } }),
    ...(!group && quoted && { quoted }),
    ...(group && { forUs: forUs === true }),
    ...(edited !== undefined && { edited }),
    ...(album && { album: album.id }),
  }
}
