/**
 * Writes the figures of bench/README.md: runs each measurement as its command and puts what it prints between the marks
 * of its section. All of them take about twenty minutes; name some to run only those.
 *
 *   npm run figures [-- development public …]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measures, percent } from '../src/commands/figures.ts'
import { projectRoot } from '../src/root.ts'
import type { Figures } from '../src/understanding/evaluate.ts'

const readme = join(projectRoot, 'bench/README.md')
const development = ['--test', 'test/eval/development.jsonl', '--half', '2']
const realStyle = '../shared/eval/real-style.jsonl'

/** Section → its table. Sets that are not on this machine leave their section as it was. */
const sections: Readonly<Record<string, () => string | undefined>> = {
  development: () =>
    sideBySide({
      'all views': evaluated(development),
      'n-grams alone': evaluated([...development, '--without-encoder']),
    }),
  'real-style': () =>
    existsSync(realStyle) ? sideBySide({ 'all views': evaluated(['--test', realStyle]) }) : undefined,
  public: () => {
    const sets = { 'HINT3 Curekart': 'hint3-curekart', CLINC150: 'clinc150' }
    const folder = '../shared/eval'
    if (!existsSync(folder)) return undefined
    const figures = Object.entries(sets).map(([name, set]) => [
      name,
      evaluated(['--train', `${folder}/${set}/train.jsonl`, '--test', `${folder}/${set}/test.jsonl`]),
    ])
    return sideBySide(Object.fromEntries(figures))
  },
  'cross-validation': () => sideBySide({ 'phrases held back': evaluated(['--cross-validate']) }),
  'learning-curve': () => printed(['bench/learning-curve.ts']),
  peers: () => printed(['bench/peers.ts']),
  languages: () => printed(['bench/languages.ts']),
  'whatsapp-cloud': () => printed(['bench/whatsapp-cloud.ts']),
  'whatsapp-linked': () => printed(['bench/whatsapp-linked.ts']),
  signals: () => printed(['bench/signals.ts']),
  admin: () => printed(['bench/admin.ts']),
  serving: () => `${printed(['bench/chat-api.ts'])}\n\n${printed(['bench/match.ts'])}`,
}

const named = process.argv.slice(2)
const unknown = named.filter((name) => !sections[name])
if (unknown.length > 0) {
  process.stderr.write(
    `There is no section "${unknown.join('", "')}". Sections: ${Object.keys(sections).join(', ')}.\n`,
  )
  process.exit(2)
}
for (const [name, measure] of Object.entries(sections)) {
  if (named.length > 0 && !named.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  const table = measure()
  if (table) putBetweenMarks(name, table)
}
// The linter aligns tables; the file is then as a commit wants it.
spawnSync('npx', ['biome', 'check', '--write', 'bench/README.md'], { cwd: projectRoot, stdio: 'ignore' })

function putBetweenMarks(name: string, table: string): void {
  const text = readFileSync(readme, 'utf8')
  const [start, end] = [`<!-- figures: ${name} -->`, '<!-- end -->']
  const from = text.indexOf(start)
  const to = text.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`bench/README.md has no marks for "${name}"`)
  writeFileSync(readme, `${text.slice(0, from + start.length)}\n\n${table.trim()}\n\n${text.slice(to)}`)
}

function printed(words: readonly string[]): string {
  const run = spawnSync(process.execPath, words, { cwd: projectRoot, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (run.status !== 0) throw new Error(`node ${words.join(' ')} ended with ${run.status}: ${run.stderr.slice(-500)}`)
  return run.stdout
}

function evaluated(options: readonly string[]): Figures {
  return JSON.parse(printed(['src/cli.ts', 'eval', ...options, '--json'])) as Figures // written by the command itself
}

function sideBySide(columns: Readonly<Record<string, Figures>>): string {
  const all = Object.values(columns)
  const languages = [...new Set(all.flatMap(({ byLanguage }) => Object.keys(byLanguage)))].filter(
    (name) => name !== 'unknown',
  )
  const cells = [
    ...measures
      .map(([name, cell]) => [name, ...all.map(cell)])
      .filter(([, ...values]) => values.some((value) => value !== '–')),
    ...languages.map((name) => [
      `top-1 in ${name} (${all[0]?.byLanguage[name]?.rows ?? 0})`,
      ...all.map(({ byLanguage }) => percent(byLanguage[name]?.top1 ?? null)),
    ]),
  ]
  return [
    `| | ${Object.keys(columns).join(' | ')} |`,
    `|---|${'---|'.repeat(all.length)}`,
    ...cells.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')
}
