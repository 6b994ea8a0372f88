/**
 * A message → the words of the glossary whose meaning it asks for: "c'est quoi le récépissé ?", "RNP meaning",
 * "شنو هو الريسيبيسي". A way to ask and a word must stand side by side, with nothing but articles between them, so that
 * "what is the address of UNHCR" is no such question. Lists are in `content/glossary.yaml`; nothing is learnt.
 */
import type { Term } from '../knowledge/glossary.ts'
import type { Library } from '../knowledge/library.ts'
import { indexNames, type NearNames } from '../understanding/names.ts'
import { normalise } from '../understanding/normalise.ts'
import { allOf } from './word-lists.ts'

export interface AskedWords {
  /** One to three, in the order asked. */
  readonly terms: readonly Term[]
  /** How many words of the message say something else. */
  readonly otherWords: number
}

/** More than three explanations are no longer read. */
const mostTerms = 3

/** Runs for every message: a few look-ups a word; typing errors are looked for only where something is asked. */
export function findAskedWords(library: Library, text: string): AskedWords | undefined {
  const lists = listsOf(library)
  const words = normalise(text).split(' ')
  const asks = words.flatMap((_, from) => findAsk(lists, words, from) ?? [])
  if (asks.length === 0) return undefined
  const spans = findTerms(lists, words, asks)
  for (const ask of asks) {
    // Behind its word a way to ask ends the message: "je suis réfugié, c'est quoi mes droits" asks something else.
    const ends = onlyBetween(lists, words, ask.to, words.length)
    const touching = (span: Span) =>
      onlyBetween(lists, words, ask.to, span.from) || (ends && onlyBetween(lists, words, span.to, ask.from))
    const first = spans.findIndex(touching)
    if (first < 0) continue
    const asked = spans.slice(first, first + 1)
    // "le RNP et le RSU": what is joined to an asked word is asked too.
    for (const span of spans.slice(first + 1)) {
      const before = asked.at(-1)
      if (!before || asked.length === mostTerms || !onlyBetween(lists, words, before.to, span.from)) break
      asked.push(span)
    }
    const from = Math.min(ask.from, ...asked.map((span) => span.from))
    const to = Math.max(ask.to, ...asked.map((span) => span.to))
    return { terms: [...new Set(asked.map(({ term }) => term))], otherWords: words.length - (to - from) }
  }
  return undefined
}

interface Range {
  readonly from: number
  /** The place after its last word. */
  readonly to: number
}
type Span = Range & { readonly term: Term }

interface Lists {
  /** Ways to ask by their first word, longest first. */
  readonly asks: ReadonlyMap<string, readonly (readonly string[])[]>
  readonly between: ReadonlySet<string>
  readonly names: ReadonlyMap<string, Term>
  readonly near: NearNames<Term>
  readonly longestName: number
}

function findAsk(lists: Lists, words: readonly string[], from: number): Range | undefined {
  const found = lists.asks.get(words[from] ?? '')?.find((ask) => ask.every((word, at) => word === words[from + at]))
  return found && { from, to: from + found.length }
}

/** Words of the glossary in the message, none over another, none over a way to ask. */
function findTerms(lists: Lists, words: readonly string[], asks: readonly Range[]): Span[] {
  const spans: Span[] = []
  for (let from = 0; from < words.length; from++) {
    const span = longestTerm(lists, words, from)
    if (!span || asks.some((ask) => ask.from < span.to && span.from < ask.to)) continue
    spans.push(span)
    from = span.to - 1
  }
  return spans
}

function longestTerm(lists: Lists, words: readonly string[], from: number): Span | undefined {
  for (let length = Math.min(lists.longestName, words.length - from); length >= 1; length--) {
    const [first = '', ...others] = words.slice(from, from + length)
    for (const beginning of unglued(first)) {
      const name = [beginning, ...others].join(' ')
      const term = lists.names.get(name) ?? lists.near.find(name)
      if (term) return { term, from, to: from + length }
    }
  }
  return undefined
}

/** Arabic writes "and", "to", "the" as letters of the word: "والوصل", "للوصل"; Darija in Latin letters "lbra". */
function unglued(word: string): string[] {
  const bare = word.replace(/^[وفلب]?(ال|لل)(?=.{2})/u, '')
  return [
    ...new Set([
      word,
      bare,
      `ال${bare}`,
      word.replace(/^[وفلب](?=\p{Script=Arabic}{3})/u, ''),
      word.replace(/^l(?=[a-z]{3})/, ''),
    ]),
  ]
}

function onlyBetween(lists: Lists, words: readonly string[], from: number, to: number): boolean {
  return from <= to && words.slice(from, to).every((word) => lists.between.has(word))
}

/** Built once for each library that is loaded. */
const built = new WeakMap<Library, Lists>()

function listsOf(library: Library): Lists {
  const known = built.get(library)
  if (known) return known
  const lists = buildLists(library)
  built.set(library, lists)
  return lists
}

function buildLists({ glossary }: Library): Lists {
  const asks = new Map<string, string[][]>()
  for (const ask of allOf(glossary.asks)) {
    const [first = '', ...others] = normalise(ask).split(' ')
    asks.set(first, [...(asks.get(first) ?? []), [first, ...others]])
  }
  for (const list of asks.values()) list.sort((a, b) => b.length - a.length)
  const names = new Map(
    glossary.terms.flatMap((term) => allOf(term.names).map((name) => [normalise(name), term] as const)),
  )
  return {
    asks,
    between: new Set(allOf(glossary.between).flatMap((word) => normalise(word).split(' '))),
    names,
    near: indexNames([...names].map(([name, value]) => ({ name, value }))),
    longestName: Math.max(0, ...[...names.keys()].map((name) => name.split(' ').length)),
  }
}
