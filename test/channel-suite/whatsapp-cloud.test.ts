import { describeChannel } from './suite.ts'
import { whatsappCloud } from './whatsapp-cloud.ts'

describeChannel(whatsappCloud)
