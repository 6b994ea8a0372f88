/** `dalil why`: how a text is understood and what decided it, so that an author sees which phrase to add. */
import { readUtterances, type Utterance } from '../knowledge/library.ts'
import { embedPhrases } from '../learning/embeddings.ts'
import { projectRoot } from '../root.ts'
import type { Encoder } from '../understanding/encoder.ts'
import { type Explanation, explain } from '../understanding/explain.ts'
import { indexEmbeddings } from '../understanding/nearest.ts'
import { outOfScopeLabel, thresholds } from '../understanding/understand.ts'
import { modelFolder } from './data-folder.ts'
import { openQuietBrain } from './quiet-brain.ts'

const nearestShown = 8

export async function why(words: readonly string[]): Promise<number> {
  const text = words.join(' ').trim()
  if (text === '') {
    process.stderr.write('Write the text: why "où voir un médecin ?"\n')
    return 2
  }
  const brain = await openQuietBrain()
  const parts = brain.parts()
  const explanation = await explain(text, parts)
  const nearest = await findNearest(explanation, parts.encoder)
  await brain.close()
  process.stdout.write(`${lines(explanation, nearest).join('\n')}\n`)
  return 0
}

interface Near {
  readonly phrase: Utterance
  readonly cosine: number
}

/**
 * Among the phrases of the likely topics and of `oos`: all 30,000 would take minutes the first time. Their embeddings
 * are kept, so the second call is quick.
 */
async function findNearest({ embedding, understanding }: Explanation, encoder?: Encoder): Promise<Near[]> {
  if (!embedding || !encoder) return []
  const likely = new Set<string>([
    outOfScopeLabel,
    ...(understanding.questions[0]?.ranked.slice(0, 3).map(({ topic }) => topic) ?? []),
  ])
  const phrases = readUtterances(projectRoot).utterances.filter(({ topic }) => likely.has(topic))
  const texts = phrases.map((phrase) => phrase.text)
  const index = indexEmbeddings(await embedPhrases(encoder, texts, modelFolder))
  return index.find(embedding, nearestShown).flatMap(({ at, cosine }) => {
    const phrase = phrases[at]
    return phrase ? [{ phrase, cosine }] : []
  })
}

function lines({ understanding, ...why }: Explanation, nearest: readonly Near[]): string[] {
  const [question] = understanding.questions
  const { language, urgency, entities } = understanding
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`
  const best = (ranked: readonly { label: string; confidence: number }[]) =>
    ranked
      .slice(0, 3)
      .map(({ label, confidence }) => `${label} ${percent(confidence)}`)
      .join(', ')
  const found = Object.entries(entities).filter(
    ([, value]) => value !== false && !(Array.isArray(value) && !value.length),
  )
  const carrying = why.words.filter(({ carries }) => Math.abs(carries) >= 0.01).sort((a, b) => b.carries - a.carries)
  return [
    `language      ${language.code} ${percent(language.confidence)}`,
    `n-grams read  ${why.normalised}`,
    `encoder reads ${why.encoderText}`,
    `found         ${found.map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(', ') || 'no city, no situation'}`,
    '',
    `danger        ${urgency ? `${urgency.urgent}, ${urgency.sure ? 'sure: its card comes first' : 'perhaps: one line above the answer'}` : 'none'}`,
    `  list        ${why.danger.listed ?? 'no phrase'}${why.danger.takenBack ? ', taken back (past, or a question on a subject)' : ''}`,
    `  views       ${best(why.danger.ranked)}`,
    '',
    ...why.opinions.map(({ view, weight, ranked }) => `${view.padEnd(10)} × ${weight.toFixed(2)} ${best(ranked)}`),
    `together          ${best((question?.ranked ?? []).map(({ topic, confidence }) => ({ label: topic, confidence })))}`,
    `out of scope      ${percent(question?.outOfScope ?? 1)}`,
    '',
    ...understanding.questions.map(({ decision }) => `decision      ${describeDecision(decision)}`),
    `thresholds    answered from ${percent(thresholds.answer)}; ours where log-odds ${question?.scope.toFixed(1) ?? '–'} reach ${thresholds.scope}; offered from ${percent(thresholds.clarify)}`,
    '',
    `words that carry the best topic (what is lost without each): ${carrying.map(({ word, carries }) => `${word} ${percent(carries)}`).join(', ') || 'none alone'}`,
    '',
    `nearest phrases of the likely topics:`,
    ...nearest.map(
      ({ phrase, cosine }) => `  ${cosine.toFixed(2)} ${phrase.topic} (${phrase.language}) ${phrase.text}`,
    ),
  ]
}

function describeDecision(decision: NonNullable<Explanation['understanding']['questions'][0]>['decision']): string {
  if (decision.kind === 'answer') return `answers ${decision.topic}`
  if (decision.kind === 'clarify') return `asks: ${decision.between.filter(Boolean).join(' or ')}?`
  return 'says that it does not know'
}
