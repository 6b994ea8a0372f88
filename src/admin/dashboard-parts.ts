/** What the secretariat's pages are made from, handed over once, and who may read them. */
import type { Library } from '../knowledge/library.ts'
import type { TopicId } from '../message.ts'
import type { Disclosure } from '../signals/disclose.ts'
import type { PrintPdf } from './pdf.ts'
import type { Role } from './view.ts'
import type { AdminWords } from './words.ts'

/** What a report is made from, with or without a server. */
export interface ReportParts {
  readonly library: () => Library
  readonly disclosure: Disclosure
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export interface DashboardParts extends ReportParts {
  readonly words: AdminWords
  /** The topic with which the assistant of today would answer, where it is sure of one. */
  readonly answers: (text: string) => Promise<TopicId | undefined>
  /** The sheet of these pages, for a report that is sent as a file. */
  readonly style: () => string
  /** Absent where no Chromium is found. */
  readonly print?: PrintPdf
}

/** Of all views and exports; an admin looks after accounts, and makes one of the secretariat to look. */
export const whoReads: readonly Role[] = ['secretariat']
