import { expect, test } from 'vitest'
import { readEncoderFiles } from '../../src/learning/encoder-files.ts'
import { findModels, modelKey } from '../../src/learning/files.ts'
import { projectRoot } from '../../src/root.ts'
import { inArabicLetters } from '../../src/understanding/arabizi.ts'
import { openEncoder } from '../../src/understanding/encoder.ts'
import { normalise } from '../../src/understanding/normalise.ts'
import { createViews, type Views } from '../../src/understanding/views.ts'

/** As somebody else would write it: what is compared is normalised, so "ة" and "ه" are one. */
const examples: Readonly<Record<string, string>> = {
  'bghit nsejjel wldi': 'بغيت نسجل ولدي',
  'lktab d lbnat': 'الكتاب د البنات',
  'khoya mrid': 'خوية مريد',
  'chno khassni n3mel': 'شنو خاسني نعمل',
  'sba7 lkhir': 'سباح الخير',
  'wldi 3ndo 12 3am': 'ولدي عندو 12 عام',
  'wa9ila ghadi': 'واقيلة غادي',
  'فين السبيطار f kaza': 'فين السبيطار ف كازة',
}

test.each(Object.entries(examples))('"%s" is read as "%s" too', (latin, arabic) => {
  expect(normalise(inArabicLetters(latin))).toBe(normalise(arabic))
})

async function openViews(withEncoder: boolean): Promise<Views> {
  const models = findModels(modelKey(projectRoot), { shipped: `${projectRoot}/models/classifier`, kept: '' })
  const files = readEncoderFiles(projectRoot)
  if (!models || !files) throw new Error('the project ships both')
  return withEncoder ? createViews(models, await openEncoder(files)) : createViews(models)
}

test('only Darija in Latin letters is read a second time', async () => {
  const views = await openViews(true)
  const twice = async (text: string) => (await views.read(text)).inArabic !== undefined
  expect(await twice('bghit nsejjel wldi f lmadrasa')).toBe(true)
  for (const other of ['où voir un médecin sans papiers ?', 'بغيت نسجل ولدي فالمدرسة', 'where can I see a doctor'])
    expect(await twice(other), other).toBe(false)
})

test('without the encoder nothing is read a second time', async () => {
  const views = await openViews(false)
  expect((await views.read('bghit nsejjel wldi f lmadrasa')).inArabic).toBeUndefined()
})

test('the second reading adds what it knows to the first', async () => {
  const views = await openViews(true)
  const { inArabic, ...written } = await views.read('fin n9der nt3llem lkhiyata blach')
  if (!inArabic) throw new Error('it was read once only')
  const probability = (ranked: ReturnType<typeof views.topics>) =>
    ranked.find(({ label }) => label === 'training.enrol')?.confidence ?? 0
  const [once, twice] = [probability(views.topics(written)), probability(views.topics({ ...written, inArabic }))]
  expect(twice).not.toBe(once)
  expect(twice).toBeGreaterThan(Math.min(once, probability(views.topics(inArabic))))
})
