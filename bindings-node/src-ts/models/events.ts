// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Events: what happened, an interface for each type, and their union.

import { EventShape, Shape, made } from '../shape.js'
import { appointmentShape, slotShape } from './calendar.js'
import { contactShape } from './crm.js'
import { messageShape } from './notifications.js'
import { webhookShape } from './platform.js'
import { queueEntryShape } from './queue.js'
import type { Timestamp } from '../values.js'
import type { Appointment, Slot } from './calendar.js'
import type { Contact } from './crm.js'
import type { EventId, OrganisationId, ResourceId, SlotId } from './ids.js'
import type { Message } from './notifications.js'
import type { Webhook } from './platform.js'
import type { QueueEntry } from './queue.js'

/**
 * An environment. Nothing crosses from the one to the other.
 *
 * - `test`: For building: no real customer is touched.
 * - `live`: For real.
 */
export type Mode = 'test' | 'live' | (string & {})

/** What an appointment held before it moved. */
export interface PreviousTime {
  /** The slot. */
  slotId: SlotId
  /** When it began. */
  startsAt: Timestamp
  /** When it ended. */
  endsAt: Timestamp
  /** The resources. */
  resourceIds: ResourceId[]
}

/** @internal */
export const previousTimeShape = new Shape<PreviousTime>('PreviousTime', [
  ['slot_id', 'slotId', 'id:slt', 0],
  ['starts_at', 'startsAt', 'time', 0],
  ['ends_at', 'endsAt', 'time', 0],
  ['resource_ids', 'resourceIds', ['id:res'], 0],
], {
  made: made(function (a) {
    this.slotId = a[0]
    this.startsAt = a[1]
    this.endsAt = a[2]
    this.resourceIds = a[3]
  }),
})

/** What every event has: the envelope is the same for every product. */
export interface EventEnvelope {
  id: EventId
  createdAt: Timestamp
  mode: Mode
  orgId: OrganisationId
  correlationId: string
}

/** The data of a `appointment.booked` event. */
export interface AppointmentBookedData {
  /** The appointment. */
  appointment: Appointment
}

/** An appointment was booked, by whatever way. `appointment.created` is read as the same. */
export interface AppointmentBooked extends EventEnvelope {
  type: 'appointment.booked' | 'appointment.created'
  data: AppointmentBookedData
}

const appointmentBookedDataShape = new Shape<AppointmentBookedData>('AppointmentBookedData', [
  ['appointment', 'appointment', appointmentShape, 0],
], {
  made: made(function (a) {
    this.appointment = appointmentShape.make(a[0])
  }),
})

/** The data of a `appointment.rescheduled` event. */
export interface AppointmentRescheduledData {
  /** The appointment as it stands now. */
  appointment: Appointment
  /** What it held before. */
  previous: PreviousTime
}

/** An appointment moved: its old slot was released and a new one won. */
export interface AppointmentRescheduled extends EventEnvelope {
  type: 'appointment.rescheduled'
  data: AppointmentRescheduledData
}

const appointmentRescheduledDataShape = new Shape<AppointmentRescheduledData>('AppointmentRescheduledData', [
  ['appointment', 'appointment', appointmentShape, 0],
  ['previous', 'previous', previousTimeShape, 0],
], {
  made: made(function (a) {
    this.appointment = appointmentShape.make(a[0])
    this.previous = previousTimeShape.make(a[1])
  }),
})

/** The data of a `appointment.cancelled` event. */
export interface AppointmentCancelledData {
  /** The appointment. */
  appointment: Appointment
}

/** An appointment was cancelled; `reason` says why. */
export interface AppointmentCancelled extends EventEnvelope {
  type: 'appointment.cancelled'
  data: AppointmentCancelledData
}

const appointmentCancelledDataShape = new Shape<AppointmentCancelledData>('AppointmentCancelledData', [
  ['appointment', 'appointment', appointmentShape, 0],
], {
  made: made(function (a) {
    this.appointment = appointmentShape.make(a[0])
  }),
})

/** The data of a `slot.released` event. */
export interface SlotReleasedData {
  /** The slot as it stands now. */
  slot: Slot
}

/** Capacity opened: a waitlist's moment. */
export interface SlotReleased extends EventEnvelope {
  type: 'slot.released'
  data: SlotReleasedData
}

const slotReleasedDataShape = new Shape<SlotReleasedData>('SlotReleasedData', [
  ['slot', 'slot', slotShape, 0],
], {
  made: made(function (a) {
    this.slot = slotShape.make(a[0])
  }),
})

/** The data of a `appointment.reminder_sent` event. */
export interface AppointmentReminderSentData {
  /** The appointment. */
  appointment: Appointment
}

/** A reminder went out. */
export interface AppointmentReminderSent extends EventEnvelope {
  type: 'appointment.reminder_sent'
  data: AppointmentReminderSentData
}

