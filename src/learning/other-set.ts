/**
 * The views learnt from a set of examples that is not ours, or a part of ours: topics only. The encoder is the one that
 * ships; its head knows our topics alone, so it is left out.
 */
import { train } from '../understanding/classifier.ts'
import { trainDense } from '../understanding/dense.ts'
import type { Encoder } from '../understanding/encoder.ts'
import { asJudged, type Judged } from '../understanding/evaluate.ts'
import { indexEmbeddings } from '../understanding/nearest.ts'
import { judge, outOfScopeLabel, type Question } from '../understanding/understand.ts'
import { createViews } from '../understanding/views.ts'

export interface LabelledText {
  readonly text: string
  readonly label: string
}

export interface OtherSet {
  judge(text: string): Promise<Question>
}

/** Beyond this many examples the nearest ones take longer to find than they help. */
const mostNeighbours = 20_000

/**
 * @param embeddings one for each example; absent where the encoder is: the n-grams answer alone
 */
export function learnOtherSet(
  examples: readonly LabelledText[],
  embeddings?: readonly Float32Array[],
  encoder?: Encoder,
): OtherSet {
  const topic = train(examples)
  const dense =
    embeddings &&
    trainDense(examples.map(({ label }, at) => ({ label, embedding: embeddings[at] ?? new Float32Array() })))
  const neighbours =
    embeddings && examples.length <= mostNeighbours
      ? { index: indexEmbeddings(embeddings), labels: examples.map(({ label }) => label) }
      : undefined
  const views = createViews(
    { topic, language: topic, urgency: topic, ...(dense && { dense }), ...(neighbours && { neighbours }) },
    encoder && { ...encoder, labels: { ...encoder.labels, topic: [] } },
  )
  return {
    async judge(text) {
      const reading = await views.read(text)
      return judge(views.topics(reading), views.familiarity(reading, outOfScopeLabel))
    },
  }
}

/** Questions with their answers, one after the other, so that each has its own time. */
export async function judgeAll(
  set: OtherSet,
  rows: readonly { readonly text: string; readonly intent: string; readonly lang?: string | undefined }[],
): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const { text, intent, lang } of rows) {
    const started = performance.now()
    const question = await set.judge(text)
    judged.push({ ...asJudged(question, intent, performance.now() - started), ...(lang && { lang }) })
  }
  return judged
}
