/**
 * A browser that has signed in before. Its cookie holds a random number and, for each account that signed in with it, a
 * mark that only we can make: the throttle counts it for itself (see `throttle.ts`). It lets nobody in.
 */
import { type AdminKeys, randomToken } from './keys.ts'

export interface Device {
  readonly token: string
  readonly marks: readonly string[]
}

/** Accounts that one browser is remembered for; a shared computer of an office has a few. */
const mostMarks = 5

export function readDevice(cookie: string | undefined): Device {
  const [token = '', ...marks] = (cookie ?? '').split('.')
  if (!/^[\w-]{43}$/.test(token)) return { token: randomToken(), marks: [] }
  return { token, marks: marks.slice(0, mostMarks) }
}

export function writeDevice({ token, marks }: Device): string {
  return [token, ...marks].join('.')
}

export function isKnown(keys: AdminKeys, device: Device, account: string): boolean {
  return device.marks.includes(markOf(keys, device, account))
}

export function markKnown(keys: AdminKeys, device: Device, account: string): Device {
  const mark = markOf(keys, device, account)
  return { ...device, marks: [mark, ...device.marks.filter((other) => other !== mark)].slice(0, mostMarks) }
}

function markOf(keys: AdminKeys, device: Device, account: string): string {
  return keys.sign('device', `${device.token}\0${account}`)
}
