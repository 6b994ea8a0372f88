/**
 * Keeping the directory true: an organisation says what changed of its own services, somebody else lets it through, and
 * people read it at once. Kept here until the files of the content have it.
 *
 *   proposed → waiting → live → settled (the files have it)
 *                 ↘ declined  ↘ reverted
 *
 * Not for: who may see which page, which is the frame's.
 */
import { describeError } from '../errors.ts'
import type { Library } from '../knowledge/library.ts'
import type { Service } from '../knowledge/schema.ts'
import {
  applyChanges,
  fieldsOf,
  pickFields,
  type ServiceChange,
  type ServiceFields,
  serviceFields,
} from '../knowledge/service-changes.ts'
import { type ChangeState, type DirectoryStore, hourOf, type StoredChange } from '../store/store.ts'
import { checkFields, type FieldProblem, type SecondLook, secondLooks } from './proposed-fields.ts'

/** A change as pages show it. */
export interface Change
  extends ServiceChange,
    Pick<StoredChange, 'organisation' | 'proposer' | 'proposed' | 'decider' | 'decided'> {}

/** Who asks, as the session proves it. */
export interface Proposer {
  readonly account: string
  readonly organisation: string
}

/** Why nothing was done; words under `directory.refused`. */
export type Refusal = 'unknown' | 'own' | 'unseen' | 'outdated' | 'later'

export interface Directory {
  /** Services of an organisation, as people read them now. */
  servicesOf(organisation: string): Promise<readonly Service[]>
  /** @returns why it is not taken; undefined where it waits now */
  propose(by: Proposer, service: string, fields: ServiceFields): Promise<FieldProblem | 'unknown' | undefined>
  /** The organisation says that all of this is right today. */
  confirm(by: Proposer, service: string): Promise<'unknown' | undefined>
  /** Whatever has become of it. */
  find(number: number): Promise<Change | undefined>
  waiting(): Promise<readonly Change[]>
  /** What people read that the files do not have. */
  live(): Promise<readonly Change[]>
  /** @param looked what the approver has called or opened */
  approve(account: string, number: number, looked: readonly SecondLook[]): Promise<Refusal | undefined>
  decline(account: string, number: number): Promise<Refusal | undefined>
  revert(account: string, number: number): Promise<Refusal | undefined>
  /** Service → organisation, for all that have one. */
  owners(): Promise<ReadonlyMap<string, string>>
  /** @returns false where there is no such service, or people in danger are told of it */
  give(service: string, organisation: string | undefined): Promise<boolean>
  /** Reads again what is live, after a start or a change of the files. Never rejects: the last good changes stay. */
  refresh(): Promise<void>
}

export interface DirectoryParts {
  readonly store: DirectoryStore
  /** As the files say it. */
  readonly content: () => Library
  /** As people read it. */
  readonly library: () => Library
  readonly show: (changes: readonly ServiceChange[]) => void
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: { warn(about: object, says: string): void }
}

