/**
 * A page that stands where web.whatsapp.com stands, so that the real whatsapp-web.js runs in a real Chromium without
 * any network but this machine: it defines the modules that the library asks for with `window.require('WAWeb…')`, as
 * its version 1.34.7 uses them, and is connected to `server.ts`, which is WhatsApp's servers and everybody's phone.
 *
 * Reproduced: linking by QR code and by pairing code, a session that outlives the browser (IndexedDB), messages that
 * came meanwhile and stand in the collections before the library listens, one that comes twice, states of the
 * connection, removal of the device on the phone, edited messages, calls, a quote, groups and broadcasts by their ids.
 * Not reproduced: encryption (no message is ever "ciphertext"), how long WhatsApp really takes, its rate limits and its
 * bans, history longer than what the server holds, media (a picture is its type and caption), ids that change between
 * `@c.us` and `@lid`, names and shapes of modules in a newer WhatsApp Web than the library knows: when those change,
 * the library breaks and no test here can see it.
 */

type Listener = (...given: unknown[]) => void

/** The few events of Backbone that the library listens to; `on` takes several names. */
class Emitter {
  private readonly listeners = new Map<string, Set<Listener>>()
  on(names: string, listener: Listener): void {
    for (const name of names.split(' ')) {
      const known = this.listeners.get(name) ?? new Set()
      this.listeners.set(name, known.add(listener))
    }
  }
  off(name: string, listener: Listener): void {
    this.listeners.get(name)?.delete(listener)
  }
  once(name: string, listener: Listener): void {
    const only: Listener = (...given) => {
      this.off(name, only)
      listener(...given)
    }
    this.on(name, only)
  }
  isHeard(name: string): boolean {
    return (this.listeners.get(name)?.size ?? 0) > 0
  }
  trigger(name: string, ...given: unknown[]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(...given)
  }
}

class Wid {
  readonly _serialized: string
  readonly user: string
  readonly server: string
  constructor(id: string) {
    const [user = '', server = ''] = id.split('@')
    this._serialized = id
    this.user = user
    this.server = server
  }
  isLid = () => this.server === 'lid'
  isUser = () => this.server === 'c.us' || this.server === 'lid'
  isGroup = () => this.server === 'g.us'
  isStatus = () => this._serialized === 'status@broadcast'
  toString = () => this._serialized
}

interface MessageFields {
  readonly id: string
  readonly chat: string
  readonly fromMe: boolean
  readonly type: string
  readonly t: number
  readonly body?: string
  readonly [more: string]: unknown
}

class Message extends Emitter {
  fields: MessageFields
  readonly id: { readonly fromMe: boolean; readonly remote: Wid; readonly id: string; readonly _serialized: string }
  readonly isNewMsg: boolean
  constructor(fields: MessageFields, isNew: boolean) {
    super()
    this.fields = fields
    this.isNewMsg = isNew
    this.id = {
      fromMe: fields.fromMe,
      remote: new Wid(fields.chat),
      id: fields.id,
      _serialized: `${fields.fromMe}_${fields.chat}_${fields.id}`,
    }
  }
  get body(): string {
    return this.fields.body ?? ''
  }
  get type(): string {
    return this.fields.type
  }
  get t(): number {
    return this.fields.t
  }
  serialize(): object {
    const { chat, fromMe, id: _id, ...more } = this.fields
    const [from, to] = fromMe ? [me, chat] : [chat, me]
    return { ...more, id: { ...this.id }, from: new Wid(from ?? ''), to: new Wid(to ?? ''), isNewMsg: this.isNewMsg }
  }
}

class Chat extends Emitter {
  readonly id: Wid
  readonly list: Message[] = []
  unreadCount = 0
  constructor(id: string) {
    super()
    this.id = new Wid(id)
  }
  msgs = { getModelsArray: () => this.list }
  get t(): number {
    return this.list.at(-1)?.t ?? 0
  }
  serialize(): object {
    const { id, t, unreadCount } = this
    return { id, t, unreadCount, formattedTitle: '', msgs: [] }
  }
}

const server = document.documentElement.dataset.server ?? ''
let me: string | null = null
let device = ''

