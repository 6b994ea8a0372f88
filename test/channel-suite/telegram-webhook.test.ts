import { describeChannel } from './suite.ts'
import { telegramWebhook } from './telegram.ts'

describeChannel(telegramWebhook)
