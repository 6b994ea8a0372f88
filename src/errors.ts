/**
 * Every error that we raise on purpose: its code, its sentence, its way out. An error carries what is
 * needed to act, never what a person wrote, an id, or the message of an upstream error.
 */
const sentences = {
  'setting-wrong': 'A setting is wrong.',
  'content-broken': 'The content cannot be loaded.',
  'store-closed': 'The store is closed; the process is stopping.',
  'telegram-unreachable': 'Telegram cannot be reached; it is tried again with growing pauses.',
  'telegram-token': 'Telegram refuses the bot token. Take a new one from @BotFather and set TELEGRAM_BOT_TOKEN.',
  'whatsapp-cloud-unreachable':
    'WhatsApp (graph.facebook.com) cannot be reached; it is tried again with growing pauses.',
  'whatsapp-cloud-busy':
    'WhatsApp takes no more messages for the moment: a limit of Meta is reached. They wait and are sent later.',
  'whatsapp-cloud-token':
    'WhatsApp refuses the access token. Make a permanent one for a system user in Meta Business Settings and set WHATSAPP_ACCESS_TOKEN.',
  'whatsapp-cloud-account':
    'Meta does not let this number send. Look into WhatsApp Manager: permissions of the token, WHATSAPP_PHONE_NUMBER_ID, payment, account status.',
  'whatsapp-cloud-message': 'WhatsApp refused a message; it is sent without buttons.',
  'secret-unreadable':
    'The file with the secret cannot be read or made. Give the process a DATA_DIR that it may write to, or set DALIL_SECRET.',
  'pdf-failed':
    'Chromium could not print the report. Take the HTML file and print it from a browser, or name another Chromium in CHROMIUM_PATH.',
  'port-taken': 'The port is in use. Stop the other process or set another one.',
  'whatsapp-chromium':
    'WhatsApp needs Chromium or Chrome and finds none. Install one, for instance with "apt install chromium", or set CHROMIUM_PATH to its path.',
  'whatsapp-unreachable': 'WhatsApp Web has stopped or cannot be reached; it is started again with growing pauses.',
  'whatsapp-removed':
    'The spare phone has removed this device. Link it again: scan the code in the terminal or at /admin/whatsapp.',
  'whatsapp-unsent': 'WhatsApp has not taken a message, or has not said so in time.',
} as const

export type ErrorCode = keyof typeof sentences

export class DalilError extends Error {
  override readonly name = 'DalilError'
  readonly code: ErrorCode
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, options: { cause?: unknown; detail?: string; retryAfterSeconds?: number } = {}) {
    super(options.detail ? `${sentences[code]} ${options.detail}` : sentences[code], { cause: options.cause })
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** What an operator or author must mend: shown all at once, before anything starts. */
export interface Finding {
  readonly level: 'error' | 'warning'
  /** Path from the root of the project. */
  readonly file: string
  readonly line?: number
  readonly problem: string
  readonly remedy: string
}

/** `content/…/fr.md:12: error: … → …` */
export function formatFinding(finding: Finding): string {
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`
  return `${place}: ${finding.level}: ${finding.problem} → ${finding.remedy}`
}

/** Code or class of an error for a log line: enough to find the place, nothing a person wrote. */
export function describeError(error: unknown): { code: string; at?: string } {
  if (error instanceof DalilError) return { code: error.code }
  if (!(error instanceof Error)) return { code: 'unknown' }
  const frame = error.stack?.split('\n').find((line) => line.includes('/src/'))
  const place = frame?.match(/src\/[\w/.-]+:\d+/)?.[0]
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return place ? { code, at: place } : { code }
}
