/**
 * Well-known ways to match a message to an intent, and ours: same data, same machine, one run. Each has a process of
 * its own, one after the other, so that none pays for the memory of another.
 *
 *   node bench/peers.ts [--train A.jsonl --test B.jsonl] [--untuned DIR] [--only WORD]
 *
 * Without files it learns the phrases of `intents/` and answers the even lines of the development set. Lines are
 * `{"text", "intent", "lang"?}`, `oos` is out of scope. DIR holds an encoder that was not tuned on our phrases, as
 * `training/export.py` writes one. `--only` runs the ways that have this word in their name.
 *
 * Not for: tuning. A peer is used as its manual shows, ours as it ships. One file, though a long one: whoever doubts a
 * row of the table finds the way and how it was measured in one place.
 */
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { modelFolder } from '../src/commands/data-folder.ts'
import { chooseHalf, type QuestionLine, readQuestions } from '../src/commands/questions.ts'
import { openQuietBrain } from '../src/commands/quiet-brain.ts'
import { readUtterances } from '../src/knowledge/library.ts'
import { embedPhrases } from '../src/learning/embeddings.ts'
import { readEncoderFiles } from '../src/learning/encoder-files.ts'
import { type LabelledText, learnOtherSet, type OtherSet } from '../src/learning/other-set.ts'
import { projectRoot } from '../src/root.ts'
import { type EncoderFiles, openEncoder } from '../src/understanding/encoder.ts'
import { evaluate, type Figures, type Judged } from '../src/understanding/evaluate.ts'
import { indexEmbeddings, type NearestIndex } from '../src/understanding/nearest.ts'
import { outOfScopeLabel, type Question } from '../src/understanding/understand.ts'

interface Example extends LabelledText {
  readonly lang?: string | undefined
}

/** A label with the peer's own score: higher is better, any scale. */
interface Scored {
  readonly label: string
  readonly score: number
}

interface Peer {
  /** Is awaited; what it gives is not used. */
  learn(examples: readonly Example[]): unknown
  /** Best first, `oos` among them where it was taught. */
  rank(text: string): readonly Scored[] | Promise<readonly Scored[]>
  /** Said beside the learning time, where that alone would mislead. */
  readonly remark?: string
}

interface Task {
  readonly name: string
  readonly examples: readonly Example[]
  readonly rows: readonly QuestionLine[]
  /** The examples are the phrases of `intents/`. */
  readonly own: boolean
  readonly untuned: string | undefined
}

interface Result {
  readonly figures: Figures
  readonly learnSeconds: number
  readonly remark: string | undefined
  readonly megabytes: number
}

/** Packages without types are seen through the few lines of them that are used here. */
const require = createRequire(import.meta.url)

/** After this long a way has shown how slow it is; the messages come in an order of which any first part is a fair sample. */
const mostSeconds = 60
/** But no figure comes from less than this: of 60 messages a share is known to 6 points. */
const fewestMessages = 60

/** One line a way; a new one is a function that gives a `Peer`. */
const peers: Readonly<Record<string, (task: Task) => Promise<Peer>>> = {
  'fuse.js': fuse,
  minisearch,
  'natural, Bayes': bayes,
  'natural, logistic regression': logisticRegression,
  'NLP.js': nlpjs,
  'nearest phrase, untuned encoder': ({ untuned, own }) => nearest(untuned ? readUntuned(untuned) : undefined, own),
  'nearest phrase, our encoder': ({ own }) => nearest(readEncoderFiles(projectRoot), own),
  'Dalil, n-grams alone': ({ own }) => (own ? shipped(false) : learntAnew(false)),
  Dalil: ({ own }) => (own ? shipped(true) : learntAnew(true)),
}

/** All phrases in one list, the closest spelling wins; its defaults. (`ignoreLocation` finds two more of a hundred on HINT3.) */
async function fuse(): Promise<Peer> {
  const { default: Fuse } = await import('fuse.js')
  const index = new Fuse<Example>([], { keys: ['text'], includeScore: true })
  return {
    learn: (examples) => index.setCollection(examples),
    rank: (text) =>
      bestOfEach(index.search(text, { limit: 200 }).map(({ item, score = 1 }) => scored(item.label, 1 - score))),
  }
}

/** BM25 over the phrases. `fuzzy` finds one or two more of a hundred than exact words do; with `prefix` it is fewer. */
async function minisearch(): Promise<Peer> {
  const { default: MiniSearch } = await import('minisearch')
  const index = new MiniSearch<Example & { id: number }>({ fields: ['text'], storeFields: ['label'] })
  return {
    learn: (examples) => index.addAll(examples.map((example, id) => ({ ...example, id }))),
    rank: (text) => bestOfEach(index.search(text, { fuzzy: 0.2 }).map(({ label, score }) => scored(label, score))),
  }
}

