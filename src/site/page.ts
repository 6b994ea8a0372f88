/**
 * The page of the web chat, written on the server so that the first screen needs no script and no request. All words
 * come from `locales/`; the script of the page finds its elements by the ids given here.
 */
import type { Library } from '../knowledge/library.ts'
import { directionOf, languages, type ReplyLanguage } from '../languages.ts'
import { type Choice, longestMessage, type Reply } from '../message.ts'
import type { Assets } from './assets.ts'
import { renderText } from './blocks.ts'
import { icon, neutralPage, tagOf } from './document.ts'
import { listEmergencyLines } from './emergency-lines.ts'
import { escapeHtml, html } from './markup.ts'
import { offeredLanguages } from './page-list.ts'
import type { PageData, PageLanguage, WordKey } from './words.client.ts'

const wordKeys: Readonly<Record<Exclude<WordKey, 'say'>, true>> = {
  name: true,
  skip: true,
  exit: true,
  exitAbout: true,
  exitTwoMore: true,
  exitOneMore: true,
  language: true,
  log: true,
  you: true,
  dalil: true,
  question: true,
  send: true,
  typing: true,
  choices: true,
  useful: true,
  newTalk: true,
  forget: true,
  forgotten: true,
  failed: true,
  tooMany: true,
  retry: true,
  unreachable: true,
  call: true,
  whatsapp: true,
  map: true,
  ambulance: true,
  police: true,
  gendarmerie: true,
  children: true,
  women: true,
  usePosition: true,
  findingPosition: true,
  noPosition: true,
}

/** @returns the whole document, the same for everybody who reads this language */
export function renderChatPage(library: Library, language: ReplyLanguage, assets: Assets): string {
  const page = pageLanguage(library, language)
  const word = (key: WordKey) => `data-word="${key}">${escapeHtml(page.words[key])}`
  const label = (key: WordKey) => `data-word-label="${key}" aria-label="${escapeHtml(page.words[key])}"`
  const numbers = renderNumbers(library, page)
  return `<!doctype html>
<html lang="${page.tag}" dir="${page.direction}" data-language="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<title>${escapeHtml(page.words.name)}</title>
<meta name="description" content="${escapeHtml(library.say(language, 'web.description'))}">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${assets.style}">
${assets.scripts.map((path) => `<script type="module" src="${path}"></script>`).join('\n')}
</head>
<body>
<a class="skip" id="skip" href="#question" ${word('skip')}</a>
<header>
<h1 ${word('name')}</h1>
<label class="visually-hidden" for="language" ${word('language')}</label>
<select id="language" autocomplete="off">
${renderOptions(library, language)}
</select>
<a class="exit" id="exit" href="${neutralPage}" role="button" draggable="false" rel="noreferrer noopener" aria-describedby="exit-about" ${word('exit')}</a>
<p class="visually-hidden" id="exit-about" ${word('exitAbout')}</p>
<p class="hint" id="hint" role="status"></p>
</header>
<main>
<noscript>
<div class="unreachable">
<p>${escapeHtml(library.say(language, 'web.noScript'))}</p>
<ul>${numbers}</ul>
<p><a href="/${language}/">${escapeHtml(library.say(language, 'public.withoutScript'))}</a></p>
<p>${renderLanguageLinks(library)}</p>
</div>
</noscript>
<div class="log" id="log" role="log" ${label('log')}>
${renderWelcome(page)}
</div>
<p class="typing" id="typing" role="status"></p>
<div class="unreachable" id="unreachable" role="alert" hidden>
<p ${word('unreachable')}</p>
<ul>${numbers}</ul>
</div>
<div class="composer">
<form id="form">
<label for="question" ${word('question')}</label>
<textarea id="question" rows="1" maxlength="${longestMessage}" dir="auto" autocomplete="off" spellcheck="false" enterkeyhint="send"></textarea>
<button class="send" ${word('send')}</button>
</form>
<div class="tools">
<button type="button" id="new" ${word('newTalk')}</button>
<button type="button" id="forget" ${word('forget')}</button>
</div>
</div>
</main>
<script type="application/json" id="data">${escapeScript(JSON.stringify(pageData(library)))}</script>
</body>
</html>
`
}

