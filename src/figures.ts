/** Opens the exit for numbers with the lists that it shows whole: the same for the service and for `dalil report`. */
import type { Library } from './knowledge/library.ts'
import { vocabularyOf } from './knowledge/vocabulary.ts'
import type { Settings } from './settings.ts'
import { type Disclosure, openDisclosure } from './signals/disclose.ts'
import type { SignalStore } from './store/store.ts'

/** @param now milliseconds since 1970 */
export function openFigures(
  store: SignalStore,
  library: () => Library,
  settings: Settings,
  now: () => number,
): Promise<Disclosure> {
  return openDisclosure({
    store,
    now,
    lists: () => ({ ...vocabularyOf(library()), channels: channelsOf(settings), referrals: [] }),
  })
}

function channelsOf({ telegram, whatsappCloud, whatsappLinked }: Settings): string[] {
  return ['web', ...(telegram ? ['telegram'] : []), ...(whatsappCloud || whatsappLinked ? ['whatsapp'] : [])]
}
