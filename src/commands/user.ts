/** `dalil user`: accounts of the secretariat from the command line; the only way to the first one. Works while the service runs. */
import { resolve } from 'node:path'
import { type Account, type Accounts, createAccounts, linkHours, nameOf, newAccount } from '../admin/accounts.ts'
import { type AccountAction, type Audit, commandLine, createAudit } from '../admin/audit.ts'
import { shortestPassword, weakness } from '../admin/password.ts'
import { roles } from '../admin/view.ts'
import { readSettings, type Settings } from '../settings.ts'
import { openSqlite } from '../store/engines.ts'
import { askPassword } from './typed-password.ts'

interface Call {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly accounts: Accounts
  readonly settings: Settings
  note(action: AccountAction): ReturnType<Audit['note']>
}

const actions: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  add,
  list,
  disable,
  enable,
  reset,
  'log-out': logOut,
}

/** @returns 0 when done, 1 when it cannot be, 2 when the call is wrong */
export async function user(words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const [verb = '', name = '', ...rest] = words
  const action = actions[verb]
  if (!action) return refuse(`Say what to do: user ${Object.keys(actions).join('|')}`, 2)
  if (rest.length > 0 || (verb === 'list') !== (name === ''))
    return refuse(verb === 'list' ? 'user list takes no name.' : `Name one account: user ${verb} NAME`, 2)
  const read = readSettings(process.env)
  if (!read.ok) return refuse(read.problems.join('\n'), 2)
  const store = await openSqlite(resolve(read.settings.dataDir))
  try {
    const audit = createAudit(store, Date.now)
    const about = nameOf(name)
    return await action({
      name,
      options,
      accounts: createAccounts(store, Date.now),
      settings: read.settings,
      note: (done) => audit.note(commandLine, done, about),
    })
  } finally {
    await store.close()
  }
}

async function add({ name, options, accounts, settings, note }: Call): Promise<number> {
  const { role, organisation, password: typed } = options
  const parsed = newAccount.safeParse({ name, role, ...(organisation !== undefined && { organisation }) })
  if (!parsed.success) return refuse(sentenceOf(parsed.error.issues[0]?.path[0]), 2)
  if (typed) {
    const password = await typePassword(parsed.data.name)
    if (password === undefined) return 1
    if (!(await accounts.addWithPassword(parsed.data, password))) return refuse(taken(parsed.data.name), 1)
    await note('account-added')
    return say(`${parsed.data.name} can sign in at ${originOf(settings)}/admin`)
  }
  const token = await accounts.add(parsed.data)
  if (token === undefined) return refuse(taken(parsed.data.name), 1)
  await note('account-added')
  return sayLink(parsed.data.name, token, settings)
}

async function reset({ name, options, accounts, settings, note }: Call): Promise<number> {
  const token = await accounts.reset(name, { secondFactor: options['second-factor'] === true })
  if (token === undefined) return refuse(unknown(name), 1)
  await note('account-reset')
  if (options['second-factor'] === true) await note('second-factor-off')
  return sayLink(nameOf(name), token, settings)
}

async function disable({ name, accounts, note }: Call): Promise<number> {
  if (!(await accounts.disable(name))) return refuse(unknown(name), 1)
  await note('account-disabled')
  return say(
    `${nameOf(name)} cannot sign in any more and is signed out everywhere. To take it back: user enable ${name}`,
  )
}

async function enable({ name, accounts, note }: Call): Promise<number> {
  if (!(await accounts.enable(name))) return refuse(unknown(name), 1)
  await note('account-enabled')
  return say(`${nameOf(name)} can sign in again. If there is no password yet: user reset ${name}`)
}

async function logOut({ name, accounts, note }: Call): Promise<number> {
  const sessions = await accounts.signOutEverywhere(name)
  if (sessions === undefined) return refuse(unknown(name), 1)
  await note('account-signed-out')
  return say(`${nameOf(name)} is signed out everywhere (${sessions} sessions).`)
}

async function list({ accounts }: Call): Promise<number> {
  const all = await accounts.list()
  if (all.length === 0) return say('There is no account yet. The first one: user add NAME --role admin')
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd([24, 14, 14, 10, 15][at] ?? 0))
      .join('')
      .trimEnd()
  const lines = all.map((account) =>
    row([
      account.name,
      account.role,
      account.organisation ?? '–',
      stateOf(account),
      account.hasSecondFactor ? 'yes' : 'no',
      account.seen === undefined ? 'never' : `${new Date(account.seen * 1000).toISOString().slice(0, 13)}h UTC`,
    ]),
  )
  return say([row(['account', 'role', 'organisation', 'state', 'second factor', 'last sign-in']), ...lines].join('\n'))
}

function stateOf({ disabled, hasPassword }: Account): string {
  if (disabled) return 'disabled'
  return hasPassword ? 'active' : 'invited'
}

/** @returns undefined where there is nobody to type, or it is not good enough; the reason is told */
async function typePassword(account: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) {
    refuse('--password is typed at a terminal. Without it a one-time link is printed.', 1)
    return undefined
  }
  const password = await askPassword(`Password for ${account}, at least ${shortestPassword} characters: `)
  const weak = password === undefined ? undefined : weakness(password, account)
  if (password === undefined) return undefined
  if (weak) {
    refuse(
      weak === 'short'
        ? `It is too short: at least ${shortestPassword} characters.`
        : 'It is too long or too easy to guess.',
      1,
    )
    return undefined
  }
  if ((await askPassword('The same again: ')) === password) return password
  refuse('The two are not the same.', 1)
  return undefined
}

/** The link alone on its line, so that it can be copied and found by programs. */
function sayLink(account: string, token: string, settings: Settings): number {
  return say(
    `One-time link for ${account}, good for ${linkHours} hours. Whoever opens it sets the password: hand it on as you would a key.\n${originOf(settings)}/admin/link/${token}`,
  )
}

/** Where this machine reaches the pages, unless the address from outside is known. */
function originOf({ publicOrigin, admin, host, port }: Settings): string {
  if (publicOrigin && !admin) return publicOrigin
  const at = admin ?? { host, port }
  const name = at.host === '0.0.0.0' || at.host === '::' ? '127.0.0.1' : at.host
  return `http://${name.includes(':') ? `[${name}]` : name}:${at.port}`
}

function sentenceOf(field: PropertyKey | undefined): string {
  if (field === 'role') return `--role is one of ${roles.join(', ')}.`
  if (field === 'organisation')
    return 'The role ngo needs --organisation CODE (letters, digits and -); the other roles have none.'
  return 'A name has 2 to 64 letters, digits and . _ @ -, and begins with a letter or digit.'
}

function taken(name: string): string {
  return `There is an account ${name} already. A new link for it: user reset ${name}`
}

function unknown(name: string): string {
  return `There is no account ${nameOf(name)}. See: user list`
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

function refuse(sentence: string, code: number): number {
  process.stderr.write(`${sentence}\n`)
  return code
}