/** @returns what the server answers; waits as long as it does */
async function tell(what: string, fields: object = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${server}/do`, {
    method: 'POST',
    body: JSON.stringify({ ...fields, do: what, device }),
  })
  if (!response.ok) throw new Error('refused')
  return (await response.json()) as Record<string, unknown> // the server stands in this folder
}

const messages = new Map<string, Message>()
const chats = new Map<string, Chat>()
const Msg = Object.assign(new Emitter(), {
  get: (id: string) => messages.get(id),
  getMessagesById: async () => ({ messages: [] }),
})
const ChatCollection = Object.assign(new Emitter(), {
  get: (id: Wid) => chats.get(String(id)),
  getModelsArray: () => [...chats.values()],
})
const Socket = Object.assign(new Emitter(), {
  state: 'OPENING',
  hasSynced: false,
  logout: () => tell('log out'),
})
const Conn = Object.assign(new Emitter(), { ref: '', platform: 'android', serialize: () => ({ pushname: 'Dalil' }) })
const Cmd = Object.assign(new Emitter(), { refreshQR: () => void tell('refresh') })

function become(state: string): void {
  Socket.state = state
  Socket.trigger('change:state', Socket, state)
}

function chatOf(id: string): Chat {
  const chat = chats.get(id) ?? new Chat(id)
  chats.set(id, chat)
  return chat
}

function take(fields: MessageFields, isNew: boolean, again = false): Message {
  const message = new Message(fields, isNew)
  const known = messages.get(message.id._serialized)
  if (known && !again) return known
  if (!known) {
    messages.set(message.id._serialized, message)
    chatOf(fields.chat).list.push(message)
  }
  if (!fields.fromMe) chatOf(fields.chat).unreadCount += 1
  if (isNew) Msg.trigger('add', message)
  return message
}

/** A link as WhatsApp's own finder would see it; the library only asks where it makes previews. */
const findLinks = () => []

const modules: Readonly<Record<string, unknown>> = {
  WAWebSocketModel: { Socket },
  WAWebCmd: { Cmd },
  WAWebConnModel: { Conn },
  WAWebCollections: { Msg, Chat: ChatCollection },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
  WAWebAltDeviceLinkingApi: {
    setPairingType: () => {},
    initializeAltDeviceLinking: async () => {},
    startAltLinkingFlow: async (phone: string) => (await tell('pair', { phone })).code,
  },
  WABase64: { encodeB64: (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)) },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: {
    waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: new Uint8Array(32) } }) },
  },
  WAWebSignalStoreApi: {
    waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: new Uint8Array(32) } }) },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'secret' },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me && new Wid(me), getMaybeMeLidUser: () => me && new Wid(me) },
  WAWebSyncGatingUtils: {},
  // The library takes over the first map that it finds here.
  WAWebCallCollection: { calls: new Map(), on: () => {} },
  WALinkify: { findLink: () => undefined, findLinks },
  WAWebWidFactory: { createWid: (id: string) => new Wid(String(id)), asUserWidOrThrow: (id: Wid) => id },
  WAWebFindChatAction: { findOrCreateLatestChat: async (id: Wid) => ({ chat: chatOf(String(id)) }) },
  WAWebStreamModel: { Stream: { markAvailable: () => {}, markUnavailable: () => {} } },
  WAWebUpdateUnreadChatAction: {
    sendSeen: async ({ chat }: { chat: Chat }) => {
      chat.unreadCount = 0
      await tell('seen', { chat: String(chat.id) })
    },
  },
  WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: () => false },
  WAWebMsgKey: class {
    readonly id: string
    readonly _serialized: string
    constructor({ to, id }: { to: Wid; id: string }) {
      this.id = id
      this._serialized = `true_${to}_${id}`
    }
    static newId = async () => `3EB0${crypto.randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`
  },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebSendMsgChatAction: {
    addAndSendMsgToChat(chat: Chat, given: { id: { id: string }; body: string; type: string; t: number }) {
      const fields = { ...given, id: given.id.id, chat: String(chat.id), fromMe: true }
      const { type, t, body } = given
      const shown = take({ id: fields.id, chat: fields.chat, fromMe: true, type, t, body }, true)
      return [Promise.resolve(shown), tell('send', { id: fields.id, chat: fields.chat, body })]
    },
  },
  WAWebChatStateBridge: {
    sendChatStateComposing: (chat: Wid) => tell('typing', { chat: String(chat) }),
    sendChatStatePaused: async () => {},
  },
  WAWebChatLoadMessages: { loadEarlierMsgs: async () => [] },
  WAWebMiscBrowserUtils: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
  WAWap: { wap: (name: string, attributes: object) => ({ name, attributes }), generateId: () => '1' },
  WADeprecatedSendIq: { deprecatedCastStanza: () => tell('reject call') },
}

/** A key that is kept as WhatsApp keeps its own: it outlives the browser, even one that is killed. */
async function keptDevice(): Promise<string> {
  const open = indexedDB.open('device', 1)
  open.onupgradeneeded = () => open.result.createObjectStore('keys')
  await new Promise((resolve, reject) => {
    open.onsuccess = resolve
    open.onerror = reject
  })
  const transaction = open.result.transaction('keys', 'readwrite', { durability: 'strict' })
  const keys = transaction.objectStore('keys')
  const read = keys.get('device')
  await new Promise((resolve) => {
    read.onsuccess = resolve
  })
  const kept = typeof read.result === 'string' ? read.result : crypto.randomUUID()
  keys.put(kept, 'device')
  await new Promise((resolve) => {
    transaction.oncomplete = resolve
  })
  return kept
}

interface Hello {
  readonly linked: boolean
  readonly ref: string
  readonly me: string
  readonly messages: readonly MessageFields[]
  readonly seen: readonly string[]
  readonly syncs: boolean
}

function open({ messages: kept, seen, me: number, syncs }: Hello): void {
  me = number
  for (const fields of kept) {
    take(fields, false)
    if (seen.includes(fields.id)) chatOf(fields.chat).unreadCount = 0
  }
  become('CONNECTED')
  if (!syncs) return
  Socket.hasSynced = true
  // WhatsApp needs seconds for this; by then the library listens.
  const wait = setInterval(() => {
    if (!Socket.isHeard('change:hasSynced')) return
    clearInterval(wait)
    Socket.trigger('change:hasSynced', Socket, true)
  }, 20)
}

function follow(events: EventSource): void {
  const on = <T>(name: string, act: (given: T) => unknown) =>
    events.addEventListener(name, ({ data }) => act(JSON.parse(data) as T)) // the server stands in this folder
  on<Hello>('hello', (hello) => {
    if (me !== null) return // the stream was cut and is there again
    Conn.ref = hello.ref
    if (hello.linked) open(hello)
    else become('UNPAIRED')
  })
  on<string>('ref', (ref) => {
    Conn.ref = ref
    Conn.trigger('change:ref', Conn, ref)
  })
  on<Hello>('linked', (hello) => open(hello))
  on<string>('state', become)
  on<{ fields: MessageFields; again: boolean }>('message', ({ fields, again }) => take(fields, true, again))
  on<{ id: string; body: string }>('edit', ({ id, body }) => {
    const message = messages.get(id)
    if (!message) return
    const before = message.body
    message.fields = { ...message.fields, body, latestEditSenderTimestampMs: Date.now() }
    Msg.trigger('change:body', message, body, before)
  })
  on<object>('call', (call) => {
    const { calls } = modules.WAWebCallCollection as { calls: Map<string, object> } // made above
    calls.set('call', call)
  })
  on<null>('logout', () => {
    Cmd.trigger('logout')
    location.search = '?post_logout=1'
  })
  on<null>('hang', () => {
    for (;;); // a page that answers nothing any more
  })
}

Object.assign(window, {
  Debug: { VERSION: '2.3000.0' },
  require: (name: string) => {
    if (!(name in modules)) throw new Error(`this page has no module ${name}`)
    return modules[name]
  },
})
device = await keptDevice()
follow(new EventSource(`${server}/events?device=${device}`))
