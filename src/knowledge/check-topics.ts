/** Topics and emergency cards as a whole: languages, sections, relations, sources, dates, the place in the menu. */
import { urgencyKinds } from '../message.ts'
import { type Add, requiredLanguages } from './check-report.ts'
import type { Library, Topic } from './library.ts'

/** @param today ISO day, for review dates */
export function checkTopics(library: Library, today: string, add: Add): void {
  for (const topic of library.topics.values()) {
    checkRelations(library, topic, add)
    checkSections(topic, add)
    if (topic.reviewBy < today)
      add(
        'warning',
        `${topic.folder}/topic.yaml`,
        'reviewBy',
        `the answer was to be read again by ${topic.reviewBy}`,
        'read it against its sources and set new dates',
      )
  }
}

export function checkMenu(library: Library, add: Add): void {
  const file = 'content/programmes.yaml'
  const listed = new Set(library.programmes.flatMap(({ topics }) => topics))
  for (const id of listed)
    if (!library.topics.has(id))
      add('error', file, id, `the topic "${id}" has no folder`, 'write it, or take it out of the menu')
  for (const id of library.topics.keys())
    if (!listed.has(id))
      add('error', file, undefined, `the topic "${id}" is not in the menu`, 'add it to its programme')
  for (const { id, osp, topics } of library.programmes) {
    const served = new Set(topics.flatMap((topic) => library.topics.get(topic)?.osp ?? []))
    for (const objective of osp)
      if (!served.has(objective))
        add(
          'error',
          file,
          `id: ${id}`,
          `no topic of "${id}" serves objective ${objective} of the strategy`,
          'add it to the osp of the topic that answers for it',
        )
  }
  for (const [id, answers] of library.smalltalk)
    for (const language of requiredLanguages)
      if (!answers.has(language))
        add(
          'error',
          `content/smalltalk/${id}/${language}.md`,
          undefined,
          'the text is missing in this language',
          'write it',
        )
}

export function checkCards(library: Library, add: Add): void {
  for (const kind of urgencyKinds) {
    const card = library.urgent.get(kind)
    if (!card) {
      add(
        'error',
        `content/urgent/${kind}/card.yaml`,
        undefined,
        `there is no emergency card for "${kind}"`,
        'write it',
      )
      continue
    }
    const file = `content/urgent/${kind}/card.yaml`
    if (!library.topics.has(card.topic))
      add('error', file, card.topic, `there is no topic "${card.topic}"`, 'use an id of content/programmes.yaml')
    for (const id of card.phones) {
      const service = library.services.find((known) => known.id === id)
      if (!service) add('error', file, id, `there is no service "${id}"`, 'use an id of content/services/')
      else if (service.phones.length === 0)
        add('error', file, id, `the service "${id}" has no phone`, 'name one that can be called')
    }
    for (const language of requiredLanguages)
      if (!card.answers.has(language))
        add(
          'error',
          `content/urgent/${kind}/${language}.md`,
          undefined,
          'the card is missing in this language',
          'write it',
        )
  }
}

function checkRelations(library: Library, topic: Topic, add: Add): void {
  const file = `${topic.folder}/topic.yaml`
  for (const id of topic.related)
    if (!library.topics.has(id))
      add('error', file, id, `there is no topic "${id}"`, 'use an id of content/programmes.yaml')
  for (const id of topic.services.always)
    if (!library.services.some((service) => service.id === id))
      add('error', file, id, `there is no service "${id}"`, 'use an id of content/services/')
  for (const key of topic.sources)
    if (!library.sources.has(key))
      add('error', file, key, `there is no source "${key}"`, 'add it to content/sources.yaml')
  for (const [id, fact] of Object.entries(topic.facts))
    if (!topic.sources.includes(fact.source))
      add(
        'error',
        file,
        `${id}:`,
        `the source of fact "${id}" is not among the sources of the topic`,
        `add ${fact.source} to sources`,
      )
}

/** All languages say the same: they have the same sections, and those for situations are the ones of `topic.yaml`. */
function checkSections(topic: Topic, add: Add): void {
  for (const language of requiredLanguages)
    if (!topic.answers.has(language))
      add(
        'error',
        `${topic.folder}/${language}.md`,
        undefined,
        'the answer is missing in this language',
        'write it, with the sections of fr.md',
      )
  const french = topic.answers.get('fr')
  if (!french) return
  const wanted = [...french.sections.keys()].join(', ')
  for (const [language, answer] of topic.answers) {
    const found = [...answer.sections.keys()].join(', ')
    if (found !== wanted)
      add(
        'error',
        `${topic.folder}/${language}.md`,
        undefined,
        `its sections (${found}) differ from those of fr.md (${wanted})`,
        'give all languages the same sections',
      )
  }
  const situations = [...french.sections.keys()]
    .filter((name) => name.startsWith('situation '))
    .map((name) => name.slice('situation '.length))
  if ([...situations].sort().join() !== [...topic.situations].sort().join())
    add(
      'error',
      `${topic.folder}/topic.yaml`,
      'situations',
      `situations are ${topic.situations.join(', ') || 'none'}, but fr.md has ${situations.join(', ') || 'none'}`,
      'make them the same',
    )
}
