/** Everything the assistant says, as replies: which blocks, in which order, with which choices. */

import {
  type AskedSection,
  answerLanguage,
  cityName,
  composeAnswer,
  composeService,
  composeSmalltalk,
  composeSourceLine,
  composeSources,
  composeUrgent,
  composeVariant,
  composeWhere,
  titleOf,
} from '../knowledge/compose.ts'
import { composeTerm } from '../knowledge/compose-term.ts'
import type { Term } from '../knowledge/glossary.ts'
import { composeHelper, composePapers, findHelpers, type HelperWish } from '../knowledge/helpers.ts'
import type { Library } from '../knowledge/library.ts'
import { citiesWithServices } from '../knowledge/services.ts'
import { languages, type ReplyLanguage, replyLanguages, type WrittenLanguage } from '../languages.ts'
import type { Block, Choice, CityId, Reply, Situation, TopicId, UrgencyKind } from '../message.ts'
import { composeNote } from './carry-note.ts'
import { type Chosen, choiceId } from './choices.ts'
import type { Talk } from './state.ts'

interface Circumstances {
  readonly city?: CityId
  readonly situation?: Situation
}

export interface AnswerOptions extends Circumstances {
  readonly only?: AskedSection
  readonly lead?: AskedSection
  readonly askSituation?: boolean
  /** The person says to be under eighteen: help for minors is offered first. */
  readonly minor?: boolean
}

export type Replies = ReturnType<typeof createReplies>

/** As the directory has them, for a sentence that names them. */
function emergencyNumbers(library: Library): { readonly ambulance: string; readonly police: string } {
  const numberOf = (id: string) => library.services.find((service) => service.id === id)?.phones[0]?.number ?? ''
  return { ambulance: numberOf('line-protection-civile-15'), police: numberOf('line-police-19') }
}

const minorsTopic = 'social.minors' as TopicId // a topic of the taxonomy

/** Buttons for cities under "where are you?"; more can be typed. */
const citiesOffered = 6

/**
 * @param language the person reads it; a text that is missing in it comes in the nearest one that has it
 * @param now milliseconds since 1970, for what is open now
 */
