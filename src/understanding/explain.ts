/**
 * A text → why it was understood so, for authors: what each view says, which words carry the decision. Asked by hand,
 * so it may take a second; nothing on the path of a message comes here.
 */
import type { TopicId, UrgencyKind } from '../message.ts'
import type { Ranked } from './classifier.ts'
import { encoderText, normalise, normaliseWords, visibleText } from './normalise.ts'
import { findPhrase } from './phrase.ts'
import { createUnderstander, type UnderstanderParts, type Understanding } from './understand.ts'
import { createViews, type Opinion } from './views.ts'

export interface Explanation {
  /** As the n-grams read it. */
  readonly normalised: string
  /** As the encoder reads it. */
  readonly encoderText: string
  readonly understanding: Understanding
  readonly opinions: readonly Opinion[]
  /** Words in order, as they are written; `carries` is how much of the best topic's probability is lost when the word is left out. */
  readonly words: readonly { readonly word: string; readonly carries: number }[]
  readonly danger: {
    readonly ranked: readonly Ranked[]
    /** Kind of the danger phrase that stands in the text. */
    readonly listed?: UrgencyKind
    /** A phrase says that it is past, or a question on a subject. */
    readonly takenBack: boolean
  }
  /** Of length 1; absent where the encoder does not run. */
  readonly embedding?: Float32Array
}

/** Words of a longer text are not left out in turn: the end of a story seldom decides. */
const mostWords = 60

export async function explain(text: string, parts: UnderstanderParts): Promise<Explanation> {
  const views = createViews(parts.models, parts.encoder)
  const visible = visibleText(text)
  const normalised = normalise(visible)
  const understanding = await createUnderstander(parts).understand(text)
  const whole = await views.read(visible)
  const listed = findPhrase(parts.danger.kinds, normalised.split(' '))?.value
  return {
    normalised,
    encoderText: encoderText(visible),
    understanding,
    opinions: views.opinions(whole).topics,
    words: await weighWords(visible, understanding.questions[0]?.ranked[0]?.topic),
    danger: {
      ranked: views.dangers(whole),
      ...(listed && { listed }),
      takenBack: findPhrase(parts.danger.calm, normalised.split(' ')) !== undefined,
    },
    ...(whole.encoding && { embedding: whole.encoding.embedding }),
  }

  async function weighWords(message: string, topic: TopicId | undefined): Promise<Explanation['words']> {
    const words = normaliseWords(message).slice(0, mostWords)
    if (topic === undefined || words.length < 2) return []
    const probability = async (shorter: string) =>
      views.topics(await views.read(shorter)).find(({ label }) => label === topic)?.confidence ?? 0
    const full = await probability(message)
    const weighed: { word: string; carries: number }[] = []
    for (const { from, to } of words)
      weighed.push({
        word: message.slice(from, to),
        carries: full - (await probability(message.slice(0, from) + message.slice(to))),
      })
    return weighed
  }
}
