/** Changes of single fields of services: over the directory while they fit, and written into its files. */
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createLibraryReader, readFileText } from '../../src/knowledge/library.ts'
import { type Service, servicesFile } from '../../src/knowledge/schema.ts'
import { applyChanges, pickFields, type ServiceChange } from '../../src/knowledge/service-changes.ts'
import { writeServiceFields } from '../../src/knowledge/service-text.ts'
import { projectRoot } from '../../src/root.ts'

const { services } = createLibraryReader(projectRoot).read().library
const find = (id: string, all: readonly Service[] = services) => all.find((service) => service.id === id)
const gadem = find('gadem')

function phoneChange(number: number, before: string, after: string): ServiceChange {
  const phones = (one: string) => ({ phones: [{ number: one }] })
  return { number, service: 'gadem', fields: phones(after), before: phones(before) }
}

describe('changes over the directory', () => {
  test('follow one another, and touch no other service', () => {
    const changes = [phoneChange(1, '0537770332', '0537770001'), phoneChange(2, '0537770001', '0537770002')]
    const { services: changed, applied } = applyChanges(services, changes)
    expect(find('gadem', changed)?.phones).toEqual([{ number: '0537770002' }])
    expect([...applied]).toEqual([1, 2])
    expect(changed.filter((service, at) => service !== services[at])).toHaveLength(1)
    expect(find('gadem')).toBe(gadem)
  })

  test('give way where the file says something else by now', () => {
    const { services: same, applied } = applyChanges(services, [phoneChange(1, '0537000000', '0537770001')])
    expect(find('gadem', same)).toBe(gadem)
    expect(applied.size).toBe(0)
  })

  test('that are no service by the rules of the files are left aside, and the others hold', () => {
    const wrong = phoneChange(1, '0537770332', 'call us')
    const { applied } = applyChanges(services, [wrong, phoneChange(2, '0537770332', '0537770002')])
    expect([...applied]).toEqual([2])
  })

  test('of the day of confirmation keep the later day', () => {
    const confirm = (number: number, day: string) => ({
      number,
      service: 'gadem',
      fields: { confirmed: day },
      before: {},
    })
    const days = [confirm(1, '2026-11-25'), confirm(2, '2026-10-01')]
    expect(find('gadem', applyChanges(services, days).services)?.confirmed).toBe('2026-11-25')
  })
})

describe('changes within a file', () => {
  const names = ['phones', 'address', 'url', 'hours', 'opening', 'confirmed'] as const

  test('read back as the same service, whatever its fields hold', () => {
    for (const service of services) {
      const path = `content/services/${service.city}.yaml`
      const without = { phones: [], address: null, url: null, hours: null, opening: null }
      const emptied = writeServiceFields(readFileText(projectRoot, path) ?? '', service.id, without)
      const written = writeServiceFields(emptied, service.id, pickFields(service, names))
      expect(find(service.id, servicesFile.parse(parse(written)).services), service.id).toEqual(service)
    }
  })

  test('leave every other line as it is', () => {
    const before = readFileText(projectRoot, 'content/services/rabat.yaml') ?? ''
    const opening = { week: [{ days: ['monday' as const], from: '10:00', to: '12:00' }], closed: ['2026-12-24'] }
    const after = writeServiceFields(before, 'hcr-rabat', { opening, hours: null })
    const lines = new Set(before.split('\n'))
    expect(after.split('\n').filter((line) => !lines.has(line))).toEqual([
      '        - { days: [monday], from: "10:00", to: "12:00" }',
      '      closed: ["2026-12-24"]',
    ])
    expect(before.split('\n').length - after.split('\n').length).toBe(6)
  })
})
