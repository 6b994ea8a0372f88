/** `/admin/unanswered`: words of questions that got no answer, once ten conversations of a week used them. */
import type { Topic } from '../../knowledge/library.ts'
import { writtenLanguages } from '../../languages.ts'
import type { Quarter, Week } from '../../signals/disclose.ts'
import { html, type Markup, type Piece } from '../../site/markup.ts'
import type { DashboardParts } from '../dashboard-parts.ts'
import { type Links, pageLinks } from '../links.ts'
import type { AdminLocale } from '../locale.ts'
import { languageName } from '../names.ts'
import { renderSection, renderTable } from '../parts.ts'
import type { AdminView } from '../view.ts'
import { createQuarterView } from './quarter-view.ts'

interface Term {
  readonly term: string
  readonly language: string
  readonly weeks: readonly { readonly week: Week; readonly conversations: number }[]
  /** Asked today, it would be answered with this. */
  readonly covered: Topic | undefined
}

export function createUnansweredView(parts: DashboardParts): AdminView {
  return createQuarterView(parts, {
    path: '/unanswered',
    nav: 'unanswered.title',
    audit: 'unanswered',
    title: ({ say }) => say('unanswered.title'),
    async render({ quarter, locale }) {
      const terms = await gatherTerms(quarter, parts)
      return html`<p>${locale.say('unanswered.why')}</p>${renderGroups(terms, pageLinks(quarter, parts.library(), locale), locale)}`
    },
  })
}

async function gatherTerms(quarter: Quarter, { disclosure, library, answers }: DashboardParts): Promise<Term[]> {
  const byTerm = new Map<string, { term: string; language: string; weeks: Term['weeks'][number][] }>()
  for (const { term, language, week, conversations } of await disclosure.terms({ kind: 'quarter', quarter })) {
    const key = `${language} ${term}`
    const known = byTerm.get(key) ?? { term, language, weeks: [] }
    known.weeks.push({ week, conversations })
    byTerm.set(key, known)
  }
  const terms: Term[] = []
  for (const { term, language, weeks } of byTerm.values()) {
    const topic = await answers(term)
    weeks.sort((a, b) => a.week.localeCompare(b.week))
    terms.push({ term, language, weeks, covered: topic && library().topics.get(topic) })
  }
  return terms.sort((a, b) => mostIn(b) - mostIn(a))
}

/** Conversations of its busiest week; weeks are not added, since one person may have come back. */
function mostIn({ weeks }: Term): number {
  return Math.max(...weeks.map(({ conversations }) => conversations))
}

/** By language, and within it what nobody answers yet before what is answered by now. */
function renderGroups(terms: readonly Term[], links: Links, locale: AdminLocale): Piece {
  if (terms.length === 0) return html`<p>${locale.say('unanswered.none')}</p>`
  return [...writtenLanguages, 'unknown'].flatMap((code) => {
    const mine = terms.filter(({ language }) => language === code)
    if (mine.length === 0) return []
    const name = languageName(code, locale)
    const ordered = [...mine.filter(({ covered }) => !covered), ...mine.filter(({ covered }) => covered)]
    return renderSection(name, renderTerms(name, ordered, links, locale), `language-${code}`)
  })
}

function renderTerms(name: string, terms: readonly Term[], links: Links, locale: AdminLocale): Markup {
  const { say, number, week } = locale
  return renderTable(
    {
      name,
      head: [
        say('unanswered.term'),
        say('unanswered.covered'),
        say('unanswered.lastWeek'),
        say('unanswered.weeks'),
        say('unanswered.most'),
      ],
      rows: terms.map((term) => [
        html`<bdi class="term">${term.term}</bdi>`,
        renderCovered(term, links, locale),
        week(term.weeks.at(-1)?.week ?? ''),
        number(term.weeks.length),
        number(mostIn(term)),
      ]),
    },
    { numbersFrom: 3 },
  )
}

function renderCovered({ covered }: Term, links: Links, locale: AdminLocale): Piece {
  if (!covered) return locale.say('unanswered.notCovered')
  const since = covered.added && html` ${locale.say('unanswered.since', { day: locale.day(covered.added) })}`
  return html`${links.topic(covered.id)}${since}`
}
