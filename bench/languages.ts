/**
 * The language of short messages: ours against well-known identifiers, on the even lines of the development set. They
 * know no Darija or Arabizi, and only franc knows Wolof, so all are also judged on the five languages that they share,
 * Darija counted as Arabic. Each stands there twice: choosing among all its languages, and told which ones there can be.
 *
 *   node bench/languages.ts
 *
 * None has an install script; franc brings three small packages, the others none. `eld/large` is the largest of its four
 * sets of n-grams.
 */
import { join } from 'node:path'
import { eld } from 'eld/large'
import { franc } from 'franc'
import { detect } from 'tinyld'
import { chooseHalf, readQuestions } from '../src/commands/questions.ts'
import { openQuietBrain } from '../src/commands/quiet-brain.ts'
import { projectRoot } from '../src/root.ts'

const lines = chooseHalf(readQuestions(join(projectRoot, 'test/eval/development.jsonl')), '2') ?? []

const shared = ['fr', 'ar', 'en', 'es', 'pt']
/** Of ISO 639-3, as franc writes it; `und` is no answer. */
const short: Readonly<Record<string, string>> = {
  fra: 'fr',
  arb: 'ar',
  ary: 'ar',
  eng: 'en',
  spa: 'es',
  por: 'pt',
  wol: 'wo',
  und: '',
}

const eldOfFive = eld.newInstance()
eldOfFive.setLanguageSubset(shared)
const francOfSix = { minLength: 1, only: ['fra', 'arb', 'eng', 'spa', 'por', 'wol'] }

type Guess = (text: string) => Promise<string> | string

const rows = [
  await rowOf('ours', await ours(true)),
  await rowOf('ours, n-grams alone', await ours(false)),
  await rowOf('eld', (text) => eld.detect(text).language),
  await rowOf('eld, told the five', (text) => eldOfFive.detect(text).language),
  await rowOf('tinyld', (text) => detect(text)),
  await rowOf('tinyld, told the five', (text) => detect(text, { only: shared })),
  await rowOf('franc', (text) => shortCode(franc(text, { minLength: 1 }))),
  await rowOf('franc, told the five and Wolof', (text) => shortCode(franc(text, francOfSix))),
]
process.stdout.write(
  `| | all ${lines.length} | fr, ar, en, es, pt | no answer | median µs |\n|---|---|---|---|---|\n${rows.join('\n')}\n`,
)

/** A language that is none of ours stays as it is: a wrong answer, not none. */
function shortCode(code: string): string {
  return short[code] ?? code
}

async function ours(withEncoder: boolean): Promise<Guess> {
  const brain = await openQuietBrain({ withEncoder })
  await brain.learnt() // where phrases have changed since
  const understander = brain.understander()
  await understander.understand('bonjour')
  return async (text) => (await understander.understand(text)).language.code
}

async function rowOf(name: string, guess: Guess): Promise<string> {
  let right = 0
  let rightShared = 0
  let inShared = 0
  let silent = 0
  const micros: number[] = []
  for (const { text, lang = '' } of lines) {
    const started = performance.now()
    const code = await guess(text)
    micros.push((performance.now() - started) * 1000)
    if (code === '' || code === 'unknown') silent += 1
    if (code === lang) right += 1
    const plain = (language: string) => (language === 'ary' ? 'ar' : language)
    if (!shared.includes(plain(lang))) continue
    inShared += 1
    if (plain(code) === plain(lang)) rightShared += 1
  }
  micros.sort((a, b) => a - b)
  const percent = (count: number, of: number) => `${((count / of) * 100).toFixed(1)} %`
  const median = Math.round(micros[Math.floor(micros.length / 2)] ?? 0)
  return `| ${name} | ${percent(right, lines.length)} | ${percent(rightShared, inShared)} | ${percent(silent, lines.length)} | ${median} |`
}
