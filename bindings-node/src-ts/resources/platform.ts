// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// `platform`: its resources and their methods.

import { Follow, Reconcile } from '../flows.js'
import { Group } from '../group.js'
import { eventShape } from '../models/events.js'
import { auditRecordShape, deadLetterShape, deliveryShape, replayedShape, webhookShape } from '../models/platform.js'
import { operation } from '../operation.js'
import type { Call } from '../call.js'
import type { CursorStore } from '../cursors.js'
import type { Event } from '../models/events.js'
import type { DeadLetterId, DeliveryId, EventId, WebhookId } from '../models/ids.js'
import type { AuditRecord, DeadLetter, Delivery, DeliveryStatus, Replayed, Webhook } from '../models/platform.js'
import type { CallOptions, ChangeOptions } from '../options.js'
import type { ItemList } from '../pages.js'
import type { Timestamp } from '../values.js'

const WEBHOOKS_CREATE = operation('platform.webhooks.create', webhookShape)
const WEBHOOKS_GET = operation('platform.webhooks.get', webhookShape)
const WEBHOOKS_LIST = operation('platform.webhooks.list', webhookShape)
const WEBHOOKS_UPDATE = operation('platform.webhooks.update', webhookShape)
const WEBHOOKS_DELETE = operation('platform.webhooks.delete', undefined)
const WEBHOOKS_ROTATE_SECRET = operation('platform.webhooks.rotate_secret', webhookShape)
const WEBHOOKS_PING = operation('platform.webhooks.ping', eventShape)
const EVENTS_GET = operation('platform.events.get', eventShape)
const EVENTS_LIST = operation('platform.events.list', eventShape)
const DELIVERIES_GET = operation('platform.deliveries.get', deliveryShape)
const DELIVERIES_LIST = operation('platform.deliveries.list', deliveryShape, [
  ['event_id', 'eventId'],
  ['webhook_id', 'webhookId'],
])
const DEAD_LETTERS_GET = operation('platform.dead_letters.get', deadLetterShape)
const DEAD_LETTERS_LIST = operation('platform.dead_letters.list', deadLetterShape, [['webhook_id', 'webhookId']])
const DEAD_LETTERS_REPLAY = operation('platform.dead_letters.replay', deliveryShape)
const DEAD_LETTERS_REPLAY_ALL = operation('platform.dead_letters.replay_all', replayedShape, [
  ['webhook_id', 'webhookId'],
])
const AUDIT_LIST = operation('platform.audit.list', auditRecordShape, [['correlation_id', 'correlationId']])
const PLATFORM_RECONCILE = operation('platform.reconcile', undefined)
const EVENTS_FOLLOW = operation('platform.events.follow', undefined, [['poll_every', 'pollEvery']])

/** What `platform.webhooks.create` takes. */
export interface WebhooksCreateParams {
  /** The address: https, or http to a loopback host. */
  url: string
  /** Which events it receives: types, or patterns such as `*` and `appointment.*`. */
  events: readonly string[]
  /** What it is for. */
  description?: string | undefined
  /** Whether events are delivered to it. Default: true. */
  enabled?: boolean | undefined
}

/** What `platform.webhooks.list` takes. */
export interface WebhooksListParams {
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `platform.webhooks.update` takes. */
export interface WebhooksUpdateParams {
  /** The address: https, or http to a loopback host. */
  url?: string | undefined
  /** Which events it receives. */
  events?: readonly string[] | undefined
  /** Whether events are delivered to it. */
  enabled?: boolean | undefined
  /** What it is for. */
  description?: string | null | undefined
}

/** What `platform.events.list` takes. */
export interface EventsListParams {
  /** Only those of this type, or of this pattern of types. */
  type?: string | undefined
  /** Only those created at this time or later. */
  from?: Timestamp | Date | undefined
  /** Only those created before this time. */
  to?: Timestamp | Date | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `platform.deliveries.list` takes. */
export interface DeliveriesListParams {
  /** Only those of this event. */
  eventId?: EventId | undefined
  /** Only those to this endpoint. */
  webhookId?: WebhookId | undefined
  /** Only those that stand here. */
  status?: DeliveryStatus | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `platform.deadLetters.list` takes. */
export interface DeadLettersListParams {
  /** Only those of this endpoint. */
  webhookId?: WebhookId | undefined
  /** Only those that were, or were not, replayed. */
  replayed?: boolean | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `platform.deadLetters.replayAll` takes. */
export interface DeadLettersReplayAllParams {
  /** Only those of this endpoint. Default: those of every endpoint. */
  webhookId?: WebhookId | undefined
}

/** What `platform.audit.list` takes. */
export interface AuditListParams {
  /** Only those about this ID. */
  subject?: string | undefined
  /** Only those of this operation. */
  action?: string | undefined
  /** Only those that belong to this cause. */
  correlationId?: string | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `platform.reconcile` takes. */
export interface PlatformReconcileParams {
  /** Only the dead letters of this endpoint. */
  webhook?: WebhookId | undefined
  /** Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor is bound to it. */
  only?: string | undefined
  /** Events from what time on, where nothing is stored yet. Default: from the first that there is. */
  since?: Timestamp | Date | undefined
}

/** What `platform.events.follow` takes. */
export interface EventsFollowParams {
  /** Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor is bound to it. */
  only?: string | undefined
  /** From what time on, where nothing is stored yet. Default: from the first event that there is. */
  since?: Timestamp | Date | undefined
  /**
   * How often to look for more: after anything up to the first time, and ever later, up to the second, while nothing
   * comes. Default: 1 and 15 seconds. In milliseconds.
   */
  pollEvery?: readonly [shortest: number, longest: number] | undefined
}

/** Webhook endpoints: addresses to which events are delivered, signed and at least once. */
export class Webhooks extends Group {
  /** Registers an endpoint. The answer is the only one that shows its secret. */
  create(params: WebhooksCreateParams, options?: ChangeOptions): Call<Webhook> {
    return this.caller.call(WEBHOOKS_CREATE, params, options)
  }

