// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// `queue`: its resources and their methods.

import { waitForStatus, waitUntil } from '../flows.js'
import { Group } from '../group.js'
import {
  allocatedShape,
  otpChallengeShape,
  queueEntryShape,
  queueLineShape,
  queueSessionShape,
} from '../models/queue.js'
import { operation } from '../operation.js'
import type { Call } from '../call.js'
import type { ContactId, OtpChallengeId, QueueEntryId, ResourceId } from '../models/ids.js'
import type {
  Allocated,
  CancelReason,
  EntryStatus,
  MatchType,
  OtpChallenge,
  OtpChannel,
  QueueEntry,
  QueueLine,
  QueueSession,
} from '../models/queue.js'
import type { CallOptions, ChangeOptions } from '../options.js'
import type { ItemList } from '../pages.js'
import type { Metadata } from '../values.js'

const QUEUE_JOIN = operation('queue.join', queueEntryShape)
const QUEUE_ALLOCATE = operation('queue.allocate', allocatedShape)
const OTP_REQUEST = operation('queue.otp.request', otpChallengeShape)
const OTP_VERIFY = operation('queue.otp.verify', queueSessionShape)
const ENTRIES_GET = operation('queue.entries.get', queueEntryShape)
const ENTRIES_LIST = operation('queue.entries.list', queueEntryShape)
const ENTRIES_CONFIRM = operation('queue.entries.confirm', queueEntryShape)
const ENTRIES_CANCEL = operation('queue.entries.cancel', queueEntryShape)
const ENTRIES_CHECKOUT = operation('queue.entries.checkout', queueEntryShape)
const LINES_GET = operation('queue.lines.get', queueLineShape)
const ENTRIES_WAIT_FOR_STATUS = operation('queue.entries.wait_for_status', undefined, [['poll_every', 'pollEvery']])
const ENTRIES_WAIT_UNTIL = operation('queue.entries.wait_until', undefined, [['poll_every', 'pollEvery']])

/** What `queue.join` takes. */
export interface QueueJoinParams {
  /** The contact in line; with a guest's session it must be the session's. */
  customerId: ContactId
  /** How many people they are. */
  partySize: number
  /** How a resource is found for them. */
  matchType: MatchType
  /** The kind of resource that they wait for, such as `table`. */
  resourceType: string
  /** The caller's own data; `zone`, where it is given, must be the resource's. */
  metadata?: Metadata | undefined
}

/** What `queue.allocate` takes. */
export interface QueueAllocateParams {
  /** The kind of resource. */
  resourceType: string
  /** Only this one. Default: every free one of the type. */
  resourceId?: ResourceId | undefined
}

/** What `queue.otp.request` takes. */
export interface OtpRequestParams {
  /** The guest's phone number. */
  phone: string
  /** The guest's name. */
  name?: string | undefined
  /** How to send it. Default: `sms`. */
  channel?: OtpChannel | undefined
}

/** What `queue.otp.verify` takes. */
export interface OtpVerifyParams {
  /** The challenge that the code belongs to. */
  challengeId: OtpChallengeId
  /** The four digits. */
  code: string
}

/** What `queue.entries.list` takes. */
export interface EntriesListParams {
  /** Only those that stand here. */
  status?: EntryStatus | undefined
  /** Only those that wait, or waited, for this type of resource. */
  resourceType?: string | undefined
  /** Only this contact's. */
  customerId?: ContactId | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `queue.entries.cancel` takes. */
export interface EntriesCancelParams {
  /** Who wants it. Default: `guest` with a guest's session, else `staff`. */
  reason?: CancelReason | undefined
}

/** What `queue.entries.waitForStatus` takes. */
export interface EntriesWaitForStatusParams {
  /** Where it is wanted. */
  status: EntryStatus
  /** How long to wait in all. Default: one hour. In milliseconds. */
  timeout?: number | undefined
  /**
   * How often to look: after anything up to the first time, and ever later, up to the second, while nothing happens.
   * Default: 1 and 15 seconds. In milliseconds.
   */
  pollEvery?: readonly [shortest: number, longest: number] | undefined
}

/** What `queue.entries.waitUntil` takes. */
export interface EntriesWaitUntilParams {
  /** How long to wait in all. Default: one hour. In milliseconds. */
  timeout?: number | undefined
  /**
   * How often to look: after anything up to the first time, and ever later, up to the second, while nothing happens.
   * Default: 1 and 15 seconds. In milliseconds.
   */
  pollEvery?: readonly [shortest: number, longest: number] | undefined
}

/** One-time codes: how a guest shows that a phone number is theirs before a place in line is given. */
export class Otp extends Group {
  /** Sends a code of four digits, good for 120 seconds, once, and for five attempts. One a minute for a phone. */
  request(params: OtpRequestParams, options?: ChangeOptions): Call<OtpChallenge> {
    return this.caller.call(OTP_REQUEST, params, options)
  }

