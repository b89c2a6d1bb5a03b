// Effects that happen once, though an event is delivered more than once.

import { named, SoftknackError } from './error.js'
import type { EventId } from './models/ids.js'
import { native } from './native.js'

/** What is done once: the event's effect in one handler. Several handlers of an event do not stand in each other's way. */
export interface InboxKey {
  /** The name of the handler. */
  readonly handler: string
  /** The event. */
  readonly eventId: EventId
}

/**
 * What a store answers to a claim: it is the caller's now, and `attempt` counts the claims of the key from 1 and names this one; the
 * effect has happened; or another claim holds, until then at the latest.
 */
export type Claim = { is: 'won'; attempt: number } | { is: 'done' } | { is: 'held'; until: Date }

/**
 * Where claims and outcomes are kept.
 *
 * Each method is one atomic step. In SQL `claim` is an `INSERT … ON CONFLICT DO UPDATE … WHERE` that takes a row which is new, let go
 * of, or past its lease, and adds one to its attempt. Keep what is done for longer than dead letters are kept.
 */
export interface InboxStore {
  /** Claims the key until `until`, where it is neither done nor held at `now`. */
  claim(key: InboxKey, now: Date, until: Date): Claim | Promise<Claim>
  /** Notes that the effect has happened; false where the claim of that `attempt` is no longer the key's. */
  commit(key: InboxKey, attempt: number): boolean | Promise<boolean>
  /** Lets go of the claim, so that the next delivery tries again; false where it is no longer the key's. */
  release(key: InboxKey, attempt: number): boolean | Promise<boolean>
}

/**
 * What became of an effect: it happened now; it happened on an earlier delivery, so accept this one, too; or it is happening elsewhere,
 * so answer 503, and the delivery comes again should that one fail.
 */
export type Effect<T> = { is: 'applied'; value: T } | { is: 'appliedBefore' } | { is: 'inProgress'; until: Date }

/** How an inbox works. */
export interface InboxOptions {
  /** How long a claim holds: longer than the effect ever takes. Milliseconds; default: 60,000. */
  lease?: number | undefined
  /** What the time is. Default: the system's clock. */
  clock?: (() => Date | number) | undefined
}

/** The store of an inbox failed: its cause says how. */
export class InboxError extends SoftknackError {
  static { named(this, 'InboxError') }

  /** Whether the effect had happened by then, so that the next delivery may repeat it. */
  readonly applied: boolean

  constructor(message: string, applied: boolean, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.applied = applied
  }
}

/** The effect happened, but it took longer than its lease, and another delivery claimed it meanwhile. */
export class LeaseLostError extends InboxError {
  static { named(this, 'LeaseLostError') }
}

/**
 * Runs effects once for each event.
 *
 * ```ts
 * const inbox = new Inbox('send-confirmation', new MemoryInbox())
 * const effect = await inbox.once(event.id, () => sendConfirmation(event))
 * response.writeHead(effect.is === 'inProgress' ? 503 : 204).end()
 * ```
 *
 * Every delivery may come again: because an answer was lost, or because somebody replayed it. What happened is told by the event's
 * `id`, the one inside the signed body. An inbox claims the ID for a while, runs the effect and notes that it is done. A handler that
 * fails lets go of its claim; one that dies loses it when the lease ends.
 *
 * An effect and the note about it are two steps. Where both lie in one database, let `commit` be part of the effect's own transaction.
 * Where they do not, a crash between them repeats the effect, and it should carry a key of its own, such as an `idempotencyKey` derived
 * from the event's ID.
 */
export class Inbox {
  readonly #handler: string
  readonly #store: InboxStore
  readonly #lease: number
  readonly #clock: () => Date | number

  /** `handler` is the name of the handler, which must stay the same from one release to the next. */
  constructor(handler: string, store: InboxStore, { lease = 60_000, clock = Date.now }: InboxOptions = {}) {
    this.#handler = handler
    this.#store = store
    this.#lease = lease
    this.#clock = clock
  }

  /**
   * Runs `effect`, unless it has happened for this event or is happening. What it throws is thrown.
   *
   * @throws {@link InboxError} The store failed.
   * @throws {@link LeaseLostError} The effect took longer than the lease.
   */
  async once<T>(eventId: EventId, effect: () => T | Promise<T>): Promise<Effect<T>> {
    const key = { handler: this.#handler, eventId }
    const now = Number(this.#clock())
    const store = this.#store
    const claim = await kept(false, () => store.claim(key, new Date(now), new Date(now + this.#lease)))
    if (claim.is === 'done') return { is: 'appliedBefore' }
    if (claim.is === 'held') return { is: 'inProgress', until: claim.until }
    let value: T
    try {
      value = await effect()
    } catch (error) {
      // That has to be heard of; a claim that could not be let go of ends with its lease.
      await kept(true, () => store.release(key, claim.attempt)).catch(() => false)
      throw error
    }
    if (await kept(true, () => store.commit(key, claim.attempt))) return { is: 'applied', value }
    throw new LeaseLostError('inbox: the effect took longer than its lease: another delivery has claimed it', true)
  }
}

async function kept<T>(applied: boolean, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const name = error instanceof Error ? error.name : 'what is no error'
    throw new InboxError(`inbox: the store failed ${applied ? 'after' : 'before'} the effect: ${name}`, applied, error)
  }
}

interface Entry {
  key: InboxKey
  /** How often it was claimed. */
  attempt: number
  state: { is: 'free' } | { is: 'done' } | { is: 'held'; until: Date }
}

/** A store in this process's memory: for tests, and for effects that need not outlive the process. */
export class MemoryInbox implements InboxStore {
  readonly #entries = new Map<string, Entry>()

  claim(key: InboxKey, now: Date, until: Date): Claim {
    const found = this.#entries.get(nameOf(key)) ?? { key, attempt: 0, state: { is: 'free' } }
    if (found.state.is === 'done') return found.state
    if (found.state.is === 'held' && found.state.until > now) return found.state
    const attempt = found.attempt + 1
    this.#entries.set(nameOf(key), { key, attempt, state: { is: 'held', until } })
    return { is: 'won', attempt }
  }

  commit(key: InboxKey, attempt: number): boolean {
    return this.#settle(key, attempt, { is: 'done' })
  }

  release(key: InboxKey, attempt: number): boolean {
    return this.#settle(key, attempt, { is: 'free' })
  }

  /** Forgets the events that were made before `at`, to bound the memory. One that comes again is then new. */
  forgetBefore(at: Date): void {
    for (const [name, { key, state }] of this.#entries) {
      const made = native().idTime(key.eventId)
      if (state.is !== 'held' && made !== null && made < at.getTime()) this.#entries.delete(name)
    }
  }

  #settle(key: InboxKey, attempt: number, state: Entry['state']): boolean {
    const entry = this.#entries.get(nameOf(key))
    if (entry === undefined || entry.attempt !== attempt || entry.state.is !== 'held') return false
    entry.state = state
    return true
  }
}

function nameOf(key: InboxKey): string {
  return JSON.stringify([key.handler, key.eventId])
}
