/**
 * What may be reckoned from figures that left the signals room. Whatever is hidden stays hidden: a share or a median
 * is made of figures that are shown, or there is none.
 */
import type { Figure } from '../signals/disclose.ts'

/** The number of a figure that is shown. */
export function shownValue(figure: Figure | undefined): number | undefined {
  return figure?.kind === 'count' ? figure.value : undefined
}

/** @returns 0 to 1; undefined unless both are shown */
export function shareOf(part: Figure | undefined, whole: Figure | undefined): number | undefined {
  const [above, below] = [shownValue(part), shownValue(whole)]
  return above === undefined || below === undefined || below === 0 ? undefined : Math.min(1, above / below)
}

/** A figure with the number of weeks that it was counted in. */
export interface Counted {
  readonly figure: Figure | undefined
  readonly weeks: number
}

/**
 * By week, since a quarter in which counting began has fewer of them.
 *
 * @returns the change from before to now, 0.25 for a quarter more; undefined unless both are shown
 */
export function changeOf(now: Counted, before: Counted): number | undefined {
  const [later, earlier] = [shownValue(now.figure), shownValue(before.figure)]
  if (later === undefined || earlier === undefined || earlier === 0 || now.weeks === 0 || before.weeks === 0)
    return undefined
  return later / now.weeks / (earlier / before.weeks) - 1
}

/**
 * The middle one of several figures, by rank alone: "<10" ranks below every number that is shown, so the middle one is
 * known although some are hidden. Of an even number the lower middle one, so that it is always a figure as shown.
 *
 * @returns undefined where a withheld figure, which could rank anywhere, is among them, or where there is none
 */
export function medianOf(figures: readonly Figure[]): Figure | undefined {
  if (figures.some(({ kind }) => kind === 'withheld')) return undefined
  const ranked = [...figures].sort((a, b) => (shownValue(a) ?? 0) - (shownValue(b) ?? 0))
  return ranked[Math.ceil(ranked.length / 2) - 1]
}
