/** The page's own words in all languages, sent along with the page: the language changes without a request. */
import type { ReplyLanguage } from '../languages.ts'
import type { Reply } from '../message.ts'

/** Keys under `web.` in `locales/`, and `say`: `urgent.say` of the assistant. */
export type WordKey =
  | 'name'
  | 'skip'
  | 'exit'
  | 'exitAbout'
  | 'exitTwoMore'
  | 'exitOneMore'
  | 'language'
  | 'log'
  | 'you'
  | 'dalil'
  | 'question'
  | 'send'
  | 'typing'
  | 'choices'
  | 'useful'
  | 'newTalk'
  | 'forget'
  | 'forgotten'
  | 'failed'
  | 'tooMany'
  | 'retry'
  | 'unreachable'
  | 'call'
  | 'whatsapp'
  | 'map'
  | 'ambulance'
  | 'police'
  | 'gendarmerie'
  | 'children'
  | 'women'
  | 'usePosition'
  | 'findingPosition'
  | 'noPosition'
  | 'say'

export interface PageLanguage {
  /** Value of `lang` attributes. */
  readonly tag: string
  readonly direction: 'ltr' | 'rtl'
  readonly words: Readonly<Record<WordKey, string>>
  /** What stands on the page before anything was asked. */
  readonly welcome: Reply
}

/** The block `#data` of the page, written by `page.ts`. */
export type PageData = Readonly<Partial<Record<ReplyLanguage, PageLanguage>>>

export interface Words {
  /** The language of the labels now. */
  language(): ReplyLanguage
  of(language: ReplyLanguage): PageLanguage
  say(key: WordKey): string
  /** Every label, the direction of writing and the switch follow. */
  show(language: ReplyLanguage): void
}

/** @param root the `html` element, whose `data-language` says in which language the server wrote the page */
export function createWords(data: PageData, root: HTMLElement, languageSwitch: HTMLSelectElement): Words {
  let current = languageNamed(root.dataset.language ?? '')
  const of = (language: ReplyLanguage): PageLanguage => {
    const found = data[language]
    if (!found) throw new Error(`the page has no words in ${language}`)
    return found
  }
  return { language: () => current, of, say: (key) => of(current).words[key], show }

  function show(language: ReplyLanguage): void {
    if (!data[language]) return
    current = language
    const { tag, direction, words } = of(language)
    root.lang = tag
    root.dir = direction
    document.title = words.name
    languageSwitch.value = language
    for (const label of document.querySelectorAll<HTMLElement>('[data-word]'))
      label.textContent = words[label.dataset.word as WordKey] // written by page.ts from the same type
    for (const named of document.querySelectorAll<HTMLElement>('[data-word-label]'))
      named.setAttribute('aria-label', words[named.dataset.wordLabel as WordKey]) // written by page.ts from the same type
  }
}

/** Values of the switch, of `data-language` and of a `language:` choice, all written by the server. */
export function languageNamed(code: string): ReplyLanguage {
  return code as ReplyLanguage
}
