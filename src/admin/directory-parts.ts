/** What the pages of the directory are made from, handed over once. */
import type { Directory } from '../directory/directory.ts'
import type { ReadText } from '../knowledge/exchange.ts'
import type { Library } from '../knowledge/library.ts'
import type { ReferralStore } from '../store/store.ts'
import type { Audit } from './audit.ts'
import type { AdminWords } from './words.ts'

export interface DirectoryParts {
  readonly directory: Directory
  readonly store: ReferralStore
  /** As people read it. */
  readonly library: () => Library
  /** As the files say it. */
  readonly content: () => Library
  /** A file of the content, by its path from the root of the project. */
  readonly readText: ReadText
  readonly audit: Audit
  readonly words: AdminWords
  /** Milliseconds since 1970. */
  readonly now: () => number
}