  /** Reads one endpoint. */
  get(id: WebhookId, options?: CallOptions): Call<Webhook> {
    return this.caller.call(WEBHOOKS_GET, { id }, options)
  }

  /** Lists endpoints, newest first. */
  list(params: WebhooksListParams = {}, options?: CallOptions): ItemList<Webhook> {
    return this.caller.list(WEBHOOKS_LIST, params, options)
  }

  /** Changes an endpoint. */
  update(id: WebhookId, params: WebhooksUpdateParams = {}, options?: ChangeOptions): Call<Webhook> {
    return this.caller.call(WEBHOOKS_UPDATE, { ...params, id }, options)
  }

  /** Removes an endpoint. What was not delivered to it yet is dropped. */
  delete(id: WebhookId, options?: ChangeOptions): Call<void> {
    return this.caller.call(WEBHOOKS_DELETE, { id }, options)
  }

  /** Gives an endpoint a new secret and shows it once. The old one signs along for 24 hours. */
  rotateSecret(id: WebhookId, options?: ChangeOptions): Call<Webhook> {
    return this.caller.call(WEBHOOKS_ROTATE_SECRET, { id }, options)
  }

  /** Sends an endpoint a `webhook.ping`, and answers with that event. */
  ping(id: WebhookId, options?: ChangeOptions): Call<Event> {
    return this.caller.call(WEBHOOKS_PING, { id }, options)
  }
}

/** Events: everything that happened, as it was or will be delivered. */
export class Events extends Group {
  /** Reads one event. */
  get(id: EventId, options?: CallOptions): Call<Event> {
    return this.caller.call(EVENTS_GET, { id }, options)
  }

  /** Lists events, newest first. */
  list(params: EventsListParams = {}, options?: CallOptions): ItemList<Event> {
    return this.caller.list(EVENTS_LIST, params, options)
  }

  /**
   * Reads every event from the cursor in a store, which is stored anew after each event that is done.
   *
   * Each event is handed out at least once: the one that was not done comes first the next time. Where an effect must
   * happen once, let it go through an `Inbox`.
   */
  follow(store: CursorStore | string, params: EventsFollowParams = {}, options?: CallOptions): Follow {
    return new Follow(this.caller, EVENTS_FOLLOW, store, params, options)
  }
}

/** Deliveries: each is one event on its way to one endpoint, with every attempt that was made. */
export class Deliveries extends Group {
  /** Reads one delivery. */
  get(id: DeliveryId, options?: CallOptions): Call<Delivery> {
    return this.caller.call(DELIVERIES_GET, { id }, options)
  }

  /** Lists deliveries, newest first. */
  list(params: DeliveriesListParams = {}, options?: CallOptions): ItemList<Delivery> {
    return this.caller.list(DELIVERIES_LIST, params, options)
  }
}

/** Dead letters: deliveries that were given up after eight attempts. Each can be replayed. */
export class DeadLetters extends Group {
  /** Reads one dead letter. */
  get(id: DeadLetterId, options?: CallOptions): Call<DeadLetter> {
    return this.caller.call(DEAD_LETTERS_GET, { id }, options)
  }

  /** Lists dead letters, newest first. */
  list(params: DeadLettersListParams = {}, options?: CallOptions): ItemList<DeadLetter> {
    return this.caller.list(DEAD_LETTERS_LIST, params, options)
  }

  /**
   * Puts a dead letter on its way again, with the same bytes and a fresh signature. Of a person who was forgotten
   * meanwhile it says no more.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  replay(id: DeadLetterId, options?: ChangeOptions): Call<Delivery> {
    return this.caller.call(DEAD_LETTERS_REPLAY, { id }, options)
  }

  /** Puts every dead letter that was not replayed yet on its way again, oldest first. */
  replayAll(params: DeadLettersReplayAllParams = {}, options?: ChangeOptions): Call<Replayed> {
    return this.caller.call(DEAD_LETTERS_REPLAY_ALL, params, options)
  }
}

/** The audit log: who changed what. It only ever grows. */
export class Audit extends Group {
  /** Lists audit records, newest first. */
  list(params: AuditListParams = {}, options?: CallOptions): ItemList<AuditRecord> {
    return this.caller.list(AUDIT_LIST, params, options)
  }
}

/** The resources of `platform`: `webhooks`, `events`, `deliveries`, `deadLetters`, `audit`. */
export class Platform extends Group {
  /** Webhook endpoints: addresses to which events are delivered, signed and at least once. */
  readonly webhooks: Webhooks = new Webhooks(this.caller)
  /** Events: everything that happened, as it was or will be delivered. */
  readonly events: Events = new Events(this.caller)
  /** Deliveries: each is one event on its way to one endpoint, with every attempt that was made. */
  readonly deliveries: Deliveries = new Deliveries(this.caller)
  /** Dead letters: deliveries that were given up after eight attempts. Each can be replayed. */
  readonly deadLetters: DeadLetters = new DeadLetters(this.caller)
  /** The audit log: who changed what. It only ever grows. */
  readonly audit: Audit = new Audit(this.caller)

  /** Makes up for what a receiver missed: while it was down, or disabled, or not registered yet. */
  reconcile(params: PlatformReconcileParams = {}, options?: CallOptions): Reconcile {
    return new Reconcile(this.caller, PLATFORM_RECONCILE, params, options)
  }
}
