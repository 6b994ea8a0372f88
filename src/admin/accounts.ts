/**
 * Accounts: who may look and change. Made by `dalil user` or by an account with the role `admin`; there is no default
 * account and no default password. Not for: who is signed in (`sessions.ts`) and the second factor (`second-factor.ts`).
 */
import * as z from 'zod'
import { type AccountStore, type Hour, hourOf, type SessionStore, type StoredAccount } from '../store/store.ts'
import { hashToken, randomToken } from './keys.ts'
import { hashPassword } from './password.ts'
import { type Role, roles } from './view.ts'

export interface Account {
  readonly name: string
  readonly role: Role
  readonly organisation?: string
  readonly disabled: boolean
  readonly hasPassword: boolean
  readonly hasSecondFactor: boolean
  readonly created: Hour
  readonly seen?: Hour
}

export interface NewAccount {
  readonly name: string
  readonly role: Role
  readonly organisation?: string | undefined
}

/** What is asked for a new account; the same rules on the command line and on the page. */
export const newAccount = z
  .strictObject({
    name: z
      .string()
      .transform(nameOf)
      .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}._@-]{1,63}$/u)),
    role: z.enum(roles),
    organisation: z
      .string()
      .regex(/^[A-Za-z0-9-]{2,40}$/)
      .optional(),
  })
  .refine(({ role, organisation }) => (role === 'ngo') === (organisation !== undefined), { path: ['organisation'] })

/** Hours for which a one-time link is good. */
export const linkHours = 24

export interface Accounts {
  /** Without an account the pages are not there at all. */
  exist(): Promise<boolean>
  find(name: string): Promise<Account | undefined>
  list(): Promise<readonly Account[]>
  /** @returns the token of a one-time link, or undefined where the name is taken */
  add(account: NewAccount): Promise<string | undefined>
  /** @returns false where the name is taken */
  addWithPassword(account: NewAccount, password: string): Promise<boolean>
  /**
   * A new one-time link. The password so far is good no longer, and whoever is signed in with it is signed out.
   *
   * @returns its token, or undefined where nobody has that name
   */
  reset(name: string, also?: { readonly secondFactor: boolean }): Promise<string | undefined>
  /** @returns whose link it is, as long as it is good; looking uses nothing up */
  findByLink(token: string): Promise<Account | undefined>
  /** Sets the password and uses the link up. @returns undefined where it is good no longer */
  takeLink(token: string, password: string): Promise<Account | undefined>
  /** For who is signed in. */
  setPassword(name: string, password: string): Promise<void>
  /** Ends all sessions. @returns false where nobody has that name */
  disable(name: string): Promise<boolean>
  enable(name: string): Promise<boolean>
  /** @returns how many sessions there were, or undefined where nobody has that name */
  signOutEverywhere(name: string): Promise<number | undefined>
  noteSignIn(name: string): Promise<void>
  /** The hash to check a typed password against. */
  passwordOf(name: string): Promise<string | undefined>
}

/** @param now milliseconds since 1970 */
export function createAccounts(store: AccountStore & SessionStore, now: () => number): Accounts {
  const seconds = () => Math.floor(now() / 1000)

  async function add(account: NewAccount, secrets: Pick<StoredAccount, 'password' | 'link' | 'link_expires'>) {
    return store.addAccount({
      name: nameOf(account.name),
      role: account.role,
      organisation: account.organisation ?? null,
      totp: null,
      totp_pending: null,
      disabled: 0,
      created: hourOf(now()),
      seen: null,
      ...secrets,
    })
  }

  function newLink(): { readonly token: string; readonly stored: { link: string; link_expires: number } } {
    const token = randomToken()
    return { token, stored: { link: hashToken(token), link_expires: seconds() + linkHours * 3600 } }
  }

  return {
    exist: () => store.hasAccounts(),
    async find(name) {
      return readAccount(await store.findAccount(nameOf(name)))
    },
    async list() {
      return (await store.listAccounts()).flatMap((row) => readAccount(row) ?? [])
    },
    async add(account) {
      const { token, stored } = newLink()
      return (await add(account, { password: null, ...stored })) ? token : undefined
    },
    async addWithPassword(account, password) {
      return add(account, { password: await hashPassword(password), link: null, link_expires: null })
    },
    async reset(name, also) {
      const { token, stored } = newLink()
      const without = also?.secondFactor ? { totp: null, totp_pending: null } : {}
      if (!(await store.changeAccount(nameOf(name), { password: null, ...stored, ...without }))) return undefined
      if (also?.secondFactor) await store.replaceRecoveryCodes(nameOf(name), [])
      await store.endSessions(nameOf(name))
      return token
    },
    async findByLink(token) {
      const account = readAccount(await store.findAccountByLink(hashToken(token), seconds()))
      return account?.disabled ? undefined : account
    },
    async takeLink(token, password) {
      const name = await store.takeLink(hashToken(token), await hashPassword(password), seconds())
      if (name === undefined) return undefined
      await store.endSessions(name)
      return readAccount(await store.findAccount(name))
    },
    async setPassword(name, password) {
      await store.changeAccount(name, { password: await hashPassword(password), link: null, link_expires: null })
      await store.endSessions(name)
    },
    async disable(name) {
      const known = await store.changeAccount(nameOf(name), { disabled: 1, link: null, link_expires: null })
      if (known) await store.endSessions(nameOf(name))
      return known
    },
    enable: (name) => store.changeAccount(nameOf(name), { disabled: 0 }),
    async signOutEverywhere(name) {
      if (!(await store.findAccount(nameOf(name)))) return undefined
      return store.endSessions(nameOf(name))
    },
    async noteSignIn(name) {
      await store.changeAccount(name, { seen: hourOf(now()) })
    },
    async passwordOf(name) {
      const account = await store.findAccount(nameOf(name))
      return account && !account.disabled ? (account.password ?? undefined) : undefined
    },
  }
}

/** As it is kept: the same letters in another case or form are the same name. */
export function nameOf(typed: string): string {
  return typed.trim().normalize('NFKC').toLowerCase()
}

function readAccount(row: StoredAccount | undefined): Account | undefined {
  const role = roles.find((known) => known === row?.role)
  if (!row || !role) return undefined // a role of a later version lets nobody in
  return {
    name: row.name,
    role,
    ...(row.organisation !== null && { organisation: row.organisation }),
    disabled: row.disabled === 1,
    hasPassword: row.password !== null,
    hasSecondFactor: row.totp !== null,
    created: row.created,
    ...(row.seen !== null && { seen: row.seen }),
  }
}