/** Its values are likelihoods: as shares of their sum, or a short message would always look better than a long one. */
async function bayes(): Promise<Peer> {
  const { learn, rank } = naturalPeer('BayesClassifier')
  return {
    learn,
    async rank(text) {
      const ranked = await rank(text)
      const sum = ranked.reduce((total, { score }) => total + score, 0)
      return ranked.map(({ label, score }) => scored(label, sum > 0 ? score / sum : 0))
    },
  }
}

/**
 * Its time is that of examples × labels × words × rounds: the 600 examples of HINT3 take 40 s, 270 of ours took five
 * minutes. Of a larger set than HINT3 it learns a few of each label, which says more of its time than of its answers.
 */
async function logisticRegression(): Promise<Peer> {
  const { learn, rank } = naturalPeer('LogisticRegressionClassifier')
  let sample: readonly Example[] = []
  return {
    rank,
    learn(examples) {
      sample = examples.length <= 600 ? examples : spreadOverLabels(examples, 120)
      return learn(sample)
    },
    get remark() {
      return `from ${sample.length} examples`
    },
  }
}

interface Apparatus {
  addExample(words: number[], label: string): void
  train(): void
  getClassifications(words: number[]): { label: string; value: number }[]
}

/**
 * The classifiers of `natural` are those of its authors' package apparatus, fed with a 1 for each word that a text has.
 * That comes with one dependency; natural 8 itself brings the clients of three databases and 34 MB of WordNet. As there,
 * words that say little are left out. Words are not stemmed: natural's stemmer is for English and drops Arabic letters.
 * (natural 6.5 with its own tokenizer: HINT3 45.6 % right; our questions 43.6 %, with these words 61.6 %.)
 */
function naturalPeer(kind: 'BayesClassifier' | 'LogisticRegressionClassifier'): Peer {
  const kinds = require('apparatus') as Record<typeof kind, new () => Apparatus> // has no types
  const classifier = new kinds[kind]()
  const idle = stopwords()
  const wordsOf = (text: string) =>
    (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !idle.has(word))
  const places = new Map<string, number>()
  const vectorOf = (text: string): number[] => {
    const vector: number[] = new Array(places.size).fill(0)
    for (const word of wordsOf(text)) {
      const place = places.get(word)
      if (place !== undefined) vector[place] = 1
    }
    return vector
  }
  return {
    learn(examples) {
      for (const { text } of examples)
        for (const word of wordsOf(text)) if (!places.has(word)) places.set(word, places.size)
      for (const { text, label } of examples) classifier.addExample(vectorOf(text), label)
      classifier.train()
    },
    rank: (text) => classifier.getClassifications(vectorOf(text)).map(({ label, value }) => scored(label, value)),
  }
}

/** The lists of NLP.js, which are here already: English as in natural, and the languages that natural's lack. */
function stopwords(): Set<string> {
  const words = new Set<string>()
  for (const name of languagePacks) {
    const List = languagePack(name)[`Stopwords${name}`] as new () => { dictionary: object } // has no types
    for (const word of Object.keys(new List().dictionary)) words.add(word)
  }
  return words
}

interface Nlp {
  readonly container: { use(plugin: unknown): void }
  addLanguage(locales: string[]): void
  addDocument(locale: string, text: string, intent: string): void
  train(): Promise<unknown>
  process(text: string): Promise<{ classifications?: { intent: string; score: number }[] }>
}

/**
 * A network for each language, after NLP.js has guessed which one it is. `@nlpjs/nlp` with five languages is 16 small
 * packages of one family; `@nlpjs/basic` and `node-nlp` bring dozens of others and match with these same ones.
 */
async function nlpjs(): Promise<Peer> {
  const { Nlp } = require('@nlpjs/nlp') as { Nlp: new (settings: object) => Nlp } // has no types
  const nlp = new Nlp({ autoSave: false, autoLoad: false, calculateSentiment: false, nlu: { log: false } })
  for (const name of languagePacks) nlp.container.use(languagePack(name)[`Lang${name}`])
  return {
    async learn(examples) {
      nlp.addLanguage([...new Set(examples.map(localeOf))])
      for (const example of examples) nlp.addDocument(localeOf(example), example.text, example.label)
      await nlp.train()
    },
    async rank(text) {
      const { classifications = [] } = await nlp.process(text)
      return classifications.map(({ intent, score }) => scored(intent === 'None' ? outOfScopeLabel : intent, score))
    },
  }
}

const languagePacks = ['Ar', 'En', 'Es', 'Fr', 'Pt']

