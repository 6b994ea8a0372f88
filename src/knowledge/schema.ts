/** The shapes of what authors write: topic, fact, source, service, city, emergency card, utterances. */
import * as z from 'zod'
import { type ReplyLanguage, replyLanguages, type WrittenLanguage, writtenLanguages } from '../languages.ts'
import { aspects, type CityId, otherPersons, situations, type TopicId, urgencyKinds, weekdays } from '../message.ts'

export const topicId = z
  .string()
  .regex(/^[a-z-]+\.[a-z-]+$/, 'is not a topic id such as health.coverage')
  .transform((id) => id as TopicId)
const cityId = z
  .string()
  .regex(/^[a-z-]+$/, 'is not a city id such as tanger')
  .transform((id) => id as CityId)
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a day such as 2026-11-24')
/** A day, a month, a year, or undated: as much as the source says. */
const sourceDate = z
  .string()
  .regex(/^(\d{4}(-\d{2}){0,2}|undated)$/, 'is not a date such as 2024-10, "2024" or undated')

const fact = z.strictObject({
  value: z.union([z.number(), z.string().min(1)]).optional(),
  /** The value is a year, month or day, printed in the words of the language. */
  date: z.boolean().optional(),
  source: z.string(),
  asOf: sourceDate,
  claim: z.string().min(1),
})
export type Fact = z.infer<typeof fact>

export const serviceKinds = ['hotline', 'un', 'ngo', 'public'] as const
export type ServiceKind = (typeof serviceKinds)[number]

export const topicFile = z.strictObject({
  id: topicId,
  programme: z.string(),
  osp: z.array(z.number().int().min(1).max(27)),
  /** The day from which it was answered, where it was added later: shown beside questions that nobody answered before. */
  added: day.optional(),
  reviewed: day,
  reviewBy: day,
  related: z.array(topicId).min(1).max(4),
  situations: z.array(z.enum(situations)),
  /** An answer alone does not help here: more organisations are named, and "talk to a person" is offered first. */
  handOver: z.boolean().default(false),
  services: z.strictObject({ kinds: z.array(z.enum(serviceKinds)), always: z.array(z.string()).default([]) }),
  sources: z.array(z.string()).min(1),
  facts: z.record(z.string().regex(/^[a-z0-9-]+$/), fact),
})
export type TopicFile = z.infer<typeof topicFile>

export const cardFile = z.strictObject({
  kind: z.enum(urgencyKinds),
  topic: topicId,
  phones: z.array(z.string()).max(3),
})
export type CardFile = z.infer<typeof cardFile>

/** A text in several languages; where one is missing, another is shown. */
const perLanguage = z.partialRecord(z.enum(replyLanguages), z.string().min(1))
export type PerLanguage = Readonly<Partial<Record<ReplyLanguage, string>>>

const days = z.array(z.enum(weekdays)).min(1)
const clockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is not a time such as "09:00"')
const openingSpan = z.union([
  z
    .strictObject({ days, from: clockTime, to: clockTime })
    .refine(({ from, to }) => from < to, { message: 'closes before it opens' }),
  /** As much as the source says: "Monday morning". */
  z.strictObject({ days, part: z.enum(['morning', 'afternoon']) }),
])
export type OpeningSpan = z.infer<typeof openingSpan>
/** Times on the clock of Morocco. The words that people read stand beside, in `hours`. */
const opening = z.union([
  z.literal('always'),
  z.strictObject({
    week: z.array(openingSpan).min(1),
    /** Where it is missing, nothing is said of a day in Ramadan. */
    ramadan: z.array(openingSpan).optional(),
    /** Single days on which it is closed. */
    closed: z.array(day).default([]),
  }),
])
export type Opening = z.infer<typeof opening>

export const serviceEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** Other names by which people ask for it. */
  aliases: z.array(z.string().min(2)).default([]),
  kind: z.enum(serviceKinds),
  /** Not offered to a person without papers, who may be arrested there; emergency cards name it as a choice. */
  police: z.boolean().default(false),
  city: z.string(),
  address: z.string().optional(),
  phones: z
    .array(
      z.strictObject({
        number: z.string().regex(/^(\+\d{9,15}|0\d{9}|\d{2,4})$/, 'is not a number such as "0537545400" or "15"'),
        whatsapp: z.boolean().optional(),
        hours: z.string().optional(),
      }),
    )
    .default([]),
  url: z.url({ protocol: /^https?$/ }).optional(),
  languages: z.array(z.string()).default([]),
  topics: z.array(topicId).min(1),
  who: z.array(z.enum(['regular', 'refugee', 'asylum-seeker', 'anyone'])).min(1),
  source: z.string(),
  asOf: sourceDate,
  /** When the organisation itself last said that all of this is right. */
  confirmed: day.optional(),
  emergency: z.boolean().default(false),
  hours: perLanguage.optional(),
  opening: opening.optional(),
  note: perLanguage.optional(),
})
export type Service = z.infer<typeof serviceEntry>
export const servicesFile = z.strictObject({ services: z.array(serviceEntry) })

/** `content/holidays.yaml`, where the directory has one: public holidays, each from a source. */
export const holidaysFile = z.strictObject({ holidays: z.array(z.strictObject({ day, source: z.string() })) })

