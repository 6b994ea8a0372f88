/** Figures of an evaluation as a person reads them. */
import type { Figures } from '../understanding/evaluate.ts'

export function tableOf(figures: Figures): string {
  const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`)
  const rows: (readonly [string, string])[] = [
    ['rows', String(figures.rows)],
    ['top-1, in scope', percent(figures.top1)],
    ['top-3, in scope', percent(figures.top3)],
    ['AUROC, in scope against out of scope', figures.auroc?.toFixed(3) ?? '–'],
    ['out-of-scope recall at 5 % false rejection', percent(figures.oosRecallAt5)],
    [
      'answered at the shipped thresholds',
      `${percent(figures.answered.coverage)}, rightly ${percent(figures.answered.accuracy)}`,
    ],
    ['calibration error', figures.calibrationError.toFixed(3)],
    ['urgent recall', percent(figures.urgentRecall)],
    ['urgent false alarms', percent(figures.urgentFalseAlarms)],
    ['language', percent(figures.language)],
    ['median, p99', `${figures.medianMillis.toFixed(1)} ms, ${figures.p99Millis.toFixed(1)} ms`],
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
