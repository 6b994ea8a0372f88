/** Signals that end waiting, of the types that Node and grammY have for them. */
import type { Api } from 'grammy'

/** A signal for Node's own functions and for grammY's. */
export type Signal = AbortSignal & NonNullable<Parameters<Api['getMe']>[0]>

/** grammY 1.46 types its signals by the package abort-controller, of before Node had them, and takes Node's as well. */
export function signalOf(signal: AbortSignal): Signal {
  return signal as Signal // differs in the type of `onabort` only
}
