/**
 * All that we say on a topic, for a page or a sheet of paper that everybody reads: every section and every situation,
 * where a chat shows only what one person asked for.
 */
import type { ReplyLanguage } from '../languages.ts'
import type { Block, TopicId } from '../message.ts'
import { situations } from '../message.ts'
import type { SectionName } from './answer.ts'
import { composeSources, composeWhere, openAnswer, partBlock } from './compose.ts'
import type { Library } from './library.ts'

export interface Section {
  /** Short and stable, for an anchor: `steps`, `no-papers`. */
  readonly id: string
  readonly heading: string
  readonly blocks: readonly Block[]
}

export interface WholeAnswer {
  readonly title: string
  /** In which it is really written. */
  readonly language: ReplyLanguage
  readonly direct: readonly Block[]
  /** What to do, papers, cost, time: those that the answer has. */
  readonly sections: readonly Section[]
  readonly situations: readonly Section[]
  readonly uncertain?: Section
  /** The topic's own words and the services of the whole country; those of a city are on the city's page. */
  readonly where?: Section
  readonly sources: readonly Block[]
}

/** More than any topic has: the page shows all of them. */
const allServices = 40

/** @returns undefined where the topic has no answer in any language that this person may read */
export function composeWhole(library: Library, topic: TopicId, language: ReplyLanguage): WholeAnswer | undefined {
  const opened = openAnswer(library, { topic, language })
  const about = library.topics.get(topic)
  if (!opened || !about) return undefined
  const { answer, fill } = opened
  const section = (name: SectionName, id: string, heading: string): Section[] => {
    const blocks = (answer.sections.get(name) ?? []).map((part) => partBlock(part, fill))
    return blocks.length > 0 ? [{ id, heading: library.say(opened.language, heading), blocks }] : []
  }
  const [uncertain] = section('uncertain', 'uncertain', 'section.uncertain')
  const [heading, ...where] = composeWhere(library, { topic, language: opened.language, limit: allServices })
  // People without papers read this too, and may be arrested there; every page names the police among the lines for danger.
  const police = new Set(library.services.filter((service) => service.police).map(({ name }) => name))
  const open = where.filter((block) => block.kind !== 'service' || !police.has(block.name))
  return {
    title: answer.title,
    language: opened.language,
    direct: answer.direct.map((text) => ({ kind: 'paragraph', text: fill(text) })),
    sections: (['steps', 'papers', 'cost', 'time'] as const).flatMap((name) => section(name, name, `section.${name}`)),
    situations: situations.flatMap((one) => section(`situation ${one}`, one, `situation.${one}`)),
    ...(uncertain && { uncertain }),
    ...(heading?.kind === 'heading' && { where: { id: 'where', heading: heading.text, blocks: open } }),
    sources: composeSources(library, about, opened.language),
  }
}
