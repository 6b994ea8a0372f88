/** What we may say and how we understand, kept current: content and phrases are read again when their files change. */
import { join } from 'node:path'
import type { Logger } from 'pino'
import { buildDangerList, buildEntityLists } from './conversation/lists.ts'
import { DalilError, describeError, type Finding, formatFinding } from './errors.ts'
import { createLibraryReader, type Library, watchFolders } from './knowledge/library.ts'
import { passagesOf } from './knowledge/passages.ts'
import { applyChanges, type ServiceChange } from './knowledge/service-changes.ts'
import { encoderId } from './learning/encoder-files.ts'
import { type EncoderThreads, openEncoderThreads } from './learning/encoder-threads.ts'
import { findModels, findOlderModels, type ModelFolders, modelKey } from './learning/files.ts'
import { learn } from './learning/learn.ts'
import { indexPassages } from './learning/passages.ts'
import type { Health } from './message.ts'
import {
  createUnderstander,
  type PassageIndex,
  type Understander,
  type UnderstanderParts,
} from './understanding/understand.ts'
import type { Models } from './understanding/views.ts'

export interface Brain {
  library(): Library
  /** As the files say it, without the changes of organisations. */
  content(): Library
  /** From now on these hold, also when the files are read again. */
  changeServices(changes: readonly ServiceChange[]): void
  understander(): Understander
  /** What the understander is made of, for whoever explains or measures it. */
  parts(): UnderstanderParts
  findings(): readonly Finding[]
  /** Does the encoder run here? One sentence. */
  encoderHealth(): Health
  /** Resolves when the phrases as they are have been learnt. */
  learnt(): Promise<void>
  /** Resolves when its threads have ended; a process that ends before may be ended within a pass, and aborts. */
  close(): Promise<void>
}

export interface BrainOptions {
  /** Folder that holds `content/`, `intents/`, `locales/` and `models/`. */
  readonly root: string
  /** Where models learnt on this machine are kept. */
  readonly dataDir: string
  readonly watch: boolean
  /** False: the n-grams answer alone, to measure them. */
  readonly withEncoder?: boolean
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** @throws DalilError `content-broken` when there is nothing to answer from */
export async function openBrain({ root, dataDir, watch, withEncoder = true, log }: BrainOptions): Promise<Brain> {
  const folders: ModelFolders = { shipped: join(root, 'models/classifier'), kept: join(dataDir, 'models') }
  const reader = createLibraryReader(root)
  const opening = withEncoder
    ? openShippedEncoder(root, log)
    : { encoder: undefined, health: () => ({ ok: true, says: 'The encoder is left out.' }) }
  let { library: content, findings } = reader.read() // while the encoder opens in its threads
  let changes: readonly ServiceChange[] = []
  let library = content
  const { encoder, health } = await opening
  if (library.topics.size === 0) {
    await encoder?.close()
    throw new DalilError('content-broken', {
      detail: `Run "npm run dalil -- check" for all of it. ${findings[0] ? formatFinding(findings[0]) : ''}`,
    })
  }
  report(findings)
  let key = modelKey(root)
  let learning: Promise<void> = Promise.resolve()
  const ending = new AbortController()
  const known = findModels(key, folders)
  const older = known ?? findOlderModels(folders)
  let models: Models = older ?? (await learn(root, key, folders.kept, ending.signal))
  let passages: PassageIndex | undefined
  let understander = build()
  if (older && !known) learnAgain()
  if (watch) embedAgain()
  const stop = watch ? watchFolders(root, reload) : () => {}

  return {
    library: () => library,
    content: () => content,
    changeServices(given) {
      changes = given
      library = withChanges()
    },
    understander: () => understander,
    parts,
    findings: () => findings,
    encoderHealth: health,
    learnt: () => learning,
    close: async () => {
      ending.abort()
      stop()
      await encoder?.close()
    },
  }

  function parts(): UnderstanderParts {
    return {
      models,
      lists: buildEntityLists(library),
      danger: buildDangerList(library),
      ...(encoder && { encoder }),
      ...(passages && { passages }),
    }
  }

  /** In the background: until it is done, or where it fails, nothing is offered as nearest. */
  function embedAgain(): void {
    if (!encoder) return
    const wanted = content
    void indexPassages(passagesOf(wanted), encoder, folders.kept)
      .then((index) => {
        if (wanted !== content) return // read again meanwhile: the later call brings the newer ones
        passages = index
        understander = build()
      })
      .catch((error: unknown) => {
        if (!ending.signal.aborted) log.warn(describeError(error), 'passages of the answers could not be embedded')
      })
  }

  /** Names and topics of services do not change so: what is understood stays as it is. */
  function withChanges(): Library {
    return { ...content, services: applyChanges(content.services, changes).services }
  }

  function build(): Understander {
    return createUnderstander(parts())
  }

  function report(found: readonly Finding[]): void {
    for (const finding of found)
      log.warn({ file: finding.file, line: finding.line }, `${finding.problem} → ${finding.remedy}`)
  }

  function reload(): void {
    try {
      const read = reader.read()
      content = read.library
      library = withChanges()
      findings = read.findings
      report(findings)
      understander = build()
      embedAgain()
      const next = modelKey(root)
      if (next === key) return
      key = next
      const ready = findModels(key, folders)
      if (ready) {
        models = ready
        understander = build()
      } else learnAgain()
    } catch (error) {
      log.error(describeError(error), 'content was not read again; the last good version answers')
    }
  }

  /** The models so far answer until the new ones are learnt. */
  function learnAgain(): void {
    const wanted = key
    learning = learning
      .then(async () => {
        if (wanted !== key || ending.signal.aborted) return
        models = await learn(root, wanted, folders.kept, ending.signal)
        understander = build()
        log.info('changed phrases are learnt')
      })
      .catch((error: unknown) => {
        if (!ending.signal.aborted)
          log.error(describeError(error), 'changed phrases could not be learnt; the models so far answer')
      })
  }
}

/** One reads more messages a second than a national service has; each further one costs a processor and 85 MB. */
const encoderThreads = 1

const encoderBroken = { ok: true, says: 'The encoder cannot run on this machine; the n-grams answer alone, less well.' }

/** Where the runtime does not load, the n-grams answer alone, and whoever watches is told. */
export async function openShippedEncoder(
  root: string,
  log: BrainOptions['log'],
): Promise<{ encoder?: EncoderThreads; health: () => Health }> {
  if (encoderId(root) === 'none')
    return { health: () => ({ ok: true, says: 'No encoder is shipped; the n-grams answer alone.' }) }
  try {
    const encoder = await openEncoderThreads(root, encoderThreads)
    return {
      encoder,
      health: () => (encoder.running() > 0 ? { ok: true, says: 'The encoder answers.' } : encoderBroken),
    }
  } catch (error) {
    log.warn(describeError(error), 'the encoder cannot run on this machine')
    return { health: () => encoderBroken }
  }
}
