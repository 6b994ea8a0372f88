/** Environment (and `.env`) → settings, or one sentence for each wrong variable. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import * as z from 'zod'

const port = z.coerce.number().int().min(0).max(65535)
const blankIsUnset = (value: unknown) => (value === '' ? undefined : value)

/** One row a variable: its shape, what the README says of it, an example for the error. */
const variables = {
  HOST: { shape: z.string().min(1).default('127.0.0.1'), example: '0.0.0.0', is: 'an address to listen on' },
  PORT: { shape: port.default(3000), example: '3000', is: 'a port from 0 to 65535' },
  DATA_DIR: { shape: z.string().min(1).default('data'), example: './data', is: 'a folder the process may write to' },
  LOG_LEVEL: {
    shape: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
    example: 'warn',
    is: 'trace, debug, info, warn, error, fatal or silent',
  },
  PUBLIC_URL: {
    shape: z.url({ protocol: /^https?$/ }).optional(),
    example: 'https://dalil.example.org',
    is: 'the address under which people reach the web chat, without a path',
  },
  OPERATOR: {
    shape: z.string().min(3).max(200).optional(),
    example: '"Association Exemple, 12 rue Exemple, Rabat, contact@example.org"',
    is: 'up to 200 characters: who runs this assistant and how to reach them',
  },
  DALIL_SECRET: {
    shape: z.string().min(32).optional(),
    example: 'the output of: openssl rand -hex 32',
    is: 'at least 32 characters, kept out of the database and its backups',
  },
  TRUST_PROXY: {
    shape: z.enum(['true', 'false']).default('false'),
    example: 'true',
    is: 'true behind a reverse proxy that sets X-Forwarded-For, otherwise false',
  },
  ADMIN_PORT: {
    shape: port.optional(),
    example: '3001',
    is: 'a port from 0 to 65535, where the secretariat signs in; without it at /admin of the web chat',
  },
  ADMIN_HOST: {
    shape: z.string().min(1).optional(),
    example: '127.0.0.1',
    is: 'an address to listen on for the secretariat alone, needs ADMIN_PORT',
  },
  CHROMIUM_PATH: {
    shape: z.string().min(1).optional(),
    example: '/usr/bin/chromium',
    is: 'the path of a Chromium or Chrome, which prints reports as PDF and holds WhatsApp Web',
  },
  TELEGRAM_BOT_TOKEN: {
    shape: z
      .string()
      .regex(/^\d+:[\w-]{10,}$/)
      .optional(),
    example: '123456789:AAExampleExampleExample',
    is: 'a bot token from @BotFather',
  },
  TELEGRAM_BOT_NAME: {
    shape: z
      .string()
      .regex(/^\w{5,32}$/)
      .optional(),
    example: 'dalil_example_bot',
    is: "the bot's name without @, for links of organisations and share cards",
  },
  WHATSAPP_NUMBER: {
    shape: z
      .string()
      .regex(/^[1-9]\d{7,14}$/)
      .optional(),
    example: '212600000000',
    is: 'the international number without plus, for links of organisations and share cards',
  },
  TELEGRAM_WEBHOOK_URL: {
    shape: z.url({ protocol: /^https?$/ }).optional(),
    example: 'https://dalil.example.org/telegram',
    is: 'the public address of this service; without it messages are fetched by long polling',
  },
  TELEGRAM_WEBHOOK_SECRET: {
    shape: z
      .string()
      .regex(/^[\w-]{16,256}$/)
      .optional(),
    example: 'the output of: openssl rand -hex 32',
    is: '16 to 256 letters, digits, _ or -, needed with TELEGRAM_WEBHOOK_URL',
  },
  TELEGRAM_API_ROOT: {
    shape: z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
    example: 'https://api.telegram.org',
    is: 'the address of the Bot API server',
  },
  WHATSAPP: {
    shape: z.enum(['web', 'cloud']).optional(),
    example: 'cloud',
    is: 'web for a linked phone or cloud for the Business Cloud API of Meta',
  },
  WHATSAPP_PHONE_NUMBER_ID: {
    shape: z
      .string()
      .regex(/^\d{5,20}$/)
      .optional(),
    example: '106540352242922',
    is: 'the id of the number in the App Dashboard (WhatsApp, API Setup), which is not the number itself',
  },
  WHATSAPP_ACCESS_TOKEN: {
    shape: z
      .string()
      .regex(/^[!-~]{20,}$/)
      .optional(),
    example: 'the permanent token of a system user, EAA…',
    is: 'an access token of Meta with the permission whatsapp_business_messaging',
  },
  WHATSAPP_APP_SECRET: {
    shape: z
      .string()
      .regex(/^[\da-f]{32}$/i)
      .optional(),
    example: 'the 32 digits in the App Dashboard under App settings, Basic',
    is: 'the app secret of 32 hexadecimal digits',
  },
  WHATSAPP_VERIFY_TOKEN: {
    shape: z
      .string()
      .regex(/^[\w-]{16,256}$/)
      .optional(),
    example: 'the output of: openssl rand -hex 32',
    is: '16 to 256 letters, digits, _ or -, entered in the App Dashboard as well',
  },
  WHATSAPP_API_VERSION: {
    shape: z
      .string()
      .regex(/^v\d{2,3}\.\d$/)
      .default('v25.0'),
    example: 'v25.0',
    is: 'a version of the Graph API',
  },
  WHATSAPP_API_ROOT: {
    shape: z.url({ protocol: /^https?$/ }).default('https://graph.facebook.com'),
    example: 'https://graph.facebook.com',
    is: 'the address of the Graph API server',
  },
  WHATSAPP_PHONE: {
    shape: z
      .string()
      .regex(/^\d{8,15}$/)
      .optional(),
    example: '212600000000',
    is: 'the number of the spare phone with the code of its country, digits only',
  },
  WHATSAPP_PAGE: {
    shape: z
      .string()
      .regex(/\.html$/)
      .optional(),
    example: './2.3000.0.html',
    is: 'a file with the page of WhatsApp Web, whose name ends in .html',
  },
} as const

