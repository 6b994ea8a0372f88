import { describeChannel } from './suite.ts'
import { webChat } from './web-chat.ts'

describeChannel(webChat)