const city = z.strictObject({
  id: cityId,
  names: z.record(z.enum(replyLanguages), z.string().min(1)),
  aliases: z.array(z.string()).default([]),
  neighbourhoods: z.array(z.string()).default([]),
  region: z.string(),
  latitude: z.number().min(20).max(37),
  longitude: z.number().min(-18).max(0),
  needsPreposition: z.boolean().default(false),
})
export type City = z.infer<typeof city>
const region = z.strictObject({ id: z.string(), names: z.record(z.enum(replyLanguages), z.string()) })
export type Region = z.infer<typeof region>
export const citiesFile = z.strictObject({
  cities: z.array(city),
  regions: z.array(region).length(12),
})

const source = z.strictObject({
  title: z.string().min(1),
  publisher: z.string().optional(),
  url: z.url().optional(),
  date: sourceDate,
  about: z.boolean().optional(),
})
export type Source = z.infer<typeof source>
export const sourcesFile = z.record(z.string(), source)

export const programmesFile = z.strictObject({
  programmes: z.array(
    z.strictObject({
      id: z.string(),
      osp: z.array(z.number().int()),
      titles: z.record(z.enum(replyLanguages), z.string().min(1).max(40)),
      topics: z.array(topicId),
    }),
  ),
  smalltalk: z.array(topicId),
})
export type Programme = z.infer<typeof programmesFile>['programmes'][number]

const listPerLanguage = z.partialRecord(z.enum(writtenLanguages), z.array(z.string().min(1)))
export type PhraseLists = Readonly<Partial<Record<WrittenLanguage, readonly string[]>>>

const utterance = z.union([
  z.string().min(1),
  z.strictObject({
    text: z.string().min(1),
    urgent: z.enum(urgencyKinds).optional(),
    also: z.array(topicId).optional(),
  }),
])
export const utterancesFile = z.strictObject({
  topic: z.string(),
  utterances: z.partialRecord(z.enum(writtenLanguages), z.array(utterance)),
})

export const dangerFile = z.strictObject({
  kinds: z.record(z.enum(urgencyKinds), listPerLanguage),
  calm: listPerLanguage,
})
export type DangerFile = z.infer<typeof dangerFile>

const whose = <Key extends string>(...owners: readonly Key[]) => z.record(z.enum(owners), listPerLanguage)
/** A number, negative for days that are past, as the key of its words. */
const byNumber = z.record(z.string().regex(/^-?\d{1,3}$/, 'is not a number'), listPerLanguage)
const perUnit = z.record(z.enum(['hours', 'days', 'weeks', 'months', 'years']), listPerLanguage)
const besideQuantity = z.strictObject({ before: listPerLanguage, behind: listPerLanguage })

/** What is left out of the words of unanswered questions before they are counted. */
export const unansweredFile = z.strictObject({
  introductions: listPerLanguage,
  addresses: listPerLanguage,
  names: listPerLanguage,
  stopWords: listPerLanguage,
})
export type UnansweredFile = z.infer<typeof unansweredFile>

/** What each list is for stands in `intents/entities.yaml` and beside the code that reads it, in `understanding/`. */
export const entitiesFile = z.strictObject({
  situations: z.record(z.enum(situations), listPerLanguage),
  notWithoutPapers: listPerLanguage,
  aspects: z.record(z.enum(aspects), listPerLanguage),
  continues: listPerLanguage,
  prepositions: listPerLanguage,
  notCities: listPerLanguage,
  notServices: listPerLanguage,
  negations: listPerLanguage,
  notNegations: listPerLanguage,
  breaks: listPerLanguage,
  persons: z.strictObject({
    mentions: z.record(z.enum(otherPersons), listPerLanguage),
    people: listPerLanguage,
    greetings: listPerLanguage,
    questions: listPerLanguage,
    actsOnMe: listPerLanguage,
  }),
  nationalities: z.strictObject({
    countries: z.record(
      z.string().regex(/^[a-z-]+$/, 'is not a country such as senegal'),
      z.strictObject({
        people: listPerLanguage.optional(),
        speakers: listPerLanguage.optional(),
        country: listPerLanguage,
      }),
    ),
    origins: listPerLanguage,
    being: listPerLanguage,
    things: listPerLanguage,
  }),
  numbers: byNumber,
  numberJoints: listPerLanguage,
  ordinals: listPerLanguage,
  units: perUnit,
  pairs: perUnit,
  single: perUnit,
  ages: z.strictObject({
    verbs: whose('self', 'other', 'named', 'either'),
    nouns: whose('self', 'other', 'either'),
    subjects: whose('self', 'other'),
    bareVerbs: listPerLanguage,
    mayFollow: listPerLanguage,
    mine: listPerLanguage,
    being: listPerLanguage,
    skipped: listPerLanguage,
    ranges: listPerLanguage,
    notBefore: listPerLanguage,
    notBehind: listPerLanguage,
    old: listPerLanguage,
    below: listPerLanguage,
    minors: listPerLanguage,
  }),
  dates: z.strictObject({
    offsets: byNumber,
    never: listPerLanguage,
    numbered: listPerLanguage,
    weekdays: z.record(z.enum(weekdays), listPerLanguage),
    past: listPerLanguage,
    months: byNumber,
    ago: besideQuantity,
    ahead: besideQuantity,
    between: listPerLanguage,
  }),
  /** Words that mean a command: "menu", "aide", "قائمة". */
  commands: z.record(z.enum(['menu', 'human', 'privacy', 'forget', 'language']), listPerLanguage),
})
export type EntitiesFile = z.infer<typeof entitiesFile>
