// What takes more than one call. The core does it, step by step; what a step asks of the program is done here.

import { responseOf, type ApiResponse } from './call.js'
import type { Caller, Running, Step } from './caller.js'
import { FileCursor, type CursorStore } from './cursors.js'
import { DecodeError, UsageError } from './error.js'
import { flowError, type TriedSlot } from './flow-errors.js'
import { appointmentShape, type Appointment } from './models/calendar.js'
import { eventShape, type Event } from './models/events.js'
import type { DeadLetterId, SlotId } from './models/ids.js'
import { queueEntryShape, type QueueEntry } from './models/queue.js'
import type { Operation } from './operation.js'
import type { CallOptions } from './options.js'
import { Unreadable } from './table.js'

/** The slot that was won, and those that were lost before it. */
export interface FirstBooked {
  /** The appointment: its `slotId` says which slot was won. */
  appointment: Appointment
  /** The slots that were lost, in the order in which they were tried. */
  lost: readonly TriedSlot[]
  /** What came with the appointment: `replayed` says whether an earlier process had won it. */
  response: ApiResponse<Appointment>
}

/** What was made up for. */
export interface Reconciled {
  /** How many dead letters were replayed, or their events handed to the handler. */
  deadLetters: number
  /** How many further events were handed to the handler. */
  events: number
  /** The dead letters that were left alone: their endpoint or event is gone, or somebody else was faster. */
  skipped: readonly DeadLetterId[]
}

/** A flow of the core, as the printed methods name it. */
export type FlowHandle = Operation<unknown>

/** What steps ask, and how it is answered. */
type Answers = Record<string, (about: unknown) => unknown>

const TIMES: ReadonlySet<string> = new Set(['timeout', 'pollEvery'])

/** Times in seconds, as the door has them in parameters. */
function inSeconds(params: object): object {
  const written: Record<string, unknown> = { ...params }
  for (const name of TIMES) {
    const time = written[name]
    if (typeof time === 'number') written[name] = seconds(time)
    else if (Array.isArray(time)) written[name] = time.map(seconds)
  }
  return written
}

function seconds(milliseconds: unknown): unknown {
  return typeof milliseconds === 'number' ? Math.min(milliseconds, Number.MAX_SAFE_INTEGER) / 1000 : milliseconds
}

function begun(caller: Caller, flow: FlowHandle, params: object, options: CallOptions | undefined): Running {
  return caller.begin(flow, inSeconds(params), options)
}

/** Runs a flow to its end. */
async function run(running: Running, answers: Answers = {}): Promise<Step> {
  let step = await running.resume(null)
  for (;;) {
    const answer = answers[step.what]
    if (answer === undefined) return done(step, running)
    step = await running.resume(await answer(JSON.parse(step.json)))
  }
}

function done(step: Step, running: Running): Step {
  if (step.what !== 'done') throw flowError(step.what, step.message, step.json, step.errors, running.name)
  return step
}

function ofStore(store: CursorStore): Answers {
  return {
    load: async () => {
      const cursor = await store.load()
      if (cursor === null || cursor === undefined || typeof cursor === 'string') return cursor ?? null
      throw new UsageError(`a stored cursor is a text, null or undefined, and no ${typeof cursor}`)
    },
    save: async (cursor) => {
      await store.save(cursor as string)
      return null
    },
  }
}

function handling(store: CursorStore, handler: (event: Event) => unknown): Answers {
  const handle = async (event: unknown) => {
    await handler(eventOf(event))
    return null
  }
  return { ...ofStore(store), handle }
}

/** An event as the platform gave it: the core leaves those unread. */
function eventOf(json: unknown): Event {
  try {
    return eventShape.read(json)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const place = error.pointer || 'its top'
    throw new DecodeError(`decode: an event cannot be read at ${place}: ${error.message}`, { operation: 'platform.events.list' })
  }
}

function storeOf(store: CursorStore | string): CursorStore {
  return typeof store === 'string' ? new FileCursor(store) : store
}

