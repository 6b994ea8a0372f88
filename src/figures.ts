/** Opens the exit for numbers with the lists that it shows whole: the same for the service and for `dalil report`. */
import type { Library } from './knowledge/library.ts'
import { vocabularyOf } from './knowledge/vocabulary.ts'
import { type Disclosure, openDisclosure } from './signals/disclose.ts'
import type { Store } from './store/store.ts'

/** @param now milliseconds since 1970 */
export function openFigures(store: Store, library: () => Library, now: () => number): Promise<Disclosure> {
  return openDisclosure({
    store,
    now,
    lists: () => ({ ...vocabularyOf(library()), channels: ['web', 'telegram', 'whatsapp'] }),
  })
}
