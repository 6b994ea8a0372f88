/** The thread in which the n-grams are learnt, while others read the phrases for the encoder. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Utterance } from '../knowledge/library.ts'
import { trainGrams } from './grams.ts'

parentPort?.postMessage(trainGrams(workerData as readonly Utterance[])) // given by learnGrams()
