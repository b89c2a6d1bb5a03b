// Sessions that renew themselves: the function that gets the next token, as the native half calls it.

import { AsyncLocalStorage } from 'node:async_hooks'
import { UsageError } from './error.js'

/** Gives the session's next token. */
export type RenewSession = () => string | Promise<string>

// The renewal that the running code is of: it cannot wait for itself.
const within = new AsyncLocalStorage<Renewal>()

// What was thrown last, by the numbers that cross in its place. Whoever waits for a renewal is told of it at once.
const thrown = new Map<number, unknown>()
const KEPT = 64
let number = 0

/** What a renewal threw, by its number. */
export function thrownAs(number: number): unknown {
  return thrown.get(number)
}

/** A function that gets tokens. */
export class Renewal {
  readonly #renew: RenewSession

  constructor(renew: RenewSession) {
    if (typeof renew !== 'function') throw new UsageError('renewSession must be a function that gives the session\'s next token')
    this.#renew = renew
  }

  /** Whether the running code is the function itself, or was called by it. */
  get isWithin(): boolean {
    return within.getStore() === this
  }

  /** As the native door calls it: it gives a token, or `!` and what was thrown. */
  readonly call = async (): Promise<string> => {
    try {
      const token: unknown = await within.run(this, this.#renew)
      if (typeof token === 'string') return token
      throw new UsageError('the function that renews the session must give its token, a text')
    } catch (error) {
      number = number === 0xffff_ffff ? 1 : number + 1
      thrown.set(number, error)
      for (const old of thrown.keys()) {
        if (thrown.size <= KEPT) break
        thrown.delete(old)
      }
      return `!${number} ${error instanceof Error ? error.name : 'what is no error'}`
    }
  }
}
