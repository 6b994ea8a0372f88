/** The closed lists by which demand is counted and shown: programmes with their topics, and regions. */
import type { Library } from './library.ts'

export interface Vocabulary {
  readonly programmes: readonly { readonly id: string; readonly topics: readonly string[] }[]
  readonly regions: readonly string[]
}

export function vocabularyOf({ programmes, cities }: Library): Vocabulary {
  return {
    programmes: programmes.map(({ id, topics }) => ({ id, topics })),
    regions: [...new Set(cities.map(({ region }) => region))].sort(),
  }
}

export function programmeOf(library: Library, topic: string): string | undefined {
  return library.programmes.find(({ topics }) => topics.some((known) => known === topic))?.id
}