const appointmentReminderSentDataShape = new Shape<AppointmentReminderSentData>('AppointmentReminderSentData', [
  ['appointment', 'appointment', appointmentShape, 0],
], {
  made: made(function (a) {
    this.appointment = appointmentShape.make(a[0])
  }),
})

/** The data of a `appointment.no_show` event. */
export interface AppointmentNoShowData {
  /** The appointment. */
  appointment: Appointment
}

/** Nobody came. */
export interface AppointmentNoShow extends EventEnvelope {
  type: 'appointment.no_show'
  data: AppointmentNoShowData
}

const appointmentNoShowDataShape = new Shape<AppointmentNoShowData>('AppointmentNoShowData', [
  ['appointment', 'appointment', appointmentShape, 0],
], {
  made: made(function (a) {
    this.appointment = appointmentShape.make(a[0])
  }),
})

/** The data of a `appointment.completed` event. */
export interface AppointmentCompletedData {
  /** The appointment. */
  appointment: Appointment
}

/** An appointment took place. */
export interface AppointmentCompleted extends EventEnvelope {
  type: 'appointment.completed'
  data: AppointmentCompletedData
}

const appointmentCompletedDataShape = new Shape<AppointmentCompletedData>('AppointmentCompletedData', [
  ['appointment', 'appointment', appointmentShape, 0],
], {
  made: made(function (a) {
    this.appointment = appointmentShape.make(a[0])
  }),
})

/** The data of a `queue.entry.joined` event. */
export interface QueueEntryJoinedData {
  /** The entry. */
  entry: QueueEntry
}

/** A verified party came into line. */
export interface QueueEntryJoined extends EventEnvelope {
  type: 'queue.entry.joined'
  data: QueueEntryJoinedData
}

const queueEntryJoinedDataShape = new Shape<QueueEntryJoinedData>('QueueEntryJoinedData', [
  ['entry', 'entry', queueEntryShape, 0],
], {
  made: made(function (a) {
    this.entry = queueEntryShape.make(a[0])
  }),
})

/** The data of a `queue.entry.allocated` event. */
export interface QueueEntryAllocatedData {
  /** The entry. */
  entry: QueueEntry
}

/** A party was given a resource: it must answer until `respondBy`. */
export interface QueueEntryAllocated extends EventEnvelope {
  type: 'queue.entry.allocated'
  data: QueueEntryAllocatedData
}

const queueEntryAllocatedDataShape = new Shape<QueueEntryAllocatedData>('QueueEntryAllocatedData', [
  ['entry', 'entry', queueEntryShape, 0],
], {
  made: made(function (a) {
    this.entry = queueEntryShape.make(a[0])
  }),
})

/** The data of a `queue.entry.seated` event. */
export interface QueueEntrySeatedData {
  /** The entry. */
  entry: QueueEntry
}

/** A party answered, and took its resource. */
export interface QueueEntrySeated extends EventEnvelope {
  type: 'queue.entry.seated'
  data: QueueEntrySeatedData
}

const queueEntrySeatedDataShape = new Shape<QueueEntrySeatedData>('QueueEntrySeatedData', [
  ['entry', 'entry', queueEntryShape, 0],
], {
  made: made(function (a) {
    this.entry = queueEntryShape.make(a[0])
  }),
})

/** The data of a `queue.entry.completed` event. */
export interface QueueEntryCompletedData {
  /** The entry. */
  entry: QueueEntry
}

/** A party was served and has gone. */
export interface QueueEntryCompleted extends EventEnvelope {
  type: 'queue.entry.completed'
  data: QueueEntryCompletedData
}

const queueEntryCompletedDataShape = new Shape<QueueEntryCompletedData>('QueueEntryCompletedData', [
  ['entry', 'entry', queueEntryShape, 0],
], {
  made: made(function (a) {
    this.entry = queueEntryShape.make(a[0])
  }),
})

/** The data of a `queue.entry.cancelled` event. */
export interface QueueEntryCancelledData {
  /** The entry. */
  entry: QueueEntry
}

/** A party went without being served; `reason` says why. */
export interface QueueEntryCancelled extends EventEnvelope {
  type: 'queue.entry.cancelled'
  data: QueueEntryCancelledData
}

const queueEntryCancelledDataShape = new Shape<QueueEntryCancelledData>('QueueEntryCancelledData', [
  ['entry', 'entry', queueEntryShape, 0],
], {
  made: made(function (a) {
    this.entry = queueEntryShape.make(a[0])
  }),
})

/** The data of a `message.sent` event. */
export interface MessageSentData {
  /** The message. */
  message: Message
}

/** A channel took a message. */
export interface MessageSent extends EventEnvelope {
  type: 'message.sent'
  data: MessageSentData
}

const messageSentDataShape = new Shape<MessageSentData>('MessageSentData', [
  ['message', 'message', messageShape, 0],
], {
  made: made(function (a) {
    this.message = messageShape.make(a[0])
  }),
})

/** The data of a `message.delivered` event. */
export interface MessageDeliveredData {
  /** The message. */
  message: Message
}

