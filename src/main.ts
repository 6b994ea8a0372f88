/** Starts the rooms in order and stops them in reverse; the only place where all of them meet. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import pino, { type Logger } from 'pino'
import { type Brain, openBrain } from './brain.ts'
import { type Channel, createKeys } from './channels/channel.ts'
import { createTelegramChannel } from './channels/telegram/adapter.ts'
import { createWebChannel } from './channels/web.ts'
import { collectFindings } from './commands/check.ts'
import { withFileNames } from './conversation/file-names.ts'
import { createInbox } from './conversation/inbox.ts'
import { createLimiter } from './conversation/limits.ts'
import { createTurn } from './conversation/turn.ts'
import { DalilError, describeError } from './errors.ts'
import type { Library } from './knowledge/library.ts'
import { replyLanguages } from './languages.ts'
import { createReferrals } from './referral/referrals.ts'
import { createReferralTokens, type KnownIds } from './referral/tokens.ts'
import { projectRoot } from './root.ts'
import { readSecret } from './secret.ts'
import { createApp } from './server/app.ts'
import { readSettings, type Settings } from './settings.ts'
import { createRecorder } from './signals/record.ts'
import { buildAssets } from './site/assets.ts'
import { renderChatPage } from './site/page.ts'
import { createPreview } from './site/preview-page.ts'
import { createPublicPages } from './site/public-pages.ts'
import { renderWidgetScript } from './site/widget-script.ts'
import { openSqlite } from './store/engines.ts'
import { hourOf } from './store/store.ts'

export interface Assistant {
  /** Where the web chat is, `http://127.0.0.1:3000`. */
  readonly address: string
  readonly brain: Brain
  /** Finishes the messages in hand, then closes everything. */
  stop(): Promise<void>
}

interface StartOptions {
  readonly log?: Logger
  readonly root?: string
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** `none` is for benchmarks, where one machine asks for all. */
  readonly limits?: 'none'
}

/** Messages at once and a second, of one chat and of all together. */
const limits = { perChat: { burst: 20, perSecond: 0.5 }, overall: { burst: 500, perSecond: 200 } }

/** @throws DalilError with the way out, when content, secret or port are not usable */
export async function startAssistant(settings: Settings, options: StartOptions = {}): Promise<Assistant> {
  const { root = projectRoot, now = Date.now } = options
  const log = options.log ?? pino({ level: settings.logLevel, base: null, timestamp: false })
  const dataDir = resolve(settings.dataDir)
  const secret = readSecret(settings.secret, dataDir)
  const store = await openSqlite(dataDir)
  const brain = await openBrain({ root, dataDir, watch: true, log })
  const recorder = createRecorder(store, now)
  const factor = options.limits === 'none' ? 1e6 : 1
  const referrals = createReferrals(store, createReferralTokens(secret), () => linkedIds(brain.library()))
  const plainTurn = createTurn({ library: brain.library, understander: brain.understander, referrals, now })
  const turn = settings.fileNames ? withFileNames(plainTurn, brain.library) : plainTurn
  const inbox = createInbox({
    turn,
    store,
    recorder,
    now,
    log,
    perChat: createLimiter(limits.perChat.burst * factor, limits.perChat.perSecond * factor, now),
    overall: createLimiter(limits.overall.burst * factor, limits.overall.perSecond * factor, now),
  })
  const keys = createKeys(secret)
  const web = createWebChannel(keys)
  const telegram = settings.telegram
    ? createTelegramChannel({
        ...settings.telegram,
        keys,
        words: (language, key, values) => brain.library().say(language, key, values),
        languages: replyLanguages.filter((language) => brain.library().locales[language]),
        log,
      })
    : undefined
  const channels: readonly Channel[] = [web, ...(telegram ? [telegram] : [])]
  const assets = buildAssets()
  const app = createApp({
    web,
    log,
    trustProxy: settings.trustProxy,
    languages: () => replyLanguages.filter((language) => brain.library().locales[language]),
    renderPage: (language) => renderChatPage(brain.library(), language, assets),
    assets: assets.all,
    renderWidget: () => renderWidgetScript(brain.library()),
    pages: createPublicPages(brain.library, assets, settings.publicOrigin, now),
    ...(settings.preview && {
      preview: createPreview(
        brain.library,
        () => collectFindings(root, new Date(now()).toISOString().slice(0, 10)),
        assets,
      ),
    }),
    ready: async () => [
      await store.health(),
      { ok: brain.library().topics.size > 0, says: 'Content is loaded.' },
      brain.encoderHealth(),
      ...channels.map((channel) => channel.health()),
    ],
    ...(telegram?.webhook && { webhook: telegram.webhook }),
  })
  for (const channel of channels) await channel.start(inbox.handle)
  const sweeping = setInterval(
    () =>
      void store.sweep(hourOf(now())).catch((error: unknown) => log.warn(describeError(error), 'nothing was swept')),
    3_600_000,
  )
  sweeping.unref()

  const stop = async () => {
    clearInterval(sweeping)
    await app.close()
    for (const channel of [...channels].reverse()) await channel.stop()
    await inbox.drain()
    await recorder.settle()
    brain.close()
    await store.close()
  }
  try {
    const address = await app.listen({ host: settings.host, port: settings.port })
    return { address, brain, stop }
  } catch (cause) {
    await stop()
    throw cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
      ? new DalilError('port-taken', { cause, detail: `PORT=${settings.port}` })
      : cause
  }
}

/** What a referral link may name. */
function linkedIds({ topics, cities }: Library): KnownIds {
  return { topics: [...topics.keys()], cities: cities.map(({ id }) => id) }
}

/** What `npm start` runs: settings from the environment, a few lines for the operator, a clean end on SIGTERM. */
export async function serve(): Promise<void> {
  const read = readSettings(process.env)
  if (!read.ok) {
    for (const problem of read.problems) process.stderr.write(`${problem}\n`)
    process.exitCode = 2
    return
  }
  try {
    const assistant = await startAssistant(read.settings)
    process.stdout.write(`${greeting(assistant, read.settings).join('\n')}\n`)
    let stopping = false
    const stop = () => {
      if (stopping) return
      stopping = true
      // A channel that cannot finish must not keep the process for ever.
      setTimeout(() => process.exit(1), 10_000).unref()
      assistant.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  } catch (error) {
    process.stderr.write(
      `${error instanceof DalilError ? error.message : `Dalil could not start (${describeError(error).code}).`}\n`,
    )
    process.exitCode = 1
  }
}

function greeting({ address, brain }: Assistant, settings: Settings): string[] {
  const errors = brain.findings().length
  const telegram = settings.telegram
    ? `Telegram  on, ${settings.telegram.webhook ? 'by webhook' : 'by long polling'}`
    : 'Telegram  off; to switch it on set TELEGRAM_BOT_TOKEN (README, "Connect Telegram")'
  return [
    `Dalil answers. Web chat: ${address}/   API: ${address}/api/docs`,
    'Web chat  on',
    telegram,
    ...(errors > 0 ? [`Content   ${errors} findings; run: npm run dalil -- check`] : []),
    'Stop with Ctrl-C.',
  ]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await serve()
