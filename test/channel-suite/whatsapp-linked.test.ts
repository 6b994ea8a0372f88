import { describeChannel } from './suite.ts'
import { whatsappLinked } from './whatsapp-linked.ts'

describeChannel(whatsappLinked)
