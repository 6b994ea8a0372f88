/**
 * The web chat in the browser: what is written or tapped goes to the server, what comes back is shown. Nothing is kept
 * but in this page's memory. The page comes ready from the server; this file makes it answer.
 * Syntax and functions that Chrome 80 knows, for old telephones.
 */
import type { ReplyLanguage } from '../languages.ts'
import type { Reply } from '../message.ts'
import { element, find } from './dom.client.ts'
import { watchForExit } from './exit.client.ts'
import { renderChoices, renderOwn, renderReply } from './render.client.ts'
import { createTalk, type Outcome, type Outgoing } from './talk.client.ts'
import { createWords, languageNamed, type PageData, type WordKey } from './words.client.ts'

const log = find('log', HTMLElement)
const form = find('form', HTMLFormElement)
const question = find('question', HTMLTextAreaElement)
const typing = find('typing', HTMLElement)
const unreachable = find('unreachable', HTMLElement)
const languageSwitch = find('language', HTMLSelectElement)

const data = JSON.parse(find('data', HTMLElement).textContent ?? '') as PageData // written by page.ts from the same type
const words = createWords(data, document.documentElement, languageSwitch)
const talk = createTalk()
/** Set once the person has chosen a language; until then the page follows the replies. */
let chosen: ReplyLanguage | undefined
/** Messages without an answer yet. */
let waiting = 0
/** Arrow keys on the closed switch pass through all the languages; this long on one means that it is meant. */
const settledMillis = 700
let switching: number | undefined

form.addEventListener('submit', (event) => {
  event.preventDefault()
  sendQuestion()
})
question.addEventListener('input', fitQuestion)
question.addEventListener('keydown', (event) => {
  // While an Arabic or Latin keyboard still composes a word, Enter belongs to it.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  sendQuestion()
})
log.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button') : null
  if (!button) return
  const { choice } = button.dataset
  // The button is about to be disabled or taken away, which would leave the keyboard nowhere.
  if (event.detail === 0 || !isTouched()) question.focus({ preventScroll: true })
  if (choice === 'forget') void forget()
  else if (choice !== undefined) tap(choice, button.textContent ?? '')
  else if (button.hasAttribute('data-locate')) locate(button.textContent ?? '')
})
languageSwitch.addEventListener('change', () => {
  choose(languageSwitch.value)
  if (!log.querySelector('.own')) showWelcome()
  clearTimeout(switching)
  switching = window.setTimeout(repeatAnswer, settledMillis)
})
find('new', HTMLElement).addEventListener('click', startAnew)
find('forget', HTMLElement).addEventListener('click', () => void forget())
find('skip', HTMLElement).addEventListener('click', (event) => {
  event.preventDefault() // the address of a part of the page would be one more entry in the history
  question.focus()
})
watchForExit(find('exit', HTMLAnchorElement), find('hint', HTMLElement), words, talk.erase)
addEventListener('offline', () => showUnreachable(true))
addEventListener('online', () => showUnreachable(false))
// Browsers keep a page that was left, to show it again at "Back": it must not hold the conversation.
addEventListener('pagehide', startAnew)
beginByLink()

/**
 * An organisation's link, or the topic that its widget names. The word leaves the address bar at once: whoever looks at
 * it, or at the history, learns nothing.
 */
