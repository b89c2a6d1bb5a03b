// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `platform`.

import { Shape, holds, made } from '../shape.js'
import type { Timestamp } from '../values.js'
import type { AuditRecordId, DeadLetterId, DeliveryId, EventId, RequestId, WebhookId } from './ids.js'

/** An address to which events are delivered. */
export interface Webhook {
  /** The endpoint's ID. */
  id: WebhookId
  /** The address. */
  url: string
  /** Which events it receives. */
  events: string[]
  /** What it is for. */
  description: string | null
  /** Whether events are delivered to it. */
  enabled: boolean
  /** The secret that signs its deliveries: shown once, at creation and at rotation. */
  secret?: string | null | undefined
  /** When it was registered. */
  createdAt: Timestamp
  /** When it last changed. */
  updatedAt: Timestamp
}

/** @internal */
export const webhookShape = new Shape<Webhook>('Webhook', [
  ['id', 'id', 'id:whk', 0],
  ['url', 'url', 'text', 0],
  ['events', 'events', ['text'], 0],
  ['description', 'description', 'text', 1],
  ['enabled', 'enabled', 'boolean', 0],
  ['secret', 'secret', 'text', 3],
  ['created_at', 'createdAt', 'time', 0],
  ['updated_at', 'updatedAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.url = a[1]
    this.events = a[2]
    this.description = a[3]
    this.enabled = a[4]
    this.secret = a[5]
    this.createdAt = a[6]
    this.updatedAt = a[7]
  }),
  hidden: { secret: 'secret' },
  hides: (o) => holds(o.secret),
})

/**
 * Where a delivery stands.
 *
 * - `pending`: It will be tried, or tried again.
 * - `delivered`: The endpoint accepted it.
 * - `dead`: It was given up, and is a dead letter.
 */
export type DeliveryStatus = 'pending' | 'delivered' | 'dead' | (string & {})

/** One attempt at a delivery. */
export interface DeliveryAttempt {
  /** The number of the attempt: 1 to 8, and again from 1 after a replay. */
  number: number
  /** When it was made. */
  attemptedAt: Timestamp
  /** The status that the endpoint answered, or null where it did not answer. */
  statusCode: number | null
  /** Why it failed, or null where it did not. */
  error: string | null
}

/** @internal */
export const deliveryAttemptShape = new Shape<DeliveryAttempt>('DeliveryAttempt', [
  ['number', 'number', 'integer', 0],
  ['attempted_at', 'attemptedAt', 'time', 0],
  ['status_code', 'statusCode', 'integer', 1],
  ['error', 'error', 'text', 1],
], {
  made: made(function (a) {
    this.number = a[0]
    this.attemptedAt = a[1]
    this.statusCode = a[2]
    this.error = a[3]
  }),
})

/** One event on its way to one endpoint. */
export interface Delivery {
  /** The delivery's ID. */
  id: DeliveryId
  /** The event that is delivered. */
  eventId: EventId
  /** The type of that event. */
  eventType: string
  /** What the event belongs to: the call that caused it has the same, and so has each attempt in its header. */
  correlationId: string
  /** The endpoint that it is delivered to. */
  webhookId: WebhookId
  /** Where it stands. */
  status: DeliveryStatus
  /** Every attempt that was made, first to last. */
  attempts: DeliveryAttempt[]
  /** When the next attempt is due, or null where none is. */
  nextAttemptAt: Timestamp | null
  /** When the event was put on its way. */
  createdAt: Timestamp
  /** When the endpoint accepted it. */
  deliveredAt: Timestamp | null
}

