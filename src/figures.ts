/** Opens the exit for numbers with the lists that it shows whole: the same for the service and for `dalil report`. */
import type { Library } from './knowledge/library.ts'
import { vocabularyOf } from './knowledge/vocabulary.ts'
import { type Disclosure, openDisclosure } from './signals/disclose.ts'
import type { SignalStore } from './store/store.ts'

/** @param now milliseconds since 1970 */
export function openFigures(store: SignalStore, library: () => Library, now: () => number): Promise<Disclosure> {
  return openDisclosure({
    store,
    now,
    // All channels, also those that are switched off by now: a quarter keeps what it counted.
    lists: () => ({ ...vocabularyOf(library()), channels: ['web', 'telegram', 'whatsapp'], referrals: [] }),
  })
}
