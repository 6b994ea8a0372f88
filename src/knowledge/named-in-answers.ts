/** What the texts of answers name of a service, `{{phone:gadem:2}}`, `{{link:gadem}}`: it must not vanish from the directory. */
import type { Answer, Template } from './answer.ts'
import { listAnswerFiles, writtenAnswers } from './answer-files.ts'
import type { Library } from './library.ts'

export interface Named {
  /** So many phones at least, counted from the first. */
  readonly phones: number
  readonly link: boolean
}

export function namedInAnswers(library: Library, service: string): Named {
  const references = listAnswerFiles(library)
    .flatMap((file) => writtenAnswers(file))
    .flatMap(({ answer }) => templatesOf(answer).flat())
    .flatMap((piece) =>
      typeof piece !== 'string' && piece.kind !== 'fact' && piece.service === service ? [piece] : [],
    )
  return {
    phones: Math.max(0, ...references.map((piece) => (piece.kind === 'phone' ? piece.nth : 0))),
    link: references.some(({ kind }) => kind === 'link'),
  }
}

function templatesOf({ direct, sections }: Answer): Template[] {
  const parts = [...sections.values()].flat()
  return [...direct, ...parts.flatMap((part) => (part.kind === 'paragraph' ? [part.text] : part.items))]
}
