// Sending each event to the handler of its type.

import { UsageError } from './error.js'
import { eventShape, type Event, type EventType } from './models/events.js'

/** The event of a type. */
export type EventOf<T extends EventType> = OfType<Event, T>

type OfType<E, T> = E extends { type: infer U } ? (T extends U ? E : never) : never

/**
 * Sends each event to the handler of its type, and what has none to a fallback: types of tomorrow, too.
 *
 * ```ts
 * const router = new Router((event) => console.log(`nothing to do for ${event.type}`))
 *   .on('appointment.booked', (event) => confirm(event.data.appointment))
 *
 * router.route(webhooks.verify(body, headers))
 * ```
 *
 * Handlers may be `async`; `route` then gives what to await.
 */
export class Router<R = void> {
  readonly #fallback: (event: Event) => R
  readonly #handlers = new Map<unknown, (event: Event) => R>()

  constructor(fallback: (event: Event) => R) {
    this.#fallback = fallback
  }

  /**
   * Adds the handler of one type of event.
   *
   * @throws {@link UsageError} The type has one already, or is none that this version knows.
   */
  on<T extends EventType>(type: T, handler: (event: EventOf<T>) => R): this {
    const kind = eventShape.kindOf(type)
    if (kind === undefined) throw new UsageError(`${type} is no type of event that this version knows: it reaches the fallback`)
    if (this.#handlers.has(kind)) throw new UsageError(`${type} has a handler already`)
    this.#handlers.set(kind, handler as (event: Event) => R)
    return this
  }

  /** Calls the handler of the event's type. */
  route(event: Event): R {
    const handler = this.#handlers.get(eventShape.kindOf(event.type)) ?? this.#fallback
    return handler(event)
  }
}