type Name = keyof typeof variables

/** Without them the Cloud API neither brings nor takes anything. */
const cloudVariables = [
  'WHATSAPP_PHONE_NUMBER_ID',
  'WHATSAPP_ACCESS_TOKEN',
  'WHATSAPP_APP_SECRET',
  'WHATSAPP_VERIFY_TOKEN',
] as const satisfies readonly Name[]

export interface Settings {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly logLevel: string
  /** Of the web chat from outside, `https://dalil.example.org`. */
  readonly publicOrigin?: string
  /** Authors see every answer with its findings at `/preview`: wherever NODE_ENV is not `production`. */
  readonly preview?: boolean
  /** Answers name their files, where NODE_ENV is `development`. */
  readonly fileNames?: boolean
  /** Named in the notice for people. */
  readonly operator?: string
  /** How people reach this Dalil beside the web, for links and codes. */
  readonly reach?: { readonly telegram?: string; readonly whatsapp?: string }
  readonly secret?: string
  readonly trustProxy: boolean
  /** Where the secretariat's pages listen, if not beside the web chat. */
  readonly admin?: { readonly host: string; readonly port: number }
  /** Prints reports, holds WhatsApp Web; looked for in the usual places where it is absent. */
  readonly chromium?: string
  readonly telegram?: {
    readonly token: string
    readonly apiRoot: string
    readonly webhook?: { readonly url: string; readonly secret: string }
  }
  readonly whatsappCloud?: {
    readonly phoneNumberId: string
    readonly accessToken: string
    readonly appSecret: string
    readonly verifyToken: string
    readonly apiVersion: string
    readonly apiRoot: string
  }
  readonly whatsappLinked?: {
    readonly chromium?: string
    /** Links by a pairing code in place of a QR code. */
    readonly phone?: string
    readonly page?: string
  }
}

