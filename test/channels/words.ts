/** The assistant's own words for channels that are tested without the whole assistant. */
import ar from '../../locales/ar.json' with { type: 'json' }
import ary from '../../locales/ary.json' with { type: 'json' }
import en from '../../locales/en.json' with { type: 'json' }
import es from '../../locales/es.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }
import pt from '../../locales/pt.json' with { type: 'json' }
import type { ChannelWords } from '../../src/channels/channel.ts'
import { createWords } from '../../src/knowledge/words.ts'

export const words: ChannelWords = createWords({ fr, ar, ary, en, es, pt })
