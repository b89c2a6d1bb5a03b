// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `queue`.

import { Shape, holds, made } from '../shape.js'
import type { Metadata, Timestamp } from '../values.js'
import type { ContactId, OtpChallengeId, QueueEntryId, ResourceId } from './ids.js'

/**
 * How a party and a resource are matched.
 *
 * - `FITTED`: By size and zone: tables, rooms, bays.
 * - `POOL`: One line for all: voice lines, chat agents.
 */
export type MatchType = 'FITTED' | 'POOL' | (string & {})

/**
 * Where a party stands.
 *
 * - `waiting`: In line.
 * - `allocated`: Given a resource, and asked to come.
 * - `seated`: At its resource.
 * - `completed`: Gone, after it was served.
 * - `cancelled`: Gone, without being served.
 */
export type EntryStatus = 'waiting' | 'allocated' | 'seated' | 'completed' | 'cancelled' | (string & {})

/** A party in line. */
export interface QueueEntry {
  /** The entry's ID. */
  id: QueueEntryId
  /** Where it stands. */
  status: EntryStatus
  /** Its place among those who wait for the same type of resource, from 1; null when it waits no more. */
  position: number | null
  /** How long it will wait at most, conservatively; null when it waits no more. */
  estimatedWaitSeconds: number | null
  /** The contact in line. */
  customerId: ContactId
  /** How many people they are. */
  partySize: number
  /** How a resource is found for them. */
  matchType: MatchType
  /** The kind of resource that they wait for. */
  resourceType: string
  /** The resource that they were given. */
  resourceId: ResourceId | null
  /** The caller's own data. */
  metadata: Metadata
  /** Until when an allocated party must answer. */
  respondBy: Timestamp | null
  /** Why it was cancelled: `guest`, `staff`, `response_timeout` or `expired`. */
  reason: string | null
  /** When it came into line. */
  joinedAt: Timestamp
  /** When it was given a resource. */
  allocatedAt: Timestamp | null
  /** When it took the resource. */
  seatedAt: Timestamp | null
  /** When it was completed or cancelled. */
  endedAt: Timestamp | null
}

/** @internal */
export const queueEntryShape = new Shape<QueueEntry>('QueueEntry', [
  ['id', 'id', 'id:que', 0],
  ['status', 'status', 'text', 0],
  ['position', 'position', 'integer', 1],
  ['estimatedWaitSeconds', 'estimatedWaitSeconds', 'integer', 1],
  ['customerId', 'customerId', 'id:ctc', 0],
  ['partySize', 'partySize', 'integer', 0],
  ['matchType', 'matchType', 'text', 0],
  ['resourceType', 'resourceType', 'text', 0],
  ['resourceId', 'resourceId', 'id:res', 1],
  ['metadata', 'metadata', 'any', 0],
  ['respondBy', 'respondBy', 'time', 1],
  ['reason', 'reason', 'text', 1],
  ['joinedAt', 'joinedAt', 'time', 0],
  ['allocatedAt', 'allocatedAt', 'time', 1],
  ['seatedAt', 'seatedAt', 'time', 1],
  ['endedAt', 'endedAt', 'time', 1],
], {
  made: made(function (a) {
    this.id = a[0]
    this.status = a[1]
    this.position = a[2]
    this.estimatedWaitSeconds = a[3]
    this.customerId = a[4]
    this.partySize = a[5]
    this.matchType = a[6]
    this.resourceType = a[7]
    this.resourceId = a[8]
    this.metadata = a[9]
    this.respondBy = a[10]
    this.reason = a[11]
    this.joinedAt = a[12]
    this.allocatedAt = a[13]
    this.seatedAt = a[14]
    this.endedAt = a[15]
  }),
  hidden: { metadata: 'personal' },
  hides: (o) => holds(o.metadata),
})

/** What one allocation check did. */
export interface Allocated {
  /** The entries that were given a resource, in that order. */
  allocated: QueueEntry[]
}

/** @internal */
export const allocatedShape = new Shape<Allocated>('Allocated', [
  ['allocated', 'allocated', [queueEntryShape], 0],
], {
  made: made(function (a) {
    this.allocated = a[0].map((item: any) => queueEntryShape.make(item))
  }),
})

/**
 * How a code is sent.
 *
 * - `sms`: A text message.
 * - `whatsapp`: WhatsApp.
 */
export type OtpChannel = 'sms' | 'whatsapp' | (string & {})

/** A code on its way. */
export interface OtpChallenge {
  /** What to verify the code against. */
  challengeId: OtpChallengeId
  /** Until when the code is good. */
  expiresAt: Timestamp
}

/** @internal */
export const otpChallengeShape = new Shape<OtpChallenge>('OtpChallenge', [
  ['challengeId', 'challengeId', 'id:otp', 0],
  ['expiresAt', 'expiresAt', 'time', 0],
], {
  made: made(function (a) {
    this.challengeId = a[0]
    this.expiresAt = a[1]
  }),
})

/** A guest's session: it may join once, and read, confirm and cancel its own entry. */
export interface QueueSession {
  /** The credential. */
  token: string
  /** The contact that it acts for. */
  customerId: ContactId
  /** Until when it is good. */
  expiresAt: Timestamp
}

/** @internal */
export const queueSessionShape = new Shape<QueueSession>('QueueSession', [
  ['token', 'token', 'text', 0],
  ['customerId', 'customerId', 'id:ctc', 0],
  ['expiresAt', 'expiresAt', 'time', 0],
], {
  made: made(function (a) {
    this.token = a[0]
    this.customerId = a[1]
    this.expiresAt = a[2]
  }),
  hidden: { token: 'secret' },
  hides: (o) => holds(o.token),
})

/**
 * Who takes a party out of line.
 *
 * - `guest`: The guest.
 * - `staff`: A member of staff.
 */
export type CancelReason = 'guest' | 'staff' | (string & {})

/** Everybody who waits for one type of resource. */
export interface QueueLine {
  /** The type of resource. */
  resourceType: string
  /** How many parties wait. */
  waiting: number
  /** How long a party that came now would wait at most, conservatively. */
  estimatedWaitSeconds: number
  /** How long past sessions took on average, of the last hundred, or null where there were none. */
  averageSessionSeconds: number | null
  /** How many resources are free. */
  free: number
}

/** @internal */
export const queueLineShape = new Shape<QueueLine>('QueueLine', [
  ['resourceType', 'resourceType', 'text', 0],
  ['waiting', 'waiting', 'integer', 0],
  ['estimatedWaitSeconds', 'estimatedWaitSeconds', 'integer', 0],
  ['averageSessionSeconds', 'averageSessionSeconds', 'integer', 1],
  ['free', 'free', 'integer', 0],
], {
  made: made(function (a) {
    this.resourceType = a[0]
    this.waiting = a[1]
    this.estimatedWaitSeconds = a[2]
    this.averageSessionSeconds = a[3]
    this.free = a[4]
  }),
})