/** @internal */
export const deliveryShape = new Shape<Delivery>('Delivery', [
  ['id', 'id', 'id:dlv', 0],
  ['event_id', 'eventId', 'id:evt', 0],
  ['event_type', 'eventType', 'text', 0],
  ['correlation_id', 'correlationId', 'text', 0],
  ['webhook_id', 'webhookId', 'id:whk', 0],
  ['status', 'status', 'text', 0],
  ['attempts', 'attempts', [deliveryAttemptShape], 0],
  ['next_attempt_at', 'nextAttemptAt', 'time', 1],
  ['created_at', 'createdAt', 'time', 0],
  ['delivered_at', 'deliveredAt', 'time', 1],
], {
  made: made(function (a) {
    this.id = a[0]
    this.eventId = a[1]
    this.eventType = a[2]
    this.correlationId = a[3]
    this.webhookId = a[4]
    this.status = a[5]
    this.attempts = a[6].map((item: any) => deliveryAttemptShape.make(item))
    this.nextAttemptAt = a[7]
    this.createdAt = a[8]
    this.deliveredAt = a[9]
  }),
})

/** A delivery that was given up. */
export interface DeadLetter {
  /** The dead letter's ID. */
  id: DeadLetterId
  /** The delivery that was given up. */
  deliveryId: DeliveryId
  /** The event that was not delivered. */
  eventId: EventId
  /** The type of that event. */
  eventType: string
  /** The endpoint that did not accept it. */
  webhookId: WebhookId
  /** Why the last attempt failed. */
  reason: string
  /** How many attempts were made. */
  attempts: number
  /** When it was given up. */
  createdAt: Timestamp
  /** When it was put on its way again, or null where it was not. */
  replayedAt: Timestamp | null
}

/** @internal */
export const deadLetterShape = new Shape<DeadLetter>('DeadLetter', [
  ['id', 'id', 'id:dlq', 0],
  ['delivery_id', 'deliveryId', 'id:dlv', 0],
  ['event_id', 'eventId', 'id:evt', 0],
  ['event_type', 'eventType', 'text', 0],
  ['webhook_id', 'webhookId', 'id:whk', 0],
  ['reason', 'reason', 'text', 0],
  ['attempts', 'attempts', 'integer', 0],
  ['created_at', 'createdAt', 'time', 0],
  ['replayed_at', 'replayedAt', 'time', 1],
], {
  made: made(function (a) {
    this.id = a[0]
    this.deliveryId = a[1]
    this.eventId = a[2]
    this.eventType = a[3]
    this.webhookId = a[4]
    this.reason = a[5]
    this.attempts = a[6]
    this.createdAt = a[7]
    this.replayedAt = a[8]
  }),
})

/** How many dead letters were put on their way again. */
export interface Replayed {
  /** How many. */
  replayed: number
}

/** @internal */
export const replayedShape = new Shape<Replayed>('Replayed', [
  ['replayed', 'replayed', 'integer', 0],
], {
  made: made(function (a) {
    this.replayed = a[0]
  }),
})

/** One change. */
export interface AuditRecord {
  /** The record's ID. */
  id: AuditRecordId
  /** Who made the change: a credential's name, or `system`. */
  actor: string
  /** The operation, such as `calendar.appointments.cancel`. */
  action: string
  /** The ID of what was changed. */
  subject: string
  /** What stood there before, without personal data, or null where nothing did. */
  before: unknown
  /** What stands there now, without personal data, or null where nothing does. */
  after: unknown
  /** The request that made the change, or null where a timer did. */
  requestId: RequestId | null
  /** What the change belongs to. */
  correlationId: string
  /** When it was made. */
  createdAt: Timestamp
}

/** @internal */
export const auditRecordShape = new Shape<AuditRecord>('AuditRecord', [
  ['id', 'id', 'id:aud', 0],
  ['actor', 'actor', 'text', 0],
  ['action', 'action', 'text', 0],
  ['subject', 'subject', 'text', 0],
  ['before', 'before', 'any', 1],
  ['after', 'after', 'any', 1],
  ['request_id', 'requestId', 'id:req', 1],
  ['correlation_id', 'correlationId', 'text', 0],
  ['created_at', 'createdAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.actor = a[1]
    this.action = a[2]
    this.subject = a[3]
    this.before = a[4]
    this.after = a[5]
    this.requestId = a[6]
    this.correlationId = a[7]
    this.createdAt = a[8]
  }),
})
