/** Figures of an evaluation as a person reads them. */
import type { Figures } from '../understanding/evaluate.ts'

/** What is measured, in the order it is read; "–" where the set does not say. */
export const measures: readonly (readonly [name: string, value: (figures: Figures) => string])[] = [
  ['questions', ({ rows }) => String(rows)],
  ['top-1, in scope', ({ top1 }) => percent(top1)],
  ['top-3, in scope', ({ top3 }) => percent(top3)],
  ['AUROC, in scope against out of scope', ({ auroc }) => auroc?.toFixed(3) ?? '–'],
  ['out-of-scope recall at 5 % false rejection', ({ oosRecallAt5 }) => percent(oosRecallAt5)],
  ['answered at the shipped thresholds', ({ answered }) => percent(answered.coverage)],
  ['… rightly', ({ answered }) => percent(answered.accuracy)],
  ['calibration error', ({ calibrationError }) => calibrationError.toFixed(3)],
  ['urgent recall', ({ urgentRecall }) => percent(urgentRecall)],
  ['urgent false alarms', ({ urgentFalseAlarms }) => percent(urgentFalseAlarms)],
  ['language', ({ language }) => percent(language)],
]

/** @param value 0 to 1, null where it was not measured */
export function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`
}

export function tableOf(figures: Figures): string {
  const rows = [
    ...measures.map(([name, value]) => [name, value(figures)] as const),
    ['median, p99', `${figures.medianMillis.toFixed(1)} ms, ${figures.p99Millis.toFixed(1)} ms`] as const,
  ]
  const languages = Object.entries(figures.byLanguage).map(
    ([name, { rows: count, top1 }]) => `${name} ${percent(top1)} of ${count}`,
  )
  const worst = figures.confusions
    .slice(0, 8)
    .map(({ truth, guess, count }) => `${count} × ${truth} taken for ${guess}`)
  return [
    ...rows.map(([name, value]) => `${name.padEnd(44)} ${value}`),
    '',
    `by language: ${languages.join(', ')}`,
    '',
    ...worst,
  ].join('\n')
}
