/** A number as it may be seen. */

/**
 * `few`: fewer than ten conversations, "<10"; nobody and nine are one and the same, so that not even "somebody" can be
 * told from "nobody". `withheld`: kept back because others could be found from it by subtraction.
 */
export type Figure =
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'few' }
  | { readonly kind: 'withheld' }

export interface Measured {
  readonly questions: Figure
  readonly conversations: Figure
}

/** Conversations that a figure stands for, at the least. */
export const threshold = 10

export const few: Measured = { questions: { kind: 'few' }, conversations: { kind: 'few' } }
export const withheld: Measured = { questions: { kind: 'withheld' }, conversations: { kind: 'withheld' } }

export function counted(questions: number, conversations: number): Measured {
  return { questions: { kind: 'count', value: questions }, conversations: { kind: 'count', value: conversations } }
}
