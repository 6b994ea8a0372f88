/** A token → the addresses that start the talk, one for each channel that this Dalil can be reached by. */
import { referralPrefix } from '../message.ts'

/** How people reach this Dalil. */
export interface Reach {
  /** `https://dalil.example.org` */
  readonly web?: string
  /** Name of the bot, without @. */
  readonly telegram?: string
  /** International number without plus, for `wa.me`. */
  readonly whatsapp?: string
}

export interface ReferralLink {
  readonly channel: 'web' | 'telegram' | 'whatsapp'
  readonly address: string
}

/** @param token absent: to the channel itself, as on a share card */
export function makeLinks(reach: Reach, token?: string): ReferralLink[] {
  const { web, telegram, whatsapp } = reach
  const telegramStart = token === undefined ? '' : `?start=${token}`
  const whatsappText = token === undefined ? '' : `?text=${referralPrefix}${token}`
  return [
    ...(web ? [{ channel: 'web', address: token === undefined ? `${web}/` : `${web}/r/${token}` } as const] : []),
    ...(telegram ? [{ channel: 'telegram', address: `https://t.me/${telegram}${telegramStart}` } as const] : []),
    ...(whatsapp ? [{ channel: 'whatsapp', address: `https://wa.me/${whatsapp}${whatsappText}` } as const] : []),
  ]
}