function beginByLink(): void {
  const asked = new URLSearchParams(location.search)
  const framed = location.pathname === '/embed'
  const word = framed ? asked.get('r') : location.pathname.replace(/^\/r\//, '')
  const topic = framed ? asked.get('topic') : null
  const referral = word && /^[\w-]{1,64}$/.test(word) ? word : undefined
  const button = topic && /^[a-z-]+\.[a-z-]+$/.test(topic) ? `topic:${topic}` : undefined
  const first: Outgoing | undefined = referral ? { referral } : button ? { button } : undefined
  if (!first) return
  history.replaceState(null, '', framed ? '/embed' : '/')
  // Holds the failure and "Retry", where there is one.
  const place = element('div', { class: 'message' })
  void deliver(first, place).then((reply) => reply && place.remove())
}

function sendQuestion(): void {
  const text = question.value.trim()
  // On glass the keyboard would cover half of the reply.
  if (isTouched() && text !== '') question.blur()
  else question.focus()
  if (text === '') return
  question.value = ''
  fitQuestion()
  void send({ text }, text)
}

function tap(choice: string, label: string): void {
  if (choice.startsWith('language:')) choose(choice.slice('language:'.length))
  void send({ button: choice }, label)
}

function choose(language: string): void {
  chosen = languageNamed(language)
  words.show(chosen)
}

/** The answer that is being read, in the language just chosen. */
function repeatAnswer(): void {
  const [option] = languageSwitch.selectedOptions
  if (option && talk.isKnown()) tap(`language:${option.value}`, option.text)
}

/** Shows the message at once; the answer, or why there is none, comes below it. */
function send(message: Outgoing, label: string): Promise<Reply | undefined> {
  const own = renderOwn(label, words.of(words.language()))
  return deliver(message, own)
}

async function deliver(message: Outgoing, own: HTMLElement): Promise<Reply | undefined> {
  log.append(own)
  wait(1)
  scrollTo(0, document.documentElement.scrollHeight)
  const outcome = await talk.send({ ...message, ...languageFor(message) })
  if (outcome.kind === 'ended') return undefined
  wait(-1)
  if (outcome.kind !== 'reply') {
    showFailure(outcome, message, own)
    return undefined
  }
  showUnreachable(false)
  if (message.text !== undefined) own.lang = words.of(outcome.reply.language).tag
  showReply(outcome.reply)
  return outcome.reply
}

/**
 * A language that was chosen goes with every message. A button says nothing of the language it was read in, so a talk
 * that begins with one says it.
 */
function languageFor(message: Outgoing): { lang?: ReplyLanguage } {
  if (chosen) return { lang: chosen }
  const first = message.text === undefined && !talk.isKnown()
  return first ? { lang: words.language() } : {}
}

function showReply(reply: Reply): void {
  if (!chosen && reply.language !== words.language()) words.show(reply.language)
  const language = words.of(reply.language)
  for (const old of log.querySelectorAll('.choices')) old.remove()
  const shown = renderReply(reply, language)
  log.append(shown)
  // A frame on another site is not given the position.
  const mayLocate = isSecureContext && 'geolocation' in navigator && window === top
  if (reply.choices.length > 0) log.append(renderChoices(reply.choices, language, mayLocate))
  wait(0)
  scrollToStart(shown)
}

/** The message stays where it is, with the reason and a way to send it again. */
function showFailure(outcome: Outcome, message: Outgoing, own: HTMLElement): void {
  const tooMany = outcome.kind === 'too-many'
  const retry = element('button', { type: 'button', disabled: tooMany }, words.say('retry'))
  const failure = element('p', { class: 'failure' }, words.say(tooMany ? 'tooMany' : 'failed'), ' ', retry)
  if (tooMany) setTimeout(() => retry.removeAttribute('disabled'), outcome.retryAfterSeconds * 1000)
  retry.addEventListener('click', () => {
    failure.remove()
    void deliver(message, own)
  })
  own.append(failure)
  if (!tooMany) showUnreachable(true)
  scrollToStart(own)
}

/** Erases both sides: the page at once, the server's as soon as it hears of it. */
async function forget(): Promise<void> {
  if (talk.isKnown()) {
    log.textContent = ''
    if (!(await send({ button: 'forget' }, words.say('forget')))) return
  }
  startAnew()
  log.prepend(renderNotice('forgotten'))
  scrollTo(0, 0)
}

function startAnew(): void {
  talk.end()
  waiting = 0
  question.value = ''
  fitQuestion()
  showWelcome()
  wait(0)
  showUnreachable(false)
  scrollTo(0, 0)
}

function showWelcome(): void {
  const language = words.of(words.language())
  log.textContent = ''
  log.append(renderReply(language.welcome, language), renderChoices(language.welcome.choices, language, false))
}

/** Only as exact as finding a city needs: two decimals are about a kilometre. */
function locate(label: string): void {
  typing.textContent = words.say('findingPosition')
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const place = { latitude: Number(coords.latitude.toFixed(2)), longitude: Number(coords.longitude.toFixed(2)) }
      void send({ place }, label)
    },
    () => {
      wait(0)
      const shown = renderNotice('noPosition')
      log.insertBefore(shown, log.querySelector('.choices'))
      scrollToStart(shown)
    },
    { timeout: 10_000, maximumAge: 600_000 },
  )
}

/** What the page says without the server. */
function renderNotice(key: WordKey): HTMLElement {
  const language = words.language()
  const block = { kind: 'paragraph', text: [words.say(key)] } as const
  return renderReply({ language, blocks: [block], choices: [], urgent: false }, words.of(language))
}

/** While an answer is awaited, choices cannot be tapped twice. */
function wait(change: -1 | 0 | 1): void {
  waiting += change
  typing.textContent = waiting > 0 ? words.say('typing') : ''
  for (const button of log.querySelectorAll<HTMLButtonElement>('.choices button')) button.disabled = waiting > 0
}

/** A long answer is read from its beginning, not from where it ends. */
function scrollToStart(shown: HTMLElement): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  shown.scrollIntoView({ block: 'start', behavior: still ? 'auto' : 'smooth' })
}

function showUnreachable(shown: boolean): void {
  unreachable.hidden = !shown
}

function isTouched(): boolean {
  return matchMedia('(pointer: coarse)').matches
}

function fitQuestion(): void {
  question.style.height = 'auto'
  question.style.height = `${question.scrollHeight}px`
}
