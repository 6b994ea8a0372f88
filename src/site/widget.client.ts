/**
 * The chat on the site of an organisation: `<script src="https://dalil.example.org/widget.js" data-lang="fr"></script>`
 * puts a button into the corner that opens the chat in a frame. Nothing of the page around is read or stored; its style
 * does not reach in (shadow root), and a strict policy of its own is no obstacle (styles are set by script).
 * A classic script, with syntax that Chrome 80 knows. `widget-script.ts` puts the words before it.
 */

/** By language; written by `widget-script.ts`. */
declare const widgetWords: Readonly<Record<string, WidgetWords>>

export interface WidgetWords {
  readonly direction: 'ltr' | 'rtl'
  readonly open: string
  readonly close: string
  readonly title: string
}

const script = document.currentScript
if (script instanceof HTMLScriptElement) startWidget(script)

function startWidget({ src, dataset }: HTMLScriptElement): void {
  const { lang = 'fr', topic, referral } = dataset
  const language = Object.hasOwn(widgetWords, lang) ? lang : 'fr'
  const words = widgetWords[language]
  if (!words) return
  const address = new URL('/embed', src)
  address.searchParams.set('lang', language)
  if (topic) address.searchParams.set('topic', topic)
  if (referral) address.searchParams.set('r', referral)

  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'closed' })
  const corner = words.direction === 'rtl' ? 'left' : 'right'
  // Against whatever the page says of its own `div`s.
  style(host, `all:initial;display:block;position:fixed;z-index:2147483647;bottom:12px;${corner}:12px`, 'important')
  const panel = document.createElement('div')
  panel.id = 'panel'
  panel.hidden = true
  const button = document.createElement('button')
  button.type = 'button'
  button.setAttribute('aria-controls', panel.id)
  style(
    button,
    'font:600 16px/1.3 system-ui,sans-serif;min-height:44px;padding:10px 18px;border:2px solid #fff;border-radius:24px;color:#fff;background:#0b5d56;cursor:pointer;box-shadow:0 1px 6px rgba(0,0,0,.4);margin:0',
  )
  for (const part of [panel, button]) {
    part.lang = language
    part.dir = words.direction
  }
  let frame: HTMLIFrameElement | undefined

  const show = (open: boolean) => {
    panel.hidden = !open
    button.textContent = open ? words.close : words.open
    button.setAttribute('aria-expanded', String(open))
    if (!open) return button.focus()
    frame = frame ?? makeFrame(address.href, words.title)
    if (!frame.isConnected) panel.append(frame)
    frame.focus()
  }
  button.addEventListener('click', () => show(panel.hidden !== false))
  root.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape' && !panel.hidden) show(false)
  })
  button.textContent = words.open
  button.setAttribute('aria-expanded', 'false')
  root.append(panel, button)
  const place = () => document.body.append(host)
  if (document.body) place()
  else document.addEventListener('DOMContentLoaded', place)
}

/** Loaded when somebody opens it, and never told which page it is on. */
function makeFrame(address: string, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.title = title
  frame.referrerPolicy = 'no-referrer'
  frame.src = address
  style(
    frame,
    'display:block;width:min(400px,calc(100vw - 24px));height:min(620px,calc(100vh - 90px));margin:0 0 8px;border:1px solid #767676;border-radius:8px;background:#fff',
  )
  return frame
}

function style(element: HTMLElement, rules: string, priority?: 'important'): void {
  for (const rule of rules.split(';')) {
    const at = rule.indexOf(':')
    element.style.setProperty(rule.slice(0, at), rule.slice(at + 1), priority)
  }
}
