import { describeChannel } from './suite.ts'
import { telegramPolling } from './telegram.ts'

describeChannel(telegramPolling)