/** @internal */
export async function bookFirstOf(caller: Caller, flow: FlowHandle, params: object, options?: CallOptions): Promise<FirstBooked> {
  const { json, response, errors } = await run(begun(caller, flow, params, options))
  const booked = JSON.parse(json) as { appointment: unknown; lost: SlotId[] }
  const appointment = appointmentShape.read(booked.appointment)
  const lost = booked.lost.map((slotId, place) => ({ slotId, error: errors[place] as TriedSlot['error'] }))
  return { appointment, lost, response: responseOf(appointment, response ?? '{}') }
}

/** @internal */
export async function waitForStatus(caller: Caller, flow: FlowHandle, params: object, options?: CallOptions): Promise<QueueEntry> {
  return entryOf(await run(begun(caller, flow, params, options)))
}

/** @internal */
export async function waitUntil(
  caller: Caller,
  flow: FlowHandle,
  condition: (entry: QueueEntry) => boolean | Promise<boolean>,
  params: object,
  options?: CallOptions,
): Promise<QueueEntry> {
  const meets = async (entry: unknown) => Boolean(await condition(queueEntryShape.read(entry)))
  return entryOf(await run(begun(caller, flow, params, options), { meets }))
}

function entryOf(step: Step): QueueEntry {
  return queueEntryShape.read(JSON.parse(step.json))
}

/**
 * A reader of events, each at least once, in the order of their IDs.
 *
 * ```ts
 * for await (const event of sk.platform.events.follow('bookings.cursor', { only: 'appointment.*' })) await router.route(event)
 * ```
 *
 * A loop waits for more and never ends by itself. An event is done when the next one is asked for, and the cursor is then stored:
 * where the loop is left, or its body throws, the event comes first the next time. Failures of the platform that pass are waited
 * out.
 */
export class Follow implements AsyncIterable<Event> {
  readonly #begin: (waits: boolean) => Running
  readonly #store: CursorStore

  /** @internal */
  constructor(caller: Caller, flow: FlowHandle, store: CursorStore | string, params: object, options?: CallOptions) {
    this.#begin = (waits) => begun(caller, flow, { ...params, waits }, options)
    this.#store = storeOf(store)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    const running = this.#begin(true)
    const answers = ofStore(this.#store)
    let step = await running.resume(null)
    for (;;) {
      let answer: unknown = null
      if (step.what === 'handle') yield eventOf(JSON.parse(step.json))
      else answer = await (answers[step.what] ?? (() => done(step, running)))(JSON.parse(step.json))
      step = await running.resume(answer)
    }
  }

  /** Hands every event to `handler`, one after the other, and waits for more: it ends only by what is thrown. */
  async run(handler: (event: Event) => unknown): Promise<never> {
    await run(this.#begin(true), handling(this.#store, handler))
    throw new UsageError('a reader that waits never ends')
  }

  /** Hands every event that there is to `handler`, and ends with the last: how many there were. */
  async catchUp(handler: (event: Event) => unknown): Promise<number> {
    return Number((await run(this.#begin(false), handling(this.#store, handler))).json)
  }
}

/** Makes up for what a receiver missed: while it was down, or disabled, or not registered yet. */
export class Reconcile {
  readonly #begin: (hands: boolean) => Running

  /** @internal */
  constructor(caller: Caller, flow: FlowHandle, params: object, options?: CallOptions) {
    this.#begin = (hands) => begun(caller, flow, { ...params, hands }, options)
  }

  /**
   * Has the platform deliver every dead letter again that was not replayed yet, oldest first.
   *
   * Each is replayed under a key of its own: run again after a crash, or by two processes at once, none is replayed twice.
   */
  async replay(): Promise<Reconciled> {
    return reconciled(await run(this.#begin(false)))
  }

  /**
   * Hands to `handler` the event of every dead letter that was not replayed, and then every event since the stored cursor, oldest
   * first.
   *
   * Most of those events were delivered before: where that matters, let the handler go through an `Inbox`.
   */
  async handTo(store: CursorStore | string, handler: (event: Event) => unknown): Promise<Reconciled> {
    return reconciled(await run(this.#begin(true), handling(storeOf(store), handler)))
  }
}

function reconciled(step: Step): Reconciled {
  const { dead_letters, events, skipped } = JSON.parse(step.json) as { dead_letters: number; events: number; skipped: DeadLetterId[] }
  return { deadLetters: dead_letters, events, skipped }
}
