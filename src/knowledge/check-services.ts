/** The directory of services: each stands once, in a city that we know, with a source and topics that exist. */
import type { Add } from './check-report.ts'
import type { Library } from './library.ts'

export function checkServices(library: Library, add: Add): void {
  const cities = new Set<string>(library.cities.map(({ id }) => id))
  const seen = new Set<string>()
  for (const service of library.services) {
    const file = `content/services/${service.city}.yaml`
    if (service.city !== 'national' && !cities.has(service.city))
      add('error', file, service.id, `there is no city "${service.city}"`, 'add it to content/cities.yaml')
    if (seen.has(service.id))
      add('error', file, service.id, `the service "${service.id}" stands twice`, 'give one another id')
    seen.add(service.id)
    if (!library.sources.has(service.source))
      add('error', file, service.source, `there is no source "${service.source}"`, 'add it to content/sources.yaml')
    for (const topic of service.topics)
      if (!library.topics.has(topic))
        add('error', file, topic, `there is no topic "${topic}"`, 'use an id of content/programmes.yaml')
  }
}
