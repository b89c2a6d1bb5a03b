// How flows end that give nothing.

import { named, SoftknackError, TimeoutError, type Facts } from './error.js'
import { slotShape, type Slot } from './models/calendar.js'
import type { SlotId } from './models/ids.js'
import { queueEntryShape, type QueueEntry } from './models/queue.js'

/** A slot that was not booked, and why. */
export interface TriedSlot {
  /** The slot. */
  slotId: SlotId
  /** Why it was not booked, or why that is not known. */
  error: SoftknackError
}

/**
 * Why none of several slots was booked: the platform decided against each (`all_taken`); time ran out between two (`timed_out`);
 * the last one may have been booked, so send the same again, with the same facts, to learn it (`in_doubt`); or the last call
 * failed for another reason than its slot (`failed`).
 */
export type NotBookedReason = 'all_taken' | 'timed_out' | 'in_doubt' | 'failed'

interface Walked {
  reason: NotBookedReason
  tried: readonly TriedSlot[]
  untried: readonly SlotId[]
  inDoubt: SlotId | undefined
  nextSlots: readonly Slot[]
}

/** None of several slots was booked, as far as is known. Its cause is the error of the slot that was tried last. */
export class NotBookedError extends SoftknackError {
  static { named(this, 'NotBookedError') }

  /** Why. */
  readonly reason: NotBookedReason
  /** Every slot that was tried, first to last, with its error. */
  readonly tried: readonly TriedSlot[]
  /** The slots that were left alone. */
  readonly untried: readonly SlotId[]
  /** The slot that may have been booked. */
  readonly inDoubt: SlotId | undefined
  /** The openings that the platform named last. */
  readonly nextSlots: readonly Slot[]

  constructor(message: string, walked: Walked, facts: Facts) {
    super(message, facts)
    this.reason = walked.reason
    this.tried = walked.tried
    this.untried = walked.untried
    this.inDoubt = walked.inDoubt
    this.nextSlots = walked.nextSlots
  }
}

/** A party in line has gone before what was waited for. */
export class WaitEndedError extends SoftknackError {
  static { named(this, 'WaitEndedError') }

  /** How its entry ended. */
  readonly entry: QueueEntry

  constructor(message: string, entry: QueueEntry, facts: Facts) {
    super(message, facts)
    this.entry = entry
  }
}

/** What was waited for did not happen in time. Its cause is why the last look failed, where it did. */
export class WaitTimeoutError extends TimeoutError {
  static { named(this, 'WaitTimeoutError') }

  /** How long was waited, in milliseconds. */
  readonly after: number
  /** The entry as it was read last. */
  readonly entry: QueueEntry | undefined

  constructor(message: string, after: number, entry: QueueEntry | undefined, facts: Facts) {
    super(message, facts)
    this.after = after
    this.entry = entry
  }
}

/** What is in a cursor store is no cursor of this reader: give it a store of its own, or empty that one. */
export class UnreadableCursorError extends SoftknackError {
  static { named(this, 'UnreadableCursorError') }
}

interface NotBookedJson {
  reason: NotBookedReason
  outcome: Facts['outcome'] & string
  tried: SlotId[]
  untried: SlotId[]
  in_doubt: SlotId | null
  next_slots: unknown[]
}

/** The error of which a flow told these facts. */
export function flowError(kind: string, message: string, json: string, errors: readonly SoftknackError[], operation: string): SoftknackError {
  const text = `${kind}: ${message}`
  const facts: Facts = { operation, ...(errors.length > 0 && { cause: errors.at(-1) }) }
  const about: unknown = JSON.parse(json)
  if (kind === 'not_booked') {
    const { outcome, reason, untried, ...told } = about as NotBookedJson
    const tried = told.tried.map((slotId, place) => ({ slotId, error: errors[place] as SoftknackError }))
    const lines = [...tried.map(({ slotId, error }) => `  ${slotId}: ${error.message}`), ...untried.map((slotId) => `  ${slotId}: not tried`)]
    const nextSlots = told.next_slots.map((slot) => slotShape.read(slot))
    const walked = { reason, tried, untried, inDoubt: told.in_doubt ?? undefined, nextSlots }
    return new NotBookedError(text, walked, { ...facts, outcome, details: lines.join('\n') })
  }
  if (kind === 'unreadable_cursor') return new UnreadableCursorError(text, facts)
  const { entry, after } = about as { entry: unknown; after?: number }
  if (kind === 'wait_ended') return new WaitEndedError(text, queueEntryShape.read(entry), facts)
  return new WaitTimeoutError(text, Math.round((after ?? 0) * 1000), entry === null ? undefined : queueEntryShape.read(entry), facts)
}
