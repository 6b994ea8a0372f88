/** `dalil fit`: weights of the views and thresholds, from questions with their answers; printed, changed by hand. */
import { type FitRow, fitWeights, thresholdFor } from '../understanding/fit.ts'
import { judge } from '../understanding/understand.ts'
import { calmLabel } from '../understanding/urgency.ts'
import { createViews } from '../understanding/views.ts'
import { chooseHalf, type QuestionLine, readQuestions } from './questions.ts'
import { openQuietBrain } from './quiet-brain.ts'

export async function fit(_words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number> {
  const rows = chooseHalf(readQuestions(options.on), options.half)
  if (!rows) {
    process.stderr.write('Name questions: fit --on test/eval/development.jsonl --half 1\n')
    return 2
  }
  const brain = await openQuietBrain()
  const { models, encoder } = brain.parts()
  const views = createViews(models, encoder)
  const readings = await Promise.all(rows.map(({ text }) => views.read(text)))
  await brain.close()
  const rowsOf = (
    question: 'topics' | 'dangers' | 'languages',
    truth: (row: QuestionLine) => string | undefined,
  ): FitRow[] =>
    readings.flatMap((reading, at) => {
      const row = rows[at]
      const right = row && truth(row)
      return right === undefined ? [] : [{ opinions: views.opinions(reading)[question], truth: right }]
    })
  const print = (name: string, value: unknown) => process.stdout.write(`${name.padEnd(10)} ${JSON.stringify(value)}\n`)
  print('topics', fitWeights(rowsOf('topics', ({ intent }) => intent)))
  print('languages', fitWeights(rowsOf('languages', ({ lang }) => lang)))
  print(
    'dangers',
    fitWeights(
      rowsOf('dangers', ({ urgent }) => (typeof urgent === 'string' ? urgent : urgent ? undefined : calmLabel)),
    ),
  )

  // At the weights in the code: run again once they are changed.
  const questions = readings.map((reading) => judge(views.topics(reading)))
  const scopes = questions.flatMap(({ scope }, at) => (rows[at]?.intent === 'oos' ? [] : [scope]))
  const alarms = readings.map(
    (reading) => 1 - (views.dangers(reading).find(({ label }) => label === calmLabel)?.confidence ?? 1),
  )
  const risky = alarms.filter((_, at) => rows[at]?.urgent)
  const calm = alarms.filter((_, at) => !rows[at]?.urgent)
  print('scope', {
    refusing3in100: thresholdFor(scopes, 0.97),
    refusing4in100: thresholdFor(scopes, 0.96),
    refusing5in100: thresholdFor(scopes, 0.95),
  })
  print('alarm', {
    seeing97in100: thresholdFor(risky, 0.97),
    seeing99in100: thresholdFor(risky, 0.99),
    falseFor3in100: thresholdFor(calm, 0.03),
    falseForHalf: thresholdFor(calm, 0.005),
  })
  return 0
}
