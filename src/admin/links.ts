/** Where a page leads on, and a report, which is read on paper or as a file, does not. */
import type { Library } from '../knowledge/library.ts'
import type { TopicId } from '../message.ts'
import type { Quarter } from '../signals/disclose.ts'
import { html, type Markup } from '../site/markup.ts'
import type { AdminLocale } from './locale.ts'
import { topicName } from './names.ts'

export interface Links {
  topic(id: string): Markup
  /** @param page below `/admin`, for example `/content` */
  page(page: string, text: string): Markup
}

/** @param quarter that the next page shows too */
export function pageLinks(quarter: Quarter, library: Library, locale: AdminLocale): Links {
  const link = (address: string, text: string) => html`<a href="${address}">${text}</a>`
  return {
    topic(id) {
      const name = topicName(id, library, locale)
      const exists = library.topics.has(id as TopicId) // an id that is not there finds nothing
      return exists ? link(`/admin/topic/${id}?quarter=${quarter}`, name) : html`${name}`
    },
    page: (page, text) => link(`/admin${page}?quarter=${quarter}`, text),
  }
}

export function paperLinks(library: Library, locale: AdminLocale): Links {
  return { topic: (id) => html`${topicName(id, library, locale)}`, page: (_page, text) => html`${text}` }
}
