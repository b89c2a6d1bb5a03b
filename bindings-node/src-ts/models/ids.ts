// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// IDs: texts that the compiler keeps apart by their prefixes, so that a slot's is never passed where a contact's is
// meant. A text of your own becomes one by the function of the same name: `SlotId(row.slot)`.

import { idOf } from '../id.js'

/** Identifies an appointment. */
export type AppointmentId = `apt_${string}`
export const AppointmentId = idOf<AppointmentId>('AppointmentId', 'apt')

/** Identifies an audit record. */
export type AuditRecordId = `aud_${string}`
export const AuditRecordId = idOf<AuditRecordId>('AuditRecordId', 'aud')

/** Identifies a booking page. */
export type BookingPageId = `bkp_${string}`
export const BookingPageId = idOf<BookingPageId>('BookingPageId', 'bkp')

/** Identifies a contact. */
export type ContactId = `ctc_${string}`
export const ContactId = idOf<ContactId>('ContactId', 'ctc')

/** Identifies a dead letter. */
export type DeadLetterId = `dlq_${string}`
export const DeadLetterId = idOf<DeadLetterId>('DeadLetterId', 'dlq')

/** Identifies a delivery. */
export type DeliveryId = `dlv_${string}`
export const DeliveryId = idOf<DeliveryId>('DeliveryId', 'dlv')

/** Identifies an event. */
export type EventId = `evt_${string}`
export const EventId = idOf<EventId>('EventId', 'evt')

/** Identifies a message. */
export type MessageId = `msg_${string}`
export const MessageId = idOf<MessageId>('MessageId', 'msg')

/** Identifies an organisation. */
export type OrganisationId = `org_${string}`
export const OrganisationId = idOf<OrganisationId>('OrganisationId', 'org')

/** Identifies an OTP challenge. */
export type OtpChallengeId = `otp_${string}`
export const OtpChallengeId = idOf<OtpChallengeId>('OtpChallengeId', 'otp')

/** Identifies a queue entry. */
export type QueueEntryId = `que_${string}`
export const QueueEntryId = idOf<QueueEntryId>('QueueEntryId', 'que')

/** Identifies a request. */
export type RequestId = `req_${string}`
export const RequestId = idOf<RequestId>('RequestId', 'req')

/** Identifies a resource. */
export type ResourceId = `res_${string}`
export const ResourceId = idOf<ResourceId>('ResourceId', 'res')

/** Identifies a schedule. */
export type ScheduleId = `sch_${string}`
export const ScheduleId = idOf<ScheduleId>('ScheduleId', 'sch')

/** Identifies a service. */
export type ServiceId = `svc_${string}`
export const ServiceId = idOf<ServiceId>('ServiceId', 'svc')

/** Identifies a slot. */
export type SlotId = `slt_${string}`
export const SlotId = idOf<SlotId>('SlotId', 'slt')

/** Identifies a webhook endpoint. */
export type WebhookId = `whk_${string}`
export const WebhookId = idOf<WebhookId>('WebhookId', 'whk')
