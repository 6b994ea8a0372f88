/** Every Markdown file of the library in one list: answers, emergency cards and smalltalk, each with its facts. */
import { type ReplyLanguage, replyLanguages } from '../languages.ts'
import type { TopicId } from '../message.ts'
import type { Answer } from './answer.ts'
import type { Answers, Library } from './library.ts'
import type { Fact } from './schema.ts'

export interface AnswerFile {
  /** `health.coverage`, `urgent.medical`, `bot.greeting`: stable, the same in every language. */
  readonly id: string
  readonly kind: 'topic' | 'card' | 'smalltalk'
  readonly folder: string
  readonly answers: Answers
  readonly facts: Readonly<Record<string, Fact>>
}

/** In the order of the menu, then the cards, then smalltalk. */
export function listAnswerFiles(library: Library): AnswerFile[] {
  const listed = library.programmes.flatMap(({ topics }) => topics)
  const order = (id: TopicId) => {
    const at = listed.indexOf(id)
    return at < 0 ? listed.length : at
  }
  return [
    ...[...library.topics.values()]
      .sort((a, b) => order(a.id) - order(b.id))
      .map(({ id, folder, answers, facts }): AnswerFile => ({ id, kind: 'topic', folder, answers, facts })),
    ...[...library.urgent].map(
      ([kind, { answers }]): AnswerFile => ({
        id: `urgent.${kind}`,
        kind: 'card',
        folder: `content/urgent/${kind}`,
        answers,
        facts: {},
      }),
    ),
    ...[...library.smalltalk].map(
      ([id, answers]): AnswerFile => ({ id, kind: 'smalltalk', folder: `content/smalltalk/${id}`, answers, facts: {} }),
    ),
  ]
}

/** One file and what was read of it, for each language that it is written in. */
export function writtenAnswers(
  file: AnswerFile,
): { readonly language: ReplyLanguage; readonly path: string; readonly answer: Answer }[] {
  return replyLanguages.flatMap((language) => {
    const answer = file.answers.get(language)
    return answer ? [{ language, path: `${file.folder}/${language}.md`, answer }] : []
  })
}
