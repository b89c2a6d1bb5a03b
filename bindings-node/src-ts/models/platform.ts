// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `platform`.

import { Shape, holds, isAny, isBoolean, isId, isInteger, isListOf, isText, isTime, listOf, made } from '../shape.js'
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
  made: made(function (o) {
    this.id = o.id
    this.url = o.url
    this.events = o.events
    this.description = o.description
    this.enabled = o.enabled
    this.secret = o.secret
    this.createdAt = o.created_at
    this.updatedAt = o.updated_at
  }),
  quick: (Made) => (o) =>
    isId(o.id, 'whk') &&
    isText(o.url) &&
    isListOf(o.events, (item) => isText(item)) &&
    (o.description === null || isText(o.description)) &&
    isBoolean(o.enabled) &&
    (o.secret === null || isText(o.secret)) &&
    isTime(o.created_at) &&
    isTime(o.updated_at)
      ? new Made(o)
      : undefined,
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
  made: made(function (o) {
    this.number = o.number
    this.attemptedAt = o.attempted_at
    this.statusCode = o.status_code
    this.error = o.error
  }),
  quick: (Made) => (o) =>
    isInteger(o.number) &&
    isTime(o.attempted_at) &&
    (o.status_code === null || isInteger(o.status_code)) &&
    (o.error === null || isText(o.error))
      ? new Made(o)
      : undefined,
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
  made: made(function (o) {
    this.id = o.id
    this.eventId = o.event_id
    this.eventType = o.event_type
    this.correlationId = o.correlation_id
    this.webhookId = o.webhook_id
    this.status = o.status
    this.attempts = listOf(o.attempts, (item) => deliveryAttemptShape.read(item))
    this.nextAttemptAt = o.next_attempt_at
    this.createdAt = o.created_at
    this.deliveredAt = o.delivered_at
  }),
  quick: (Made) => (o) =>
    isId(o.id, 'dlv') &&
    isId(o.event_id, 'evt') &&
    isText(o.event_type) &&
    isText(o.correlation_id) &&
    isId(o.webhook_id, 'whk') &&
    isText(o.status) &&
    (o.next_attempt_at === null || isTime(o.next_attempt_at)) &&
    isTime(o.created_at) &&
    (o.delivered_at === null || isTime(o.delivered_at))
      ? new Made(o)
      : undefined,
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
  made: made(function (o) {
    this.id = o.id
    this.deliveryId = o.delivery_id
    this.eventId = o.event_id
    this.eventType = o.event_type
    this.webhookId = o.webhook_id
    this.reason = o.reason
    this.attempts = o.attempts
    this.createdAt = o.created_at
    this.replayedAt = o.replayed_at
  }),
  quick: (Made) => (o) =>
    isId(o.id, 'dlq') &&
    isId(o.delivery_id, 'dlv') &&
    isId(o.event_id, 'evt') &&
    isText(o.event_type) &&
    isId(o.webhook_id, 'whk') &&
    isText(o.reason) &&
    isInteger(o.attempts) &&
    isTime(o.created_at) &&
    (o.replayed_at === null || isTime(o.replayed_at))
      ? new Made(o)
      : undefined,
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
  made: made(function (o) {
    this.replayed = o.replayed
  }),
  quick: (Made) => (o) =>
    isInteger(o.replayed)
      ? new Made(o)
      : undefined,
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
  made: made(function (o) {
    this.id = o.id
    this.actor = o.actor
    this.action = o.action
    this.subject = o.subject
    this.before = o.before
    this.after = o.after
    this.requestId = o.request_id
    this.correlationId = o.correlation_id
    this.createdAt = o.created_at
  }),
  quick: (Made) => (o) =>
    isId(o.id, 'aud') &&
    isText(o.actor) &&
    isText(o.action) &&
    isText(o.subject) &&
    isAny(o.before) &&
    isAny(o.after) &&
    (o.request_id === null || isId(o.request_id, 'req')) &&
    isText(o.correlation_id) &&
    isTime(o.created_at)
      ? new Made(o)
      : undefined,
})