function renderOptions(library: Library, chosen: ReplyLanguage): string {
  return offeredLanguages(library)
    .map((language) => {
      const selected = language === chosen ? ' selected' : ''
      return `<option value="${language}" lang="${tagOf(language)}"${selected}>${escapeHtml(languages[language].name)}</option>`
    })
    .join('\n')
}

/** The switch of languages needs the script; these do not. */
function renderLanguageLinks(library: Library): string {
  return offeredLanguages(library)
    .map(
      (language) =>
        `<a href="/?lang=${language}" lang="${tagOf(language)}">${escapeHtml(languages[language].name)}</a>`,
    )
    .join(' · ')
}

/** As `render.client.ts` shows a reply; the welcome has paragraphs and small print only. */
function renderWelcome({ tag, direction, words, welcome }: PageLanguage): string {
  const paragraphs = welcome.blocks.map((block) => {
    if (block.kind === 'paragraph') return `<p>${escapeHtml(block.text.join(''))}</p>`
    if (block.kind === 'note') return html`<p class="note">${renderText(block.text)}</p>`.text
    return ''
  })
  const buttons = welcome.choices.map(
    ({ id, label }) => `<button type="button" data-choice="${escapeHtml(id)}">${escapeHtml(label)}</button>`,
  )
  return `<article class="message theirs" lang="${tag}" dir="${direction}"><span class="visually-hidden">${escapeHtml(words.dalil)}</span>${paragraphs.join('')}</article>
<div class="choices" lang="${tag}" dir="${direction}"><div role="group" aria-label="${escapeHtml(words.choices)}">${buttons.join('')}</div></div>`
}

/** The lines for people in danger, in the page from the start: they are needed most when nothing can be loaded. */
function renderNumbers(library: Library, page: PageLanguage): string {
  return listEmergencyLines(library)
    .map(
      ({ phone: { dial, display }, word }) =>
        `<li><a class="call" href="tel:${dial}"><span><bdi dir="ltr">${display}</bdi> <span data-word="${word}">${escapeHtml(page.words[word])}</span></span></a></li>`,
    )
    .join('')
}

function pageData(library: Library): PageData {
  return Object.fromEntries(offeredLanguages(library).map((language) => [language, pageLanguage(library, language)]))
}

function pageLanguage(library: Library, language: ReplyLanguage): PageLanguage {
  const keys = Object.keys(wordKeys) as Exclude<WordKey, 'say'>[] // the keys of the record above
  // The number is put in where it is known, in the browser.
  const words = keys.map((key) => [key, library.say(language, `web.${key}`, { number: '{{number}}' })])
  return {
    tag: tagOf(language),
    direction: directionOf(language),
    words: { ...Object.fromEntries(words), say: library.say(language, 'urgent.say') },
    welcome: welcomeReply(library, language),
  }
}

function welcomeReply(library: Library, language: ReplyLanguage): Reply {
  const say = (key: string) => library.say(language, key)
  const programmes: Choice[] = library.programmes.map(({ id, titles }) => ({
    id: `programme:${id}`,
    label: titles[language],
  }))
  return {
    language,
    blocks: [
      { kind: 'paragraph', text: [say('welcome.hello')] },
      { kind: 'paragraph', text: [say('welcome.example')] },
      {
        kind: 'note',
        text: [`${say('welcome.privacy')} `, { kind: 'link', title: say('notice.title'), url: `/${language}/notice` }],
      },
    ],
    choices: [...programmes, { id: 'human', label: say('choice.human') }],
    urgent: false,
  }
}

/** JSON within a script element: no text may close it. */
function escapeScript(json: string): string {
  return json.replaceAll('<', '\\u003c')
}