export function createReplies(library: Library, language: ReplyLanguage, now?: number) {
  const say = (key: string, values?: Readonly<Record<string, string | number>>) => library.say(language, key, values)
  const choice = (chosen: Chosen, label: string, quiet?: true): Choice => ({
    id: choiceId(chosen),
    label,
    ...(quiet && { quiet }),
  })
  const paragraph = (text: string): Block => ({ kind: 'paragraph', text: [text] })
  const topicChoice = (topic: TopicId): Choice => choice({ kind: 'topic', topic }, titleOf(library, topic, language))
  const menuChoice = () => choice({ kind: 'menu' }, say('choice.menu'))
  const humanChoice = () => choice({ kind: 'human' }, say('choice.human'))
  const make = (blocks: readonly Block[], choices: readonly Choice[], urgent = false): Reply => ({
    language,
    blocks,
    choices,
    urgent,
  })
  const feedback = (): Choice[] => [
    choice({ kind: 'useful', verdict: 'useful' }, say('choice.useful'), true),
    choice({ kind: 'useful', verdict: 'not-useful' }, say('choice.notUseful'), true),
    choice({ kind: 'useful', verdict: 'out-of-date' }, say('choice.outOfDate'), true),
  ]
  const programmeChoices = (): Choice[] =>
    library.programmes.map(({ id, titles }) => choice({ kind: 'programme', programme: id }, titles[language]))

  /** What one may ask next about a topic. */
  function nextChoices(topic: TopicId, { city, situation, minor }: Circumstances & { minor?: boolean }): Choice[] {
    const near = !city && citiesWithServices(library, topic, situation).length > 0
    const own = library.topics.get(topic)?.related ?? []
    const help = minorsTopic !== topic && minor && library.topics.has(minorsTopic)
    const related = help ? [minorsTopic, ...own.filter((id) => id !== minorsTopic)] : own
    const person = library.topics.get(topic)?.handOver ? [humanChoice()] : []
    return [
      ...person,
      ...(near ? [choice({ kind: 'cities' }, say('choice.near'))] : []),
      ...related.slice(0, 2).map(topicChoice),
      choice({ kind: 'sources' }, say('choice.sources')),
      menuChoice(),
      ...feedback(),
    ]
  }

  function sourceLine(topic: TopicId): Block[] {
    const found = library.topics.get(topic)
    return found ? [composeSourceLine(library, found, language)] : []
  }

  function situationChoices(topic: TopicId): Choice[] {
    const wanted = library.topics.get(topic)?.situations ?? []
    if (wanted.length === 0) return []
    return [
      ...wanted.map((situation) => choice({ kind: 'situation', situation }, say(`situation.${situation}`))),
      choice({ kind: 'situation', situation: 'declined' }, say('situation.declined')),
    ]
  }

  function helperCards(wish: Omit<HelperWish, 'limit'>, limit: number): Block[] {
    return findHelpers(library, { ...wish, limit }).map((service) => composeHelper(library, service, language, now))
  }

  return {
    answer(topic: TopicId, options: AnswerOptions): Reply {
      const blocks = composeAnswer(library, { topic, language, now, ...options })
      const ask = options.askSituation && !options.only ? situationChoices(topic) : []
      return {
        ...make(
          [...blocks, ...sourceLine(topic), ...(ask.length > 0 ? [paragraph(say('ask.situation'))] : [])],
          [...ask, ...nextChoices(topic, options)],
        ),
        language: answerLanguage(library, topic, language),
      }
    },

    /** Only what differs for this situation, since the rest has just been read. */
    variant(topic: TopicId, options: Circumstances & { readonly situation: Situation }): Reply {
      const blocks = composeVariant(library, { topic, language, now, ...options })
      return make([...blocks, ...sourceLine(topic)], nextChoices(topic, options))
    },

    several(topics: readonly TopicId[], options: Circumstances): Reply {
      const blocks = topics.flatMap((topic) =>
        composeAnswer(library, { topic, language, now, brief: true, ...options }),
      )
      return make(blocks, [
        ...topics.map((topic) =>
          choice({ kind: 'topic', topic }, say('choice.more', { topic: titleOf(library, topic, language) })),
        ),
        menuChoice(),
        ...feedback(),
      ])
    },

    urgent(
      kind: UrgencyKind,
      { topic, also, city, situation }: Circumstances & { topic: TopicId | undefined; also: TopicId | undefined },
    ): Reply {
      const card = composeUrgent(library, kind, language)
      const answered = also ?? topic
      const after = answered ? composeAnswer(library, { topic: answered, language, now, brief: true }) : []
      const where = answered
        ? composeWhere(library, {
            topic: answered,
            language,
            now,
            ...(city && { city }),
            ...(situation && { situation }),
          })
        : []
      const choices = [
        ...(answered
          ? [
              choice(
                { kind: 'topic', topic: answered },
                say('choice.more', { topic: titleOf(library, answered, language) }),
              ),
            ]
          : []),
        ...(topic && topic !== answered ? [topicChoice(topic)] : []),
        humanChoice(),
        ...(city ? [] : [choice({ kind: 'cities' }, say('choice.near'))]),
      ]
      return make([...card, ...after, ...where], choices, true)
    },

    urgentCard(kind: UrgencyKind): Reply {
      return make(composeUrgent(library, kind, language), [], true)
    },

    /** We are not sure that somebody is in danger: one line with the number, above the answer. */
    withAlarmLine(reply: Reply, kind: UrgencyKind): Reply {
      const [card] = composeUrgent(library, kind, reply.language)
      if (card?.kind !== 'urgent') return reply
      const line: Block = {
        kind: 'urgent',
        title: library.say(reply.language, 'urgent.ifDanger'),
        lines: [],
        say: [],
        phones: card.phones,
      }
      return { ...reply, urgent: true, blocks: [line, ...reply.blocks] }
    },

    where(topic: TopicId, options: Circumstances & { readonly city: CityId }): Reply {
      const blocks = composeWhere(library, { topic, language, now, limit: 6, ...options })
      const heading: Block = {
        kind: 'heading',
        text: `${titleOf(library, topic, language)} – ${cityName(library, options.city, language)}`,
      }
      const found =
        blocks.length > 0
          ? blocks
          : [paragraph(say('services.none', { city: cityName(library, options.city, language) }))]
      return make([heading, ...found], [topicChoice(topic), humanChoice(), menuChoice(), ...feedback()])
    },

    whichCity(topic: TopicId | undefined, situation: Situation | undefined): Reply {
      const cities = topic ? citiesWithServices(library, topic, situation) : library.cities
      const offered = cities
        .slice(0, citiesOffered)
        .map(({ id, names }) => choice({ kind: 'city', city: id }, names[language]))
      return make([paragraph(say('ask.city'))], [...offered, menuChoice()])
    },

    cityNoted(city: CityId): Reply {
      return make(
        [paragraph(say('city.noted', { city: cityName(library, city, language) }))],
        [...programmeChoices(), humanChoice()],
      )
    },

    /** Named organisations: those of the person's city first, four cards at most. */
    organisations(ids: readonly string[], city: CityId | undefined): Reply {
      const services = library.services
        .filter(({ id }) => ids.includes(id))
        .sort((a, b) => Number(b.city === city) - Number(a.city === city) || b.phones.length - a.phones.length)
        .slice(0, 4)
      const topics = [...new Set(services.flatMap((service) => service.topics))].slice(0, 3)
      return make(
        services.map((service) => composeService(library, service, language, now)),
        [...topics.filter((topic) => library.topics.has(topic)).map(topicChoice), menuChoice(), ...feedback()],
      )
    },

    /** Words of the glossary, each with its sentence, and the topics to go on with. */
    words(terms: readonly Term[]): Reply {
      const topics = [...new Set(terms.map(({ topic }) => topic))].filter((topic) => library.topics.has(topic))
      return make(
        terms.flatMap((term) => composeTerm(library, term, language)),
        [...topics.map(topicChoice), choice({ kind: 'sources' }, say('choice.sources')), menuChoice(), ...feedback()],
      )
    },

    withWords(reply: Reply, terms: readonly Term[], place: 'first' | 'last'): Reply {
      const words = terms.flatMap((term) => composeTerm(library, term, reply.language))
      return { ...reply, blocks: place === 'first' ? [...words, ...reply.blocks] : [...reply.blocks, ...words] }
    },

    sources(topic: TopicId): Reply {
      const found = library.topics.get(topic)
      const blocks = found ? composeSources(library, found, language) : []
      return make(
        [{ kind: 'heading', text: say('sources.of', { topic: titleOf(library, topic, language) }) }, ...blocks],
        [topicChoice(topic), menuChoice()],
      )
    },

    whichOne(topics: readonly TopicId[]): Reply {
      return make(
        [paragraph(say('ask.which'))],
        [...topics.map(topicChoice), choice({ kind: 'none' }, say('choice.none'))],
      )
    },

    /** Nothing is sure; these are nearest in meaning. */
    perhaps(topics: readonly TopicId[]): Reply {
      return make(
        [paragraph(say('unknown.perhaps'))],
        [...topics.map(topicChoice), choice({ kind: 'none' }, say('choice.none')), humanChoice()],
      )
    },

    unknown(): Reply {
      return make([paragraph(say('unknown.first'))], [...programmeChoices(), humanChoice()])
    },

    /**
     * A second time without an answer: people who can give one.
     * @param perhaps nearest in meaning, still offered
     */
    unknownAgain(wish: Omit<HelperWish, 'limit'>, perhaps: readonly TopicId[]): Reply {
      return make(
        [paragraph(say('unknown.again')), ...helperCards(wish, 3)],
        [
          ...(perhaps.length > 0 ? perhaps.map(topicChoice) : programmeChoices()),
          ...(wish.city ? [] : [choice({ kind: 'cities' }, say('choice.near'))]),
          humanChoice(),
        ],
      )
    },

    smalltalk(topic: TopicId): Reply {
      const choices =
        topic === 'bot.greeting' || topic === 'bot.help'
          ? [...programmeChoices(), humanChoice()]
          : [menuChoice(), humanChoice()]
      return make(composeSmalltalk(library, topic, language), choices)
    },

    menu(): Reply {
      return make(
        [paragraph(say('menu.title'))],
        [...programmeChoices(), humanChoice(), choice({ kind: 'languages' }, say('choice.languages'))],
      )
    },

    /** To messages that nobody could answer in their time. */
    late(): Reply {
      return { ...this.menu(), blocks: [paragraph(say('late.apology')), paragraph(say('menu.title'))] }
    },

    programme(id: string): Reply {
      const programme = library.programmes.find((known) => known.id === id)
      if (!programme) return this.menu()
      return make(
        [paragraph(say('menu.programme', { programme: programme.titles[language] }))],
        [...programme.topics.filter((topic) => library.topics.has(topic)).map(topicChoice), menuChoice()],
      )
    },

    welcome(): Reply {
      return make(
        [paragraph(say('welcome.hello')), paragraph(say('welcome.example'))],
        [...programmeChoices(), humanChoice(), choice({ kind: 'languages' }, say('choice.languages'))],
      )
    },

    /** Who suggested this, above the answer, and how to have it forgotten. The name keeps its own direction. */
    withReferral(reply: Reply, organisation: string): Reply {
      const line = paragraph(library.say(reply.language, 'referral.first', { name: `\u2068${organisation}\u2069` }))
      const drop = choice({ kind: 'drop' }, library.say(reply.language, 'choice.drop'))
      const quiet = reply.choices.filter((one) => one.quiet)
      const loud = reply.choices.filter((one) => !one.quiet)
      return { ...reply, blocks: [line, ...reply.blocks], choices: [...loud, drop, ...quiet] }
    },

    referralDropped(topic: TopicId | undefined): Reply {
      const onward = topic && library.topics.has(topic) ? [topicChoice(topic)] : []
      return make([paragraph(say('referral.dropped'))], [...onward, menuChoice()])
    },

    /** The first reply of a talk says who reads it, and offers Darija where it was written in Latin letters. */
    withNotice(reply: Reply, written: WrittenLanguage | undefined): Reply {
      const other =
        written && languages[written].answeredIn.find((code) => code !== reply.language && library.locales[code])
      const menu = menuChoice()
      const hasMenu = reply.choices.some(({ id }) => id === menu.id || id.startsWith('programme:'))
      const quiet = reply.choices.filter((one) => one.quiet)
      const loud = reply.choices.filter((one) => !one.quiet)
      return {
        ...reply,
        blocks: [...reply.blocks, { kind: 'note', text: [library.say(reply.language, 'welcome.privacy')] }],
        choices: [
          ...loud,
          ...(other ? [choice({ kind: 'language', language: other }, languages[other].name)] : []),
          ...(hasMenu ? [] : [menu]),
          ...quiet,
        ],
      }
    },

    /** People who help with this topic, here, in this situation, and what to expect of them. */
    human(wish: Omit<HelperWish, 'limit'>): Reply {
      const { topic, city } = wish
      const about = topic && library.topics.has(topic) ? topic : undefined
      return make(
        [
          ...composeSmalltalk(library, 'bot.human' as TopicId, language),
          ...(about ? [paragraph(say('handover.for', { topic: titleOf(library, about, language) }))] : []),
          ...helperCards(wish, 5),
          ...(about ? composePapers(library, about, language) : []),
        ],
        [
          ...(city ? [] : [choice({ kind: 'cities' }, say('choice.near'))]),
          choice({ kind: 'note' }, say('choice.note')),
          menuChoice(),
        ],
      )
    },

    /** A note to be shown or sent; where nothing was chosen yet, what can be. */
    note(talk: Talk): Reply {
      const blocks = composeNote(library, talk, language)
      const ask = talk.topic && !talk.situation ? situationChoices(talk.topic) : []
      const near = talk.city ? [] : [choice({ kind: 'cities' }, say('choice.near'))]
      if (blocks.length > 0) return make(blocks, [...near, humanChoice(), menuChoice()])
      return make([paragraph(say('note.empty'))], [...near, ...ask, ...programmeChoices()])
    },

    privacy(): Reply {
      return make(composeSmalltalk(library, 'bot.privacy' as TopicId, language), [
        choice({ kind: 'forget' }, say('choice.forget')),
        menuChoice(),
      ])
    },

    forgotten(): Reply {
      return make([paragraph(say('forget.done'))], [menuChoice()])
    },

    whichLanguage(): Reply {
      const offered = replyLanguages.filter((code) => library.locales[code])
      return make(
        [paragraph(say('ask.language'))],
        offered.map((code) => choice({ kind: 'language', language: code }, languages[code].name)),
      )
    },

    languageChanged(): Reply {
      return make([paragraph(say('language.changed'))], [...programmeChoices(), humanChoice()])
    },

    situationDeclined(): Reply {
      return make([paragraph(say('situation.fine'))], [menuChoice(), humanChoice()])
    },

    thanksForVerdict(verdict: 'useful' | 'not-useful' | 'out-of-date'): Reply {
      return make(
        [paragraph(say(`verdict.${verdict}`))],
        verdict === 'useful' ? [menuChoice()] : [humanChoice(), menuChoice()],
      )
    },

    unreadable(media: 'voice' | 'picture' | 'other'): Reply {
      return make([paragraph(say(`unreadable.${media}`, emergencyNumbers(library)))], [menuChoice(), humanChoice()])
    },

    farAway(): Reply {
      return make([paragraph(say('city.farAway'))], [choice({ kind: 'cities' }, say('choice.near')), menuChoice()])
    },

    slowDown(): Reply {
      return make([paragraph(say('limit.slowDown')), ...composeUrgent(library, 'medical', language)], [])
    },

    apology(): Reply {
      return make([paragraph(say('error.apology')), ...composeUrgent(library, 'medical', language)], [menuChoice()])
    },
  }
}
