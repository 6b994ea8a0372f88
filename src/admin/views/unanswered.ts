/**
 * `/admin/unanswered`: words of questions that got no answer, once ten conversations of a week used them. Beside the last
 * quarter stand the weeks since, because a new need cannot wait for the end of the next.
 */
import type { Topic } from '../../knowledge/library.ts'
import { writtenLanguages } from '../../languages.ts'
import { quarterOf } from '../../signals/calendar.ts'
import type { Period, Quarter, Week } from '../../signals/disclose.ts'
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
      const links = pageLinks(quarter, parts.library(), locale)
      const terms = await gatherTerms([{ kind: 'quarter', quarter }], parts)
      const since = await gatherTerms(await weeksSince(quarter, parts), parts)
      return html`<p>${locale.say('unanswered.why')}</p>
${since.length > 0 && html`<h2>${locale.say('unanswered.running')}</h2>${renderGroups(since, links, locale, 'since')}<h2>${locale.say('unanswered.inQuarter')}</h2>`}
${renderGroups(terms, links, locale, 'language')}`
    },
  })
}

/** Finished weeks of the running quarter, where the quarter is the one before it. */
async function weeksSince(quarter: Quarter, { disclosure }: DashboardParts): Promise<Period[]> {
  const last = (await disclosure.quarters()).at(-1)
  if (quarter !== last) return []
  const weeks = await disclosure.weeks()
  return weeks.filter((week) => quarterOf(week) > quarter).map((week) => ({ kind: 'week', week }))
}

async function gatherTerms(
  periods: readonly Period[],
  { disclosure, library, answers }: DashboardParts,
): Promise<Term[]> {
  const byTerm = new Map<string, { term: string; language: string; weeks: Term['weeks'][number][] }>()
  const found = await Promise.all(periods.map((period) => disclosure.terms(period)))
  for (const { term, language, week, conversations } of found.flat()) {
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
function renderGroups(terms: readonly Term[], links: Links, locale: AdminLocale, anchor: string): Piece {
  if (terms.length === 0) return html`<p>${locale.say('unanswered.none')}</p>`
  return [...writtenLanguages, 'unknown'].flatMap((code) => {
    const mine = terms.filter(({ language }) => language === code)
    if (mine.length === 0) return []
    const name = languageName(code, locale)
    const ordered = [...mine.filter(({ covered }) => !covered), ...mine.filter(({ covered }) => covered)]
    return renderSection(name, renderTerms(name, ordered, links, locale), `${anchor}-${code}`)
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