function languagePack(name: string): Record<string, unknown> {
  return require(`@nlpjs/lang-${name.toLowerCase()}`) as Record<string, unknown> // has no types
}

/** It knows no Darija, Arabizi or Wolof: they go to the language that they share letters and loan words with. */
function localeOf({ lang = 'en' }: Example): string {
  if (lang === 'ary') return 'ar'
  return ['ar', 'en', 'es', 'fr', 'pt'].includes(lang) ? lang : 'fr'
}

/** The intent of the phrase whose embedding is nearest, seen from the centre of all. */
async function nearest(files: EncoderFiles | undefined, own: boolean): Promise<Peer> {
  if (!files) throw new Error('there is no encoder')
  const encoder = await openEncoder(files)
  let index: NearestIndex = indexEmbeddings([])
  let labels: readonly string[] = []
  let places = new Int32Array()
  return {
    async learn(examples) {
      const texts = examples.map(({ text }) => text)
      // Our own phrases take minutes; what `dalil train` made of them is kept, and so is what is made here.
      const embeddings = own
        ? await embedPhrases(encoder, texts, modelFolder)
        : (await encoder.encodeAll(texts)).map(({ embedding }) => embedding)
      index = indexEmbeddings(embeddings)
      labels = [...new Set(examples.map(({ label }) => label))]
      places = Int32Array.from(examples, ({ label }) => labels.indexOf(label))
    },
    ...(own && { remark: 'known embeddings kept' }),
    async rank(text) {
      const { embedding } = await encoder.encode(text)
      const cosines = index.cosines(embedding)
      const best = new Float32Array(labels.length).fill(-1)
      for (let at = 0; at < cosines.length; at++) {
        const place = places[at] as number // one for each embedding
        best[place] = Math.max(best[place] as number, cosines[at] as number)
      }
      return labels.map((label, place) => scored(label, best[place] ?? -1)).sort((a, b) => b.score - a.score)
    },
  }
}

/** Its heads were not tuned either: only the embedding is used. */
function readUntuned(folder: string): EncoderFiles {
  const model = join(folder, 'model.onnx')
  const id = createHash('sha256').update(readFileSync(model)).digest('hex').slice(0, 16)
  const tokenizer: unknown = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'))
  return { model, tokenizer, labels: { id, topic: [], urgency: [], language: [] } }
}

/** As in a talk that begins. Learning all phrases takes minutes, so that was done when they were last changed. */
async function shipped(withEncoder: boolean): Promise<Peer> {
  const brain = await openQuietBrain({ withEncoder })
  return {
    learn: () => brain.learnt(),
    remark: 'to load what was learnt before',
    rank: async (text) => scoresOf((await brain.understander().understand(text)).questions[0]),
  }
}

/** Another set, learnt as `dalil eval --train` does. */
async function learntAnew(withEncoder: boolean): Promise<Peer> {
  const files = withEncoder ? readEncoderFiles(projectRoot) : undefined
  const encoder = files && (await openEncoder(files))
  let set: OtherSet | undefined
  return {
    async learn(examples) {
      const encodings = await encoder?.encodeAll(examples.map(({ text }) => text))
      const embeddings = encodings?.map(({ embedding }) => embedding)
      set = learnOtherSet(examples, embeddings, encoder)
    },
    rank: async (text) => scoresOf(await set?.judge(text)),
  }
}

/** In nats; "out of scope" is placed so that the best topic is as far above it as the question is in scope. */
function scoresOf({ ranked, scope }: Question = nothing): Scored[] {
  const scores = ranked.map(({ topic, confidence }) => scored(topic, Math.log(confidence)))
  return [...scores, scored(outOfScopeLabel, (scores[0]?.score ?? 0) - scope)]
}

const nothing: Question = { ranked: [], outOfScope: 1, scope: -Infinity, decision: { kind: 'unknown' } }

function scored(label: string, score: number): Scored {
  return { label, score }
}

/** The best hit of each label. @param hits best first */
function bestOfEach(hits: readonly Scored[]): Scored[] {
  const best = new Map<string, Scored>()
  for (const hit of hits) if (!best.has(hit.label)) best.set(hit.label, hit)
  return [...best.values()]
}

/** Equally many of each label, as far as there are, from all over its examples. */
function spreadOverLabels(examples: readonly Example[], most: number): Example[] {
  const groups = Object.values(Object.groupBy(examples, ({ label }) => label)).map((group = []) => spread(group))
  const chosen: Example[] = []
  for (let turn = 0; chosen.length < Math.min(most, examples.length); turn++)
    chosen.push(...groups.flatMap((group) => group.slice(turn, turn + 1)))
  return chosen.slice(0, most)
}

