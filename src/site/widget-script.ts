/** `/widget.js`: the words of all languages, then the script, in a scope of its own on somebody else's page. */
import type { Library } from '../knowledge/library.ts'
import { directionOf } from '../languages.ts'
import { joinModules } from './assets.ts'
import { offeredLanguages } from './page-list.ts'
import type { WidgetWords } from './widget.client.ts'

export function renderWidgetScript(library: Library): string {
  const words = Object.fromEntries(
    offeredLanguages(library).map((language): [string, WidgetWords] => [
      language,
      {
        direction: directionOf(language),
        open: library.say(language, 'widget.open'),
        close: library.say(language, 'widget.close'),
        title: library.say(language, 'widget.title'),
      },
    ]),
  )
  return `(()=>{\nconst widgetWords=${JSON.stringify(words)}\n${joinModules('widget.client.ts')}})()\n`
}
