/** Who helps with this topic, here, for this situation, and in which order. */
import type { CityId, Situation, TopicId } from '../message.ts'
import type { Library } from './library.ts'
import type { City, Service, ServiceKind } from './schema.ts'

export interface ServiceWish {
  readonly topic: TopicId
  readonly city?: CityId
  readonly situation?: Situation
  readonly limit: number
}

/**
 * Services for a topic: those always shown, those in the city, then national ones. Where the city has none, those of
 * the nearest city that has one take its place.
 *
 * @returns `elsewhere` names that nearest city
 */
export function findServices(library: Library, wish: ServiceWish): { services: Service[]; elsewhere?: City } {
  const topic = library.topics.get(wish.topic)
  const kinds: readonly ServiceKind[] = topic?.services.kinds ?? []
  const always = (topic?.services.always ?? []).flatMap(
    (id) => library.services.find((service) => service.id === id) ?? [],
  )
  const fitting = library.services
    .filter((service) => service.topics.includes(wish.topic) && mayCome(service, wish.situation))
    .sort((a, b) => rank(a, kinds) - rank(b, kinds))
  const national = fitting.filter((service) => service.city === 'national')
  const here = wish.city ? fitting.filter((service) => service.city === wish.city) : []
  const nearest = wish.city && here.length === 0 ? nearestWith(library, wish.city, fitting) : undefined
  const local = nearest ? fitting.filter((service) => service.city === nearest.id) : here
  const shown = always.filter((service) => mayCome(service, wish.situation))
  // Lines that answer at once come first, the city's services next, what is far or everywhere last.
  const hotlines = shown.filter(({ kind }) => kind === 'hotline')
  const services = [...new Set([...hotlines, ...local, ...shown, ...national])]
  return { services: services.slice(0, wish.limit), ...(nearest && local.length > 0 && { elsewhere: nearest }) }
}

/** Cities that have a service for the topic, those with most services first. */
export function citiesWithServices(library: Library, topic: TopicId, situation?: Situation): City[] {
  const counts = new Map<string, number>()
  for (const service of library.services)
    if (service.topics.includes(topic) && mayCome(service, situation))
      counts.set(service.city, (counts.get(service.city) ?? 0) + 1)
  return library.cities
    .filter((city) => counts.has(city.id))
    .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))
}

/** The city whose centre is nearest to a point; positions in degrees. */
export function nearestCity(library: Library, latitude: number, longitude: number): City | undefined {
  return sortByDistance(library.cities, latitude, longitude)[0]
}

/** Is the point in or near Morocco? Within 300 km of one of our cities. */
export function isNearMorocco(library: Library, latitude: number, longitude: number): boolean {
  const city = nearestCity(library, latitude, longitude)
  return city !== undefined && distanceKm(city, latitude, longitude) < 300
}

/** A service without "anyone" is only for the situations it names; an unknown situation sees all. */
export function mayCome(service: Service, situation?: Situation): boolean {
  if (situation === 'no-papers' && service.police) return false
  if (!situation || service.who.includes('anyone')) return true
  if (situation === 'card') return service.who.includes('regular')
  if (situation === 'no-papers') return false
  return service.who.includes(situation)
}

const confirmedForDays = 365

/**
 * Has the source, or the organisation itself, said so within twelve months? A year or a month counts from its first day.
 * @param now milliseconds since 1970
 */
export function isConfirmed(service: Pick<Service, 'asOf' | 'confirmed'>, now: number): boolean {
  const dates = [service.asOf, service.confirmed].flatMap((date) =>
    date && date !== 'undated' ? [Date.parse(date)] : [],
  )
  return dates.some((date) => now - date < confirmedForDays * 86_400_000)
}

function rank(service: Service, kinds: readonly ServiceKind[]): number {
  const kind = kinds.indexOf(service.kind)
  return (kind < 0 ? kinds.length : kind) * 2 + (service.phones.length > 0 ? 0 : 1)
}

function nearestWith(library: Library, from: CityId, services: readonly Service[]): City | undefined {
  const start = library.cities.find((city) => city.id === from)
  if (!start) return undefined
  const withService = library.cities.filter((city) => services.some((service) => service.city === city.id))
  return sortByDistance(withService, start.latitude, start.longitude)[0]
}

/** Nearest first; positions in degrees. */
export function sortByDistance(cities: readonly City[], latitude: number, longitude: number): City[] {
  return [...cities].sort((a, b) => distanceKm(a, latitude, longitude) - distanceKm(b, latitude, longitude))
}

/** Equirectangular approximation: within one per cent over the distances of one country. */
function distanceKm(city: City, latitude: number, longitude: number): number {
  const kmPerDegree = 111.2
  const north = (city.latitude - latitude) * kmPerDegree
  const east = (city.longitude - longitude) * kmPerDegree * Math.cos((latitude * Math.PI) / 180)
  return Math.hypot(north, east)
}