/** A message arrived. */
export interface MessageDelivered extends EventEnvelope {
  type: 'message.delivered'
  data: MessageDeliveredData
}

const messageDeliveredDataShape = new Shape<MessageDeliveredData>('MessageDeliveredData', [
  ['message', 'message', messageShape, 0],
], {
  made: made(function (a) {
    this.message = messageShape.make(a[0])
  }),
})

/** The data of a `message.failed` event. */
export interface MessageFailedData {
  /** The message. */
  message: Message
}

/** No channel took a message. */
export interface MessageFailed extends EventEnvelope {
  type: 'message.failed'
  data: MessageFailedData
}

const messageFailedDataShape = new Shape<MessageFailedData>('MessageFailedData', [
  ['message', 'message', messageShape, 0],
], {
  made: made(function (a) {
    this.message = messageShape.make(a[0])
  }),
})

/** The data of a `contact.updated` event. */
export interface ContactUpdatedData {
  /** The contact as it stands now. */
  contact: Contact
  /** The names of the members that changed. */
  changed: string[]
}

/** A contact changed. */
export interface ContactUpdated extends EventEnvelope {
  type: 'contact.updated'
  data: ContactUpdatedData
}

const contactUpdatedDataShape = new Shape<ContactUpdatedData>('ContactUpdatedData', [
  ['contact', 'contact', contactShape, 0],
  ['changed', 'changed', ['text'], 0],
], {
  made: made(function (a) {
    this.contact = contactShape.make(a[0])
    this.changed = a[1]
  }),
})

/** The data of a `webhook.ping` event. */
export interface WebhookPingData {
  /** The endpoint, without its secret. */
  webhook: Webhook
}

/** Somebody asked for a sign of life. */
export interface WebhookPing extends EventEnvelope {
  type: 'webhook.ping'
  data: WebhookPingData
}

const webhookPingDataShape = new Shape<WebhookPingData>('WebhookPingData', [
  ['webhook', 'webhook', webhookShape, 0],
], {
  made: made(function (a) {
    this.webhook = webhookShape.make(a[0])
  }),
})

/**
 * A type of event that this version does not know: a text, which the compiler keeps apart from the ones that it does,
 * so that comparing `event.type` with one of those leaves its event alone.
 */
export declare enum UnknownEventType {
  Unknown = '',
}

/** An event of a type that this version does not know, with its data as it came. */
export interface UnknownEvent extends EventEnvelope {
  type: UnknownEventType
  data: unknown
}

/** Something that happened. `switch (event.type)` tells the types apart; what is new reaches `default`. */
export type Event =
  | AppointmentBooked
  | AppointmentRescheduled
  | AppointmentCancelled
  | SlotReleased
  | AppointmentReminderSent
  | AppointmentNoShow
  | AppointmentCompleted
  | QueueEntryJoined
  | QueueEntryAllocated
  | QueueEntrySeated
  | QueueEntryCompleted
  | QueueEntryCancelled
  | MessageSent
  | MessageDelivered
  | MessageFailed
  | ContactUpdated
  | WebhookPing
  | UnknownEvent

/** The types of event that this version knows. */
export type EventType = Exclude<Event, UnknownEvent>['type']

const envelopeShape = new Shape<Record<string, unknown>>('Event', [
  ['id', 'id', 'id:evt', 0],
  ['type', 'type', 'text', 0],
  ['created_at', 'createdAt', 'time', 0],
  ['mode', 'mode', 'text', 0],
  ['org_id', 'orgId', 'id:org', 0],
  ['correlation_id', 'correlationId', 'text', 0],
  ['data', 'data', 'raw', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.type = a[1]
    this.createdAt = a[2]
    this.mode = a[3]
    this.orgId = a[4]
    this.correlationId = a[5]
    this.data = a[6]
  }),
})

/** @internal */
export const eventShape = new EventShape<Event>(envelopeShape, {
  'appointment.booked': appointmentBookedDataShape,
  'appointment.created': appointmentBookedDataShape,
  'appointment.rescheduled': appointmentRescheduledDataShape,
  'appointment.cancelled': appointmentCancelledDataShape,
  'slot.released': slotReleasedDataShape,
  'appointment.reminder_sent': appointmentReminderSentDataShape,
  'appointment.no_show': appointmentNoShowDataShape,
  'appointment.completed': appointmentCompletedDataShape,
  'queue.entry.joined': queueEntryJoinedDataShape,
  'queue.entry.allocated': queueEntryAllocatedDataShape,
  'queue.entry.seated': queueEntrySeatedDataShape,
  'queue.entry.completed': queueEntryCompletedDataShape,
  'queue.entry.cancelled': queueEntryCancelledDataShape,
  'message.sent': messageSentDataShape,
  'message.delivered': messageDeliveredDataShape,
  'message.failed': messageFailedDataShape,
  'contact.updated': contactUpdatedDataShape,
  'webhook.ping': webhookPingDataShape,
})