export function createDirectory(parts: DirectoryParts): Directory {
  const { store, content, library, show, now, log } = parts
  const today = () => new Date(now()).toISOString().slice(0, 10)
  const shown = (id: string) => library().services.find((service) => service.id === id)

  async function ownService({ organisation }: Proposer, id: string): Promise<Service | undefined> {
    return (await store.readOwners()).get(id) === organisation ? shown(id) : undefined
  }

  async function add(by: Proposer, service: Service, fields: ServiceFields, state: ChangeState): Promise<void> {
    await store.addChange({
      service: service.id,
      organisation: by.organisation,
      fields: JSON.stringify(fields),
      before: JSON.stringify(pickFields(service, fieldsOf(fields))),
      proposer: by.account,
      proposed: hourOf(now()),
      state,
      decider: null,
      decided: null,
    })
  }

  async function list(state: ChangeState): Promise<readonly Change[]> {
    return (await store.listChanges(state)).flatMap((row) => readChange(row) ?? [])
  }

  async function findIn(number: number, state: ChangeState): Promise<Change | undefined> {
    const row = await store.findChange(number)
    return row?.state === state ? readChange(row) : undefined
  }

  async function move(
    number: number,
    from: ChangeState,
    state: ChangeState,
    account: string | null,
  ): Promise<Refusal | undefined> {
    const moved = await store.moveChange(number, from, { state, decider: account, decided: hourOf(now()) })
    if (!moved) return 'unknown'
    await refresh()
    return undefined
  }

  async function refresh(): Promise<void> {
    try {
      const changes = await list('live')
      const { services } = content()
      const { applied } = applyChanges(services, changes)
      // A service that cannot be read just now may come back; one that says something else has moved on.
      const over = changes.filter(
        ({ number, service }) => !applied.has(number) && services.some(({ id }) => id === service),
      )
      for (const { number, decider } of over)
        await store.moveChange(number, 'live', { state: 'settled', decider, decided: hourOf(now()) })
      show(changes.filter((change) => !over.includes(change)))
    } catch (error) {
      log.warn(describeError(error), 'changes of services were not read again; the last good ones hold')
    }
  }

  return {
    async servicesOf(organisation) {
      const owners = await store.readOwners()
      return library().services.filter(({ id }) => owners.get(id) === organisation)
    },
    async propose(by, id, given) {
      const service = await ownService(by, id)
      if (!service) return 'unknown'
      const checked = checkFields(content(), service, given)
      if ('problem' in checked) return checked.problem
      await add(by, service, checked.fields, 'waiting')
      return undefined
    },
    async confirm(by, id) {
      const service = await ownService(by, id)
      if (!service) return 'unknown'
      if (service.confirmed === today()) return undefined
      // One is enough: the day before says nothing more.
      const earlier = (await list('live')).filter((change) => change.service === id && isConfirmation(change))
      await add(by, service, { confirmed: today() }, 'live')
      for (const { number } of earlier) await move(number, 'live', 'replaced', by.account)
      await refresh()
      return undefined
    },
    async find(number) {
      const row = await store.findChange(number)
      return row && readChange(row)
    },
    waiting: () => list('waiting'),
    async live() {
      const changes = await list('live')
      const { applied } = applyChanges(content().services, changes)
      return changes.filter(({ number }) => applied.has(number))
    },
    async approve(account, number, looked) {
      const change = await findIn(number, 'waiting')
      if (!change) return 'unknown'
      // Also where an account has got another role since.
      if (change.proposer === account) return 'own'
      if (secondLooks(change.fields).some((look) => !looked.includes(look))) return 'unseen'
      if ((await store.readOwners()).get(change.service) !== change.organisation) return 'outdated'
      const changes = [...(await list('live')), change]
      if (!applyChanges(content().services, changes).applied.has(number)) return 'outdated'
      return move(number, 'waiting', 'live', account)
    },
    async decline(account, number) {
      return (await findIn(number, 'waiting')) ? move(number, 'waiting', 'declined', account) : 'unknown'
    },
    async revert(account, number) {
      const change = await findIn(number, 'live')
      if (!change) return 'unknown'
      const later = (await list('live')).some((other) => other.number > number && overlaps(other, change))
      return later ? 'later' : move(number, 'live', 'reverted', account)
    },
    owners: () => store.readOwners(),
    async give(service, organisation) {
      // What people in danger are told changes by the files alone.
      if (shown(service)?.emergency !== false) return false
      await store.giveService(service, organisation)
      return true
    },
    refresh,
  }
}

function isConfirmation({ fields }: ServiceChange): boolean {
  return fieldsOf(fields).every((field) => field === 'confirmed')
}

/** Two changes of one field: the earlier one cannot be taken back from under the later one. */
function overlaps(one: Change, other: Change): boolean {
  return (
    one.service === other.service &&
    fieldsOf(one.fields).some((field) => field !== 'confirmed' && fieldsOf(other.fields).includes(field))
  )
}

/** @returns undefined where it is not of our making */
function readChange({ fields, before, state: _state, ...rest }: StoredChange): Change | undefined {
  try {
    const [read, was] = [fields, before].map((text) => serviceFields.safeParse(JSON.parse(text)))
    return read?.success && was?.success ? { ...rest, fields: read.data, before: was.data } : undefined
  } catch {
    return undefined // no JSON: a hand was in the database
  }
}
