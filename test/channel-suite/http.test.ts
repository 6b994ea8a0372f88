import { httpApi } from './http.ts'
import { describeChannel } from './suite.ts'

describeChannel(httpApi)
