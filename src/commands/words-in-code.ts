/**
 * Words of `locales/` and `locales/admin/` against the code that says them: a key that the code asks for and French does not have (the
 * person would read the key), and a key that nothing asks for. Found by reading the text of `src/`, since keys are
 * strings: `say('choice.menu')`, `words(language, 'telegram.groups')`, `` say(`situation.${one}`) ``.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../errors.ts'
import { flattenWords } from '../knowledge/check-words.ts'
import type { Library } from '../knowledge/library.ts'

/** Words asked for by their whole key: `say(language, 'section.where'`, `words(reply.language, 'menu.title'`. */
const asked = /\b(?:say|words?)\(\s*(?:[\w.]+(?: \?\? '\w+')?,\s*)?'([a-z]+\.[\w.+-]+)'/g
/** Beginnings of keys whose end is known only while it runs: `` `situation.${situation}` ``. */
const begun = /`([a-z]+\.(?:[\w-]+\.)*)\$\{/g
/** Names of a record, as in `skip: true`, and of a choice, as in `who.refugee`. */
const named = /\b([A-Za-z][\w-]*)\??:/g

/** @param root folder that holds `src/` */
export function checkWordsInCode(root: string, library: Library): Finding[] {
  const french = frenchKeys(library)
  const code = readCode(root)
  const findings: Finding[] = []
  for (const { file, text } of code)
    for (const { 1: key = '', index } of text.matchAll(asked))
      if (!hasKey(french, key))
        findings.push({
          level: 'error',
          file,
          line: text.slice(0, index).split('\n').length,
          problem: `"${key}" is said, but it is in no French file of locales/`,
          remedy: 'add it to the files of all languages',
        })
  const whole = code.map(({ text }) => text).join('\n')
  const isQuoted = (text: string) => whole.includes(`'${text}'`) || whole.includes(`"${text}"`)
  const names = new Set(code.flatMap(({ text }) => [...text.matchAll(named)].map((found) => found[1] ?? '')))
  const beginnings = new Set(code.flatMap(({ text }) => [...text.matchAll(begun)].map((found) => found[1] ?? '')))
  for (const [key, file] of french) {
    const plain = withoutPlural(key)
    const dot = plain.lastIndexOf('.') + 1
    const ends = plain.slice(dot).split('+')
    const built = beginnings.has(plain.slice(0, dot)) && ends.every((end) => names.has(end) || isQuoted(end))
    if (!isQuoted(plain) && !built)
      findings.push({
        level: 'warning',
        file,
        problem: `"${key}" is said nowhere in src/`,
        remedy: 'take it out of the files of all languages',
      })
  }
  return findings
}

/** Key → the file that has it. */
function frenchKeys(library: Library): Map<string, string> {
  const files: readonly (readonly [file: string, words: object])[] = [
    ['locales/fr.json', library.locales.fr ?? {}],
    ...[...library.adminLocales].map(([name, { fr }]) => [`locales/admin/${name}.fr.json`, fr ?? {}] as const),
  ]
  return new Map(files.flatMap(([file, words]) => [...flattenWords(words).keys()].map((key) => [key, file] as const)))
}

function readCode(root: string): { readonly file: string; readonly text: string }[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ file: `src/${name.replaceAll('\\', '/')}`, text: readFileSync(join(root, 'src', name), 'utf8') }))
}

/** i18next keeps plurals under `key_one`, `key_other` and so on. */
function hasKey(words: ReadonlyMap<string, unknown>, key: string): boolean {
  return words.has(key) || words.has(`${key}_other`)
}

function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '')
}
