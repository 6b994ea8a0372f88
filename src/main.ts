/**
 * Starts the rooms in order and stops them in reverse; the only place where all of them meet. Whole, because the order
 * is the idea.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import pino, { type Logger } from 'pino'
import { createAudit } from './admin/audit.ts'
import { createSecretariat } from './admin/secretariat.ts'
import { createWhatsappPage } from './admin/whatsapp-page.ts'
import type { AdminWords } from './admin/words.ts'
import { type Brain, openBrain } from './brain.ts'
import { type Channel, type ChannelWords, createKeys } from './channels/channel.ts'
import { createTelegramChannel } from './channels/telegram/adapter.ts'
import { createWebChannel } from './channels/web.ts'
import { createCloudChannel } from './channels/whatsapp/cloud.ts'
import { createLinkedChannel, type LinkedChannel, type LinkedOptions } from './channels/whatsapp/linked.ts'
import type { Link } from './channels/whatsapp/linked-link.ts'
import { drawLink } from './channels/whatsapp/linked-terminal.ts'
import { collectFindings } from './commands/check.ts'
import { withFileNames } from './conversation/file-names.ts'
import { createInbox } from './conversation/inbox.ts'
import { createLimiter } from './conversation/limits.ts'
import { createTurn } from './conversation/turn.ts'
import { openDashboard } from './dashboard.ts'
import { createDirectory } from './directory/directory.ts'
import { DalilError, describeError } from './errors.ts'
import { openFigures } from './figures.ts'
import { type Library, readFileText } from './knowledge/library.ts'
import { programmeOf } from './knowledge/vocabulary.ts'
import { replyLanguages } from './languages.ts'
import { createReferrals } from './referral/referrals.ts'
import { createReferralTokens, type KnownIds } from './referral/tokens.ts'
import { projectRoot } from './root.ts'
import { readSecret } from './secret.ts'
import { createAdminApp } from './server/admin-site.ts'
import { createApp } from './server/app.ts'
import { readSettings, type Settings } from './settings.ts'
import type { Disclosure } from './signals/disclose.ts'
import { batchMinutes, createRecorder } from './signals/record.ts'
import { mergeOldWeeks } from './signals/retention.ts'
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
  /** Where the secretariat signs in, `http://127.0.0.1:3000/admin`, and whether it has an account. */
  readonly admin: { readonly address: string; readonly hasAccounts: boolean }
  readonly brain: Brain
  /** WhatsApp by a linked phone, where it is on. */
  readonly linkedPhone?: LinkedChannel
  /** Resolves when no message is in hand: all that was answered is remembered too. */
  settled(): Promise<void>
  /** Figures as they may be seen. */
  readonly disclosure: Disclosure
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
  /** Told of every change of the linked phone, with the codes to scan. */
  readonly showLink?: (link: Link) => void
  /** For tests, which do not wait as people do. */
  readonly linkedPhone?: Pick<LinkedOptions, 'pace' | 'patience' | 'typingMillis'>
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
  const { content, library, changeServices: show } = brain
  const directory = createDirectory({ store, content, library, show, now, log })
  await directory.refresh()
  const recorder = createRecorder({ store, now, programmeOf: (topic) => programmeOf(brain.library(), topic) })
  const factor = options.limits === 'none' ? 1e6 : 1
  const referralTokens = createReferralTokens(secret)
  const referrals = createReferrals(store, referralTokens, () => linkedIds(brain.library()))
  const plainTurn = createTurn({ library: brain.library, understander: brain.understander, referrals, now })
  const turn = settings.fileNames ? withFileNames(plainTurn, brain.library) : plainTurn
  const disclosure = await openFigures(store, brain.library, now)
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
  const words: ChannelWords = (language, key, values) => brain.library().say(language, key, values)
  const telegram = settings.telegram
    ? createTelegramChannel({
        ...settings.telegram,
        keys,
        words,
        languages: replyLanguages.filter((language) => brain.library().locales[language]),
        log,
      })
    : undefined
  const linkedPhone =
    settings.whatsappLinked &&
    createLinkedChannel({
      ...settings.whatsappLinked,
      ...options.linkedPhone,
      dataDir,
      keys,
      words,
      isUrgent: async (message) => (await turn.urgencyOf(message)) !== undefined,
      log,
      now,
      ...(options.showLink && { show: options.showLink }),
    })
  const whatsapp = settings.whatsappCloud
    ? createCloudChannel({ ...settings.whatsappCloud, keys, words, log, now })
    : undefined
  const channels: readonly Channel[] = [web, telegram, whatsapp, linkedPhone].filter((channel) => channel !== undefined)
  const assets = buildAssets()
  const ground = { log, trustProxy: settings.trustProxy }
  const adminWords: AdminWords = (language, key, values) => brain.library().sayAdmin(language, key, values)
  const admin = {
    log,
    style: assets.adminStyle,
    frame: createSecretariat({
      store,
      secret,
      now,
      words: adminWords,
      views: [
        ...openDashboard({
          brain,
          disclosure,
          words: adminWords,
          now,
          style: () => assets.adminStyle.body.toString(),
          chromium: settings.chromium,
          store,
          directory,
          readText: (path) => readFileText(root, path),
          audit: createAudit(store, now),
          seal: referralTokens.seal,
          reach: { ...settings.reach, web: settings.publicOrigin ?? `http://${settings.host}:${settings.port}` },
        }),
        ...(linkedPhone
          ? createWhatsappPage({ words: adminWords, link: linkedPhone.link, pair: linkedPhone.pair })
          : []),
      ],
      style: assets.adminStyle.path,
      simulated: () => disclosure.simulated,
      ...(settings.publicOrigin && !settings.admin && { origin: settings.publicOrigin }),
    }),
  }
  const adminApp = settings.admin && createAdminApp(admin, ground)
  const app = createApp({
    ...ground,
    web,
    ...(!adminApp && { admin }),
    languages: () => replyLanguages.filter((language) => brain.library().locales[language]),
    renderPage: (language) => renderChatPage(brain.library(), language, assets),
    assets: assets.all,
    renderWidget: () => renderWidgetScript(brain.library()),
    pages: createPublicPages(brain.library, assets, {
      now,
      ...(settings.publicOrigin && { origin: settings.publicOrigin }),
      ...(settings.operator && { operator: settings.operator }),
    }),
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
    webhooks: [telegram?.webhook, whatsapp?.webhook].filter((webhook) => webhook !== undefined),
  })
  const merge = () =>
    mergeOldWeeks({ store, disclosure, now: now() }).catch((error: unknown) =>
      log.warn(describeError(error), 'old figures were not merged'),
    )
  // A simulation of five years is kept whole: it is there to be looked at.
  if (!disclosure.simulated) await merge()
  for (const channel of channels) await channel.start(inbox.handle)
  const sweeping = setInterval(() => {
    if (!disclosure.simulated) void merge()
    void store.sweep(hourOf(now())).catch((error: unknown) => log.warn(describeError(error), 'nothing was swept'))
  }, 3_600_000)
  sweeping.unref()
  const counting = setInterval(() => void recorder.write(), batchMinutes * 60_000)
  counting.unref()

  const stop = async () => {
    clearInterval(sweeping)
    clearInterval(counting)
    await app.close()
    await adminApp?.close()
    for (const channel of [...channels].reverse()) await channel.stop()
    await inbox.drain()
    await recorder.stop()
    await brain.close()
    await store.close()
  }
  try {
    const address = await listen(app, settings, 'PORT')
    const adminAddress = adminApp && settings.admin ? await listen(adminApp, settings.admin, 'ADMIN_PORT') : address
    const hasAccounts = await store.hasAccounts()
    return {
      address,
      admin: { address: `${adminAddress}/admin`, hasAccounts },
      brain,
      disclosure,
      settled: inbox.drain,
      stop,
      ...(linkedPhone && { linkedPhone }),
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}

/** @throws DalilError `port-taken`, with the variable that names another one */
async function listen(
  app: ReturnType<typeof createApp>,
  { host, port }: { readonly host: string; readonly port: number },
  variable: string,
): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (cause) {
    throw cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
      ? new DalilError('port-taken', { cause, detail: `${variable}=${port}` })
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
    const assistant = await startAssistant(read.settings, { showLink })
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

/** Only where somebody sits at the terminal: a code in a log file could be scanned by whoever reads it. */
function showLink(link: Link): void {
  if (process.stdout.isTTY) for (const line of drawLink(link)) process.stdout.write(`${line}\n`)
}

function greeting({ address, admin, brain, disclosure, linkedPhone }: Assistant, settings: Settings): string[] {
  const errors = brain.findings().length
  const telegram = settings.telegram
    ? `Telegram  on, ${settings.telegram.webhook ? 'by webhook' : 'by long polling'}`
    : 'Telegram  off; to switch it on set TELEGRAM_BOT_TOKEN (README, "Connect Telegram")'
  return [
    `Dalil answers. Web chat: ${address}/   API: ${address}/api/docs`,
    'Web chat  on',
    telegram,
    ...(disclosure.simulated ? ['Figures   simulated: this database was made by dalil simulate'] : []),
    admin.hasAccounts
      ? `Admin     ${admin.address}`
      : 'Admin     off; the first account: npm run --silent dalil -- user add NAME --role admin',
    settings.whatsappCloud
      ? 'WhatsApp  on, by the Cloud API of Meta'
      : linkedPhone
        ? `WhatsApp  on, by a linked phone: ${linkedPhone.health().says}`
        : 'WhatsApp  off; to switch it on set WHATSAPP (README, "WhatsApp with a spare phone")',
    ...(errors > 0 ? [`Content   ${errors} findings; run: npm run dalil -- check`] : []),
    'Stop with Ctrl-C.',
  ]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await serve()
