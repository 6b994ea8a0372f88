/** The commands: `npm run --silent dalil -- <command>`. Exit codes: 0 well, 1 something is wrong, 2 the call is wrong. */
import { parseArgs } from 'node:util'
import { ask } from './commands/ask.ts'
import { check } from './commands/check.ts'
import { exportDirectory, importDirectory } from './commands/directory.ts'
import { evaluateSets } from './commands/eval.ts'
import { exportPages } from './commands/export.ts'
import { fit } from './commands/fit.ts'
import { liveChanges } from './commands/live-changes.ts'
import { match } from './commands/match.ts'
import { ngo } from './commands/ngo.ts'
import { phrases } from './commands/phrases.ts'
import { refuse } from './commands/refuse.ts'
import { report } from './commands/report.ts'
import { signals } from './commands/signals.ts'
import { simulate } from './commands/simulate.ts'
import { status } from './commands/status.ts'
import { train } from './commands/train.ts'
import { exportTable, importTable } from './commands/translate.ts'
import { user } from './commands/user.ts'
import { why } from './commands/why.ts'
import { DalilError, describeError } from './errors.ts'

interface Command {
  readonly usage: string
  readonly about: string
  readonly options: NonNullable<Parameters<typeof parseArgs>[0]>['options']
  /** @returns the exit code, or undefined where the process goes on */
  run(words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number | undefined>
}

const help = { help: { type: 'boolean', short: 'h' } } as const

const commands: Readonly<Record<string, Command>> = {
  ask: {
    usage: 'ask "question" [--lang fr] [--city tanger] [--status card|refugee|asylum-seeker|no-papers]',
    about: 'Answers a question in the terminal, as a chat would.',
    options: { ...help, lang: { type: 'string' }, city: { type: 'string' }, status: { type: 'string' } },
    run: ask,
  },
  match: {
    usage: 'match < utterances.txt',
    about: 'Reads utterances line by line and writes what was understood, one JSON object a line.',
    options: help,
    run: match,
  },
  why: {
    usage: 'why "text"',
    about: 'How a text is understood and what decided it: views, words, nearest phrases, thresholds.',
    options: help,
    run: why,
  },
  check: {
    usage: 'check [--json]',
    about: 'Validates content, intents and locales: file, line, what to do.',
    options: { ...help, json: { type: 'boolean' } },
    run: check,
  },
  status: {
    usage: 'status [--json]',
    about:
      'What there is of each topic in each language: words, phrases, when to read it again, how well it is understood.',
    options: { ...help, json: { type: 'boolean' } },
    run: status,
  },
  eval: {
    usage:
      'eval --test questions.jsonl [--train phrases.jsonl] [--half 1|2] [--without-encoder] [--json] | eval --cross-validate',
    about:
      'How well the shipped model, or the same views learnt from another set, understands a test set: lines of {"text","intent","lang"?,"urgent"?}, "oos" out of scope.',
    options: {
      ...help,
      test: { type: 'string' },
      train: { type: 'string' },
      half: { type: 'string' },
      'without-encoder': { type: 'boolean' },
      'cross-validate': { type: 'boolean' },
      json: { type: 'boolean' },
    },
    run: evaluateSets,
  },
  export: {
    usage:
      'export --html DIR [--chat https://dalil.example.org/] | export --csv FILE --lang xx | export --hsds FILE | export --hsds DIR --tables',
    about:
      'Writes every topic and city as pages of a folder, for a web space, a stick or a printer; all texts beside French as a table for a translator; or the directory of services as HSDS 3.0 (Open Referral), in one JSON file or a CSV file a table.',
    options: {
      ...help,
      html: { type: 'string' },
      chat: { type: 'string' },
      csv: { type: 'string' },
      lang: { type: 'string' },
      hsds: { type: 'string' },
      tables: { type: 'boolean' },
    },
    run: (words, options) => {
      if (options.hsds !== undefined) return exportDirectory(options)
      return options.csv === undefined ? exportPages(words, options) : exportTable(options)
    },
  },
  import: {
    usage: 'import --csv FILE --lang xx | import --hsds FILE|DIR',
    about:
      "Takes a translator's table back, says what changed, writes nothing where a reference got lost; or services of HSDS 3.0 into the directory.",
    options: { ...help, csv: { type: 'string' }, lang: { type: 'string' }, hsds: { type: 'string' } },
    run: (words, options) => (options.hsds === undefined ? importTable(words, options) : importDirectory(options)),
  },
  directory: {
    usage: 'directory export [--out FILE | --write]',
    about:
      'Changes of services that were approved at /admin/proposals and are live: as a patch for git, or written into content/services/.',
    options: { ...help, out: { type: 'string' }, write: { type: 'boolean' } },
    run: liveChanges,
  },
  fit: {
    usage: 'fit --on questions.jsonl [--half 1|2]',
    about: 'Weights of the views and thresholds that suit these questions; printed, to be copied into understanding/.',
    options: { ...help, on: { type: 'string' }, half: { type: 'string' } },
    run: fit,
  },
  ngo: {
    usage:
      'ngo add "NAME" [--service ID,…] | own CODE --service ID,… | list | close CODE | link CODE [--topic health.care] [--lang fr] [--city tanger] [--status card] | slips [CODE] --lang fr,ar [--channel web|telegram|whatsapp] [--out DIR]',
    about:
      'Organisations that refer people: their codes, their own services in the directory, links that start a talk at a topic, and sheets of eight slips to print.',
    options: {
      ...help,
      service: { type: 'string' },
      topic: { type: 'string' },
      lang: { type: 'string' },
      city: { type: 'string' },
      status: { type: 'string' },
      channel: { type: 'string' },
      out: { type: 'string' },
    },
    run: ngo,
  },
  phrases: {
    usage: 'phrases',
    about: 'Writes the training phrases as the encoder reads them, one JSON object a line (used by training/).',
    options: help,
    run: phrases,
  },
  train: {
    usage: 'train',
    about: 'Learns the phrases of intents/ and writes the model that ships with the project.',
    options: help,
    run: train,
  },
  signals: {
    usage: 'signals purge [--before 2025-01-01]',
    about: 'Merges weekly figures older than 24 months, or than the day given, to quarters.',
    options: { ...help, before: { type: 'string' } },
    run: signals,
  },
  simulate: {
    usage: 'simulate [--weeks 26] [--chats 5000] [--seed 1] [--data data-simulated] [--cells-only]',
    about:
      'Holds conversations that nobody had, into a database of its own that says so; with --cells-only years of weekly figures at once (--chats is then questions a week).',
    options: {
      ...help,
      weeks: { type: 'string' },
      chats: { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
      'cells-only': { type: 'boolean' },
    },
    run: simulate,
  },
  report: {
    usage: 'report --quarter 2026Q3 [--lang fr|ar|en] [--out FILE]',
    about:
      'Writes the report of a finished quarter for the steering committee: one HTML file, and beside it a PDF where Chromium is found.',
    options: { ...help, quarter: { type: 'string' }, lang: { type: 'string' }, out: { type: 'string' } },
    run: report,
  },
  user: {
    usage:
      'user add NAME --role secretariat|editor|ngo|admin [--organisation CODE] [--password] | user list | user disable|enable|log-out NAME | user reset NAME [--second-factor]',
    about:
      'Accounts of the secretariat: prints a one-time link with which a person sets the password, or takes a typed one. reset makes a new link, with --second-factor also for who lost the telephone.',
    options: {
      ...help,
      role: { type: 'string' },
      organisation: { type: 'string' },
      password: { type: 'boolean' },
      'second-factor': { type: 'boolean' },
    },
    run: user,
  },
  serve: { usage: 'serve', about: 'Starts the assistant, as npm start does.', options: help, run: serve },
}

/** Loaded only here: the other commands need no channel and no server. */
async function serve(): Promise<undefined> {
  const main = await import('./main.ts')
  await main.serve()
}

async function run(words: readonly string[]): Promise<number | undefined> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const lines = Object.values(commands).map(({ usage, about }) => `  ${usage}\n      ${about}`)
    ;(name === undefined ? process.stderr : process.stdout).write(
      `Usage: npm run --silent dalil -- <command>\n\n${lines.join('\n')}\n`,
    )
    return name === undefined ? 2 : 0
  }
  const command = commands[name]
  if (!command) return refuse(`There is no command "${name}". See --help.`)
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: rest, options: command.options ?? {}, allowPositionals: true })
  } catch (error) {
    return refuse(
      `${error instanceof Error ? error.message.split('\n')[0] : 'The options are wrong.'} Usage: ${command.usage}`,
    )
  }
  if (parsed.values.help) {
    process.stdout.write(`Usage: npm run --silent dalil -- ${command.usage}\n\n${command.about}\n`)
    return 0
  }
  return command.run(parsed.positionals, parsed.values)
}

// A reader that has seen enough (`| head`) closes the pipe: that is its right, and no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  const code = await run(process.argv.slice(2))
  if (code !== undefined) process.exitCode = code
} catch (error) {
  process.stderr.write(
    `${error instanceof DalilError ? error.message : `Something went wrong (${JSON.stringify(describeError(error))}).`}\n`,
  )
  process.exitCode = 1
}