  /**
   * Trades a code for a session, and creates or matches the contact.
   *
   * @throws {@link OtpExpiredError} The one-time code has expired or was used: request a new one.
   * @throws {@link OtpIncorrectError} The one-time code is wrong: `attemptsLeft` says how often it may still be tried.
   */
  verify(params: OtpVerifyParams, options?: ChangeOptions): Call<QueueSession> {
    return this.caller.call(OTP_VERIFY, params, options)
  }
}

/** Parties in line: `waiting`, then `allocated` until they answer, then `seated`, then `completed`. */
export class Entries extends Group {
  /** Reads one entry, with its position and wait as they are now. */
  get(id: QueueEntryId, options?: CallOptions): Call<QueueEntry> {
    return this.caller.call(ENTRIES_GET, { id }, options)
  }

  /** Lists entries, newest first. */
  list(params: EntriesListParams = {}, options?: CallOptions): ItemList<QueueEntry> {
    return this.caller.list(ENTRIES_LIST, params, options)
  }

  /**
   * Answers that the party takes its resource, within the response timer.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  confirm(id: QueueEntryId, options?: ChangeOptions): Call<QueueEntry> {
    return this.caller.call(ENTRIES_CONFIRM, { id }, options)
  }

  /**
   * Takes a party out of line. A resource that it was given goes to the next one.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  cancel(id: QueueEntryId, params: EntriesCancelParams = {}, options?: ChangeOptions): Call<QueueEntry> {
    return this.caller.call(ENTRIES_CANCEL, { ...params, id }, options)
  }

  /**
   * Ends a party's stay: its resource is free, its personal data is removed, and the next party is served.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  checkout(id: QueueEntryId, options?: ChangeOptions): Call<QueueEntry> {
    return this.caller.call(ENTRIES_CHECKOUT, { id }, options)
  }

  /**
   * Waits until a party in line stands at a status, or beyond it on the way from `waiting` to `completed`.
   *
   * Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`. Failures
   * that pass are waited out.
   */
  waitForStatus(id: QueueEntryId, params: EntriesWaitForStatusParams, options?: CallOptions): Promise<QueueEntry> {
    return waitForStatus(this.caller, ENTRIES_WAIT_FOR_STATUS, { ...params, id }, options)
  }

  /**
   * Waits until a party in line is as a condition wants it, which is asked of every state that is seen.
   *
   * Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`. Failures
   * that pass are waited out.
   */
  waitUntil(
    id: QueueEntryId,
    condition: (entry: QueueEntry) => boolean | Promise<boolean>,
    params: EntriesWaitUntilParams = {},
    options?: CallOptions,
  ): Promise<QueueEntry> {
    return waitUntil(this.caller, ENTRIES_WAIT_UNTIL, condition, { ...params, id }, options)
  }
}

/** Whole lines: how many wait for a type of resource, and for how long. */
export class Lines extends Group {
  /** Reads one line. */
  get(resourceType: string, options?: CallOptions): Call<QueueLine> {
    return this.caller.call(LINES_GET, { resourceType }, options)
  }
}

/** SK Queue: fair lines. Nobody is moved by hand: whoever fits and came first goes first. */
export class Queue extends Group {
  /** One-time codes: how a guest shows that a phone number is theirs before a place in line is given. */
  readonly otp: Otp = new Otp(this.caller)
  /** Parties in line: `waiting`, then `allocated` until they answer, then `seated`, then `completed`. */
  readonly entries: Entries = new Entries(this.caller)
  /** Whole lines: how many wait for a type of resource, and for how long. */
  readonly lines: Lines = new Lines(this.caller)

  /**
   * Puts a verified contact in line.
   *
   * The credential is a guest's session, or an API key acting for a contact whose phone is verified.
   *
   * @throws {@link AlreadyInQueueError} The party stands in this line already.
   */
  join(params: QueueJoinParams, options?: ChangeOptions): Call<QueueEntry> {
    return this.caller.call(QUEUE_JOIN, params, options)
  }

  /** Runs one allocation check: every free resource of the type goes to the first party in line that it fits. */
  allocate(params: QueueAllocateParams, options?: ChangeOptions): Call<Allocated> {
    return this.caller.call(QUEUE_ALLOCATE, params, options)
  }
}
