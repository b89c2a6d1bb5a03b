// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// The products of the client, and what their methods take.

import { Group } from '../group.js'
import { Calendar } from './calendar.js'
import { Crm } from './crm.js'
import { Notifications } from './notifications.js'
import { Platform } from './platform.js'
import { Queue } from './queue.js'

/** The products, each with its resources. */
export class Products extends Group {
  /**
   * The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`, `schedules`,
   * `bookingPages`.
   */
  readonly calendar: Calendar = new Calendar(this.caller)
  /** SK Queue: fair lines. Nobody is moved by hand: whoever fits and came first goes first. */
  readonly queue: Queue = new Queue(this.caller)
  /** The resources of `crm`: `contacts`. */
  readonly crm: Crm = new Crm(this.caller)
  /** The resources of `notifications`: `messages`. */
  readonly notifications: Notifications = new Notifications(this.caller)
  /** The resources of `platform`: `webhooks`, `events`, `deliveries`, `deadLetters`, `audit`. */
  readonly platform: Platform = new Platform(this.caller)
}

export type {
  AppointmentsBookFirstOfParams,
  AppointmentsBookParams,
  AppointmentsCancelParams,
  AppointmentsListParams,
  AppointmentsRescheduleParams,
  AppointmentsUpdateParams,
  AvailabilityListParams,
  BookingPagesCreateParams,
  BookingPagesListParams,
  BookingPagesUpdateParams,
  ResourcesCreateParams,
  ResourcesListParams,
  ResourcesUpdateParams,
  SchedulesCreateParams,
  SchedulesListParams,
  ServicesCreateParams,
  ServicesListParams,
  ServicesUpdateParams,
  SlotsCreateParams,
} from './calendar.js'

export type {
  EntriesCancelParams,
  EntriesListParams,
  EntriesWaitForStatusParams,
  EntriesWaitUntilParams,
  OtpRequestParams,
  OtpVerifyParams,
  QueueAllocateParams,
  QueueJoinParams,
} from './queue.js'

export type { ContactsCreateParams, ContactsListParams, ContactsUpdateParams } from './crm.js'

export type { MessagesListParams, MessagesSendParams } from './notifications.js'

export type {
  AuditListParams,
  DeadLettersListParams,
  DeadLettersReplayAllParams,
  DeliveriesListParams,
  EventsFollowParams,
  EventsListParams,
  PlatformReconcileParams,
  WebhooksCreateParams,
  WebhooksListParams,
  WebhooksUpdateParams,
} from './platform.js'