/** What stops a start: a sentence a variable, with the variable's name, what is wrong and an example. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * Reads the variables of an environment; a `.env` file in the working directory fills in what is not set.
 * A value is never repeated in a problem where it may be a secret.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  envFile = '.env',
): SettingsResult {
  const values: Record<string, string | undefined> = { ...readEnvFile(envFile), ...environment }
  const problems: string[] = []
  const read = <N extends Name>(name: N): z.infer<(typeof variables)[N]['shape']> | undefined => {
    const row = variables[name]
    const parsed = row.shape.safeParse(blankIsUnset(values[name]))
    if (parsed.success) return parsed.data as z.infer<(typeof variables)[N]['shape']> // zod loses the row's type through the union
    const secret = name.includes('TOKEN') || name.includes('SECRET')
    const given = secret ? 'The value given' : `"${values[name]}"`
    problems.push(`${name}: ${given} is not ${row.is}. Example: ${name}=${row.example}`)
    return undefined
  }
  const host = read('HOST')
  const portNumber = read('PORT')
  const dataDir = read('DATA_DIR')
  const logLevel = read('LOG_LEVEL')
  const publicUrl = read('PUBLIC_URL')
  const operator = read('OPERATOR')
  const secret = read('DALIL_SECRET')
  const trustProxy = read('TRUST_PROXY')
  const adminPort = read('ADMIN_PORT')
  const adminHost = read('ADMIN_HOST')
  const chromium = read('CHROMIUM_PATH')
  const token = read('TELEGRAM_BOT_TOKEN')
  const botName = read('TELEGRAM_BOT_NAME')
  const whatsappNumber = read('WHATSAPP_NUMBER')
  const url = read('TELEGRAM_WEBHOOK_URL')
  const webhookSecret = read('TELEGRAM_WEBHOOK_SECRET')
  const apiRoot = read('TELEGRAM_API_ROOT')
  if (adminHost && adminPort === undefined && !problems.some((problem) => problem.startsWith('ADMIN_PORT')))
    problems.push(
      `ADMIN_PORT: missing, and ADMIN_HOST is set, so the secretariat's pages would stay beside the web chat. Example: ADMIN_PORT=${variables.ADMIN_PORT.example}`,
    )
  // Whoever has named a browser for the reports need not name it again.
  const phone = read('WHATSAPP_PHONE')
  const page = read('WHATSAPP_PAGE')
  if (url && !webhookSecret && !problems.some((problem) => problem.startsWith('TELEGRAM_WEBHOOK_SECRET')))
    problems.push(
      `TELEGRAM_WEBHOOK_SECRET: missing, and TELEGRAM_WEBHOOK_URL is set, so anybody could send forged messages. Example: TELEGRAM_WEBHOOK_SECRET=${variables.TELEGRAM_WEBHOOK_SECRET.example}`,
    )
  if ((url || webhookSecret) && !token && !problems.some((problem) => problem.startsWith('TELEGRAM_BOT_TOKEN')))
    problems.push(
      `TELEGRAM_BOT_TOKEN: missing, and a Telegram webhook is set. Example: TELEGRAM_BOT_TOKEN=${variables.TELEGRAM_BOT_TOKEN.example}`,
    )
  const whatsapp = read('WHATSAPP')
  const phoneNumberId = read('WHATSAPP_PHONE_NUMBER_ID')
  const accessToken = read('WHATSAPP_ACCESS_TOKEN')
  const appSecret = read('WHATSAPP_APP_SECRET')
  const verifyToken = read('WHATSAPP_VERIFY_TOKEN')
  const apiVersion = read('WHATSAPP_API_VERSION')
  const graphRoot = read('WHATSAPP_API_ROOT')
  const cloud =
    whatsapp === 'cloud' && phoneNumberId && accessToken && appSecret && verifyToken && apiVersion && graphRoot
  if (whatsapp === 'cloud' && !cloud)
    for (const name of cloudVariables)
      if (!values[name])
        problems.push(`${name}: missing, and WHATSAPP is "cloud". Example: ${name}=${variables[name].example}`)
  if (problems.length > 0 || !host || portNumber === undefined || !dataDir || !logLevel || !apiRoot)
    return { ok: false, problems }
  return {
    ok: true,
    settings: {
      host,
      port: portNumber,
      dataDir,
      logLevel,
      trustProxy: trustProxy === 'true',
      preview: values.NODE_ENV !== 'production',
      fileNames: values.NODE_ENV === 'development',
      ...(publicUrl && { publicOrigin: new URL(publicUrl).origin }),
      ...(operator && { operator }),
      reach: { ...(botName && { telegram: botName }), ...(whatsappNumber && { whatsapp: whatsappNumber }) },
      ...(secret && { secret }),
      ...(adminPort !== undefined && { admin: { host: adminHost ?? '127.0.0.1', port: adminPort } }),
      ...(chromium && { chromium }),
      ...(token && {
        telegram: { token, apiRoot, ...(url && webhookSecret && { webhook: { url, secret: webhookSecret } }) },
      }),
      ...(cloud && {
        whatsappCloud: { phoneNumberId, accessToken, appSecret, verifyToken, apiVersion, apiRoot: graphRoot },
      }),
      ...(whatsapp === 'web' && {
        whatsappLinked: {
          ...(chromium && { chromium }),
          ...(phone && { phone }),
          ...(page && { page: resolve(page) }),
        },
      }),
    },
  }
}

function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch {
    return {} // no .env is the usual case
  }
}
