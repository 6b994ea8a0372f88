/** Every channel that people can reach, with its driver. A line here needs a file `<name of the driver's file>.test.ts`. */
import type { ChannelUnderTest } from './driver.ts'
import { httpApi } from './http.ts'
import { telegramPolling, telegramWebhook } from './telegram.ts'
import { webChat } from './web-chat.ts'
import { whatsappCloud } from './whatsapp-cloud.ts'
import { whatsappLinked } from './whatsapp-linked.ts'

export const channels: readonly ChannelUnderTest[] = [
  httpApi,
  telegramPolling,
  telegramWebhook,
  webChat,
  whatsappCloud,
  whatsappLinked,
]