/** In an order of which any first part is a fair sample, though files are sorted by language or topic. */
function spread<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item, at) => ({ item, key: (at * 7919) % items.length })) // a prime, so that places differ
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

/** In the process of one way: learns, answers, measures. */
async function measure(task: Task): Promise<Result> {
  const open = peers[task.name]
  if (!open) throw new Error(`no way is called ${task.name}`)
  const before = residentBytes()
  const started = performance.now()
  const peer = await open(task)
  await peer.learn(task.examples)
  const learnSeconds = (performance.now() - started) / 1000
  await peer.rank('bonjour') // a first answer may cost what the others do not
  const figures = evaluate(await judgeAll(peer, spread(task.rows)))
  return { figures, learnSeconds, remark: peer.remark, megabytes: (residentBytes() - before) / 1e6 }
}

async function judgeAll(peer: Peer, rows: readonly QuestionLine[]): Promise<Judged[]> {
  const judged: Judged[] = []
  const end = performance.now() + mostSeconds * 1000
  for (const { text, intent } of rows) {
    const started = performance.now()
    if (started > end && judged.length >= fewestMessages) break
    const ranking = await peer.rank(text)
    const millis = performance.now() - started
    const ranked = ranking
      .filter(({ label }) => label !== outOfScopeLabel)
      .map(({ label, score }) => ({ intent: label, confidence: score }))
    judged.push({ truth: intent, ranked, scope: scopeOf(ranking), decision: 'answer', millis })
  }
  return judged
}

/** The peer's score of its best answer; where "out of scope" was taught, its score speaks against that. */
function scopeOf(ranking: readonly Scored[]): number {
  const best = ranking.find(({ label }) => label !== outOfScopeLabel)
  const strange = ranking.find(({ label }) => label === outOfScopeLabel)
  return (best?.score ?? 0) - (strange?.score ?? 0)
}

function residentBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}

/** Starts a process for one way and waits for what it measures. */
async function measureApart(task: Task): Promise<Result> {
  const child = fork(import.meta.filename, ['--child'], { execArgv: ['--expose-gc'], serialization: 'advanced' })
  child.send(task)
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as Result)) // sent by `answerParent`
    child.once('exit', (code) => reject(new Error(`${task.name} ended with code ${code} and no figures`)))
  })
}

function answerParent(): void {
  process.once('message', async (task) => {
    const result = await measure(task as Task) // sent by `measureApart`
    process.send?.(result, () => process.exit(0))
  })
}

/** @throws where only one of the two files is named */
function readSets({ train, test }: { train?: string; test?: string }): Pick<Task, 'examples' | 'rows' | 'own'> {
  const [learnt, asked] = [readQuestions(train), readQuestions(test)]
  if (learnt && asked)
    return {
      examples: learnt.map(({ text, intent, lang }) => ({ text, label: intent, lang })),
      rows: asked,
      own: false,
    }
  if (learnt || asked) throw new Error('Name both files, --train and --test, or none.')
  const { utterances } = readUtterances(projectRoot)
  return {
    examples: utterances.map(({ text, topic, language }) => ({ text, label: topic, lang: language })),
    rows: chooseHalf(readQuestions(join(projectRoot, 'test/eval/development.jsonl')), '2') ?? [],
    own: true,
  }
}

async function compare(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { train: text, test: text, untuned: text, only: text } })
  const sets = readSets(values)
  const table: string[] = []
  for (const name of Object.keys(peers)) {
    if ((name.includes('untuned') && !values.untuned) || !name.includes(values.only ?? '')) continue
    process.stderr.write(`${name} …\n`)
    table.push(rowOf(name, await measureApart({ ...sets, name, untuned: values.untuned })))
  }
  process.stdout.write(
    `${sets.examples.length} examples, ${sets.rows.length} messages; a way that needs more than ${mostSeconds} s answers only some, ${fewestMessages} at least.\n\n` +
      '| way | messages | top-1 | top-3 | AUROC | learning | median ms | memory, MB |\n|---|---|---|---|---|---|---|---|\n' +
      table.join(''),
  )
}

function rowOf(name: string, { figures, learnSeconds, remark, megabytes }: Result): string {
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`
  const cells = [
    name,
    figures.rows,
    percent(figures.top1),
    percent(figures.top3),
    figures.auroc?.toFixed(3) ?? '–',
    `${learnSeconds.toFixed(1)} s${remark ? ` ${remark}` : ''}`,
    figures.medianMillis.toFixed(2),
    Math.round(megabytes),
  ]
  return `| ${cells.join(' | ')} |\n`
}

if (process.argv[2] === '--child') answerParent()
else await compare()
