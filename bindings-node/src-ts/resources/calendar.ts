// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// `calendar`: its resources and their methods.

import { bookFirstOf } from '../flows.js'
import { Group } from '../group.js'
import {
  appointmentShape,
  bookingPageShape,
  brandShape,
  resourceShape,
  scheduleExceptionShape,
  scheduleShape,
  serviceShape,
  slotResourcesShape,
  slotShape,
  weeklyHoursShape,
} from '../models/calendar.js'
import { operation } from '../operation.js'
import type { Call } from '../call.js'
import type { FirstBooked } from '../flows.js'
import type {
  Appointment,
  AppointmentSource,
  AppointmentStatus,
  BookingPage,
  Brand,
  Channel,
  IfTaken,
  Resource,
  ResourceKind,
  Schedule,
  ScheduleException,
  Service,
  Slot,
  SlotResources,
  WeeklyHours,
} from '../models/calendar.js'
import type { AppointmentId, BookingPageId, ContactId, ResourceId, ScheduleId, SlotId } from '../models/ids.js'
import type { CallOptions, ChangeOptions } from '../options.js'
import type { ItemList } from '../pages.js'
import type { Metadata, Timestamp } from '../values.js'

const AVAILABILITY_LIST = operation('calendar.availability.list', slotShape, [
  ['resource_id', 'resourceId'],
  ['party_size', 'partySize'],
])
const SLOTS_GET = operation('calendar.slots.get', slotShape)
const SLOTS_CREATE = operation('calendar.slots.create', slotShape, [
  ['starts_at', 'startsAt'],
  ['ends_at', 'endsAt'],
  ['overbook_limit', 'overbookLimit'],
  ['resources', 'resources', slotResourcesShape],
])
const SLOTS_CLOSE = operation('calendar.slots.close', slotShape)
const APPOINTMENTS_BOOK = operation('calendar.appointments.book', appointmentShape, [
  ['slot_id', 'slotId'],
  ['contact_id', 'contactId'],
  ['resource_ids', 'resourceIds'],
  ['party_size', 'partySize'],
  ['if_taken', 'ifTaken'],
])
const APPOINTMENTS_GET = operation('calendar.appointments.get', appointmentShape)
const APPOINTMENTS_LIST = operation('calendar.appointments.list', appointmentShape, [['contact_id', 'contactId']])
const APPOINTMENTS_UPDATE = operation('calendar.appointments.update', appointmentShape)
const APPOINTMENTS_RESCHEDULE = operation('calendar.appointments.reschedule', appointmentShape, [['slot_id', 'slotId']])
const APPOINTMENTS_CANCEL = operation('calendar.appointments.cancel', appointmentShape)
const APPOINTMENTS_COMPLETE = operation('calendar.appointments.complete', appointmentShape)
const APPOINTMENTS_MARK_NO_SHOW = operation('calendar.appointments.mark_no_show', appointmentShape)
const SERVICES_CREATE = operation('calendar.services.create', serviceShape, [
  ['duration_minutes', 'durationMinutes'],
  ['buffer_before_minutes', 'bufferBeforeMinutes'],
  ['buffer_after_minutes', 'bufferAfterMinutes'],
  ['reminder_offsets_minutes', 'reminderOffsetsMinutes'],
  ['reminder_channels', 'reminderChannels'],
])
const SERVICES_GET = operation('calendar.services.get', serviceShape)
const SERVICES_LIST = operation('calendar.services.list', serviceShape)
const SERVICES_UPDATE = operation('calendar.services.update', serviceShape, [
  ['duration_minutes', 'durationMinutes'],
  ['buffer_before_minutes', 'bufferBeforeMinutes'],
  ['buffer_after_minutes', 'bufferAfterMinutes'],
  ['reminder_offsets_minutes', 'reminderOffsetsMinutes'],
  ['reminder_channels', 'reminderChannels'],
])
const RESOURCES_CREATE = operation('calendar.resources.create', resourceShape, [
  ['capacity_min', 'capacityMin'],
  ['capacity_max', 'capacityMax'],
])
const RESOURCES_GET = operation('calendar.resources.get', resourceShape)
const RESOURCES_LIST = operation('calendar.resources.list', resourceShape)
const RESOURCES_UPDATE = operation('calendar.resources.update', resourceShape, [
  ['capacity_min', 'capacityMin'],
  ['capacity_max', 'capacityMax'],
])
const SCHEDULES_CREATE = operation('calendar.schedules.create', scheduleShape, [
  ['weekly', 'weekly', [weeklyHoursShape]],
  ['exceptions', 'exceptions', [scheduleExceptionShape]],
  ['horizon_days', 'horizonDays'],
  ['interval_minutes', 'intervalMinutes'],
  ['overbook_limit', 'overbookLimit'],
  ['resources', 'resources', slotResourcesShape],
])
const SCHEDULES_GET = operation('calendar.schedules.get', scheduleShape)
const SCHEDULES_LIST = operation('calendar.schedules.list', scheduleShape)
const SCHEDULES_DELETE = operation('calendar.schedules.delete', undefined)
const BOOKING_PAGES_CREATE = operation('calendar.booking_pages.create', bookingPageShape, [
  ['brand', 'brand', brandShape],
])
const BOOKING_PAGES_GET = operation('calendar.booking_pages.get', bookingPageShape)
const BOOKING_PAGES_LIST = operation('calendar.booking_pages.list', bookingPageShape)
const BOOKING_PAGES_UPDATE = operation('calendar.booking_pages.update', bookingPageShape, [
  ['brand', 'brand', brandShape],
])
const APPOINTMENTS_BOOK_FIRST_OF = operation('calendar.appointments.book_first_of', undefined, [
  ['slot_ids', 'slotIds'],
  ['contact_id', 'contactId'],
  ['key_from', 'keyFrom'],
  ['then_offered', 'thenOffered'],
  ['resource_ids', 'resourceIds'],
  ['party_size', 'partySize'],
])

/** What `calendar.availability.list` takes. */
export interface AvailabilityListParams {
  /** The slug of the service. */
  service: string
  /** Only slots that begin at this time or later. Default: now. */
  from?: Timestamp | Date | undefined
  /** Only slots that begin before this time. */
  to?: Timestamp | Date | undefined
  /** The zone in which the slots' `timezone` is given, for showing them. Default: the schedule's own. */
  timezone?: string | undefined
  /** Only slots that can hold this resource. */
  resourceId?: ResourceId | undefined
  /** Only slots whose resources take a party of this size. */
  partySize?: number | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `calendar.slots.create` takes. */
export interface SlotsCreateParams {
  /** The slug of the service that it is for. */
  service: string
  /** When the appointment begins. */
  startsAt: Timestamp | Date
  /** When the appointment ends: later than it begins, and at most a week later. */
  endsAt: Timestamp | Date
  /** How many appointments it takes. Default: 1. */
  capacity?: number | undefined
  /** How many appointments it takes beyond its capacity. Default: 0. */
  overbookLimit?: number | undefined
  /** The resources that an appointment in it holds. Default: none. */
  resources?: SlotResources | undefined
  /** The zone in which to show its times. Default: UTC. */
  timezone?: string | undefined
}

/** What `calendar.appointments.book` takes. */
export interface AppointmentsBookParams {
  /** The slot to win. */
  slotId: SlotId
  /** Who books, or for whom. */
  contactId: ContactId
  /** The slug of the service; it must be the slot's. */
  service: string
  /** The resources to hold, one for each of the slot's groups. Default: the first free one of each. */
  resourceIds?: readonly ResourceId[] | undefined
  /** How many people come. Default: 1. */
  partySize?: number | undefined
  /** Free words. */
  notes?: string | undefined
  /** The caller's own data. */
  metadata?: Metadata | undefined
  /** What to do when the slot is no longer open. Default: `offer`. */
  ifTaken?: IfTaken | undefined
  /** Where the booking came from. Default: `api`. */
  source?: AppointmentSource | undefined
}

/** What `calendar.appointments.list` takes. */
export interface AppointmentsListParams {
  /** Only those that stand here. */
  status?: AppointmentStatus | undefined
  /** Only this contact's. */
  contactId?: ContactId | undefined
  /** Only those for this service. */
  service?: string | undefined
  /** Only those that begin at this time or later. */
  from?: Timestamp | Date | undefined
  /** Only those that begin before this time. */
  to?: Timestamp | Date | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `calendar.appointments.update` takes. */
export interface AppointmentsUpdateParams {
  /** The caller's own data; it replaces what was there. */
  metadata?: Metadata | undefined
  /** Free words. */
  notes?: string | null | undefined
}

/** What `calendar.appointments.reschedule` takes. */
export interface AppointmentsRescheduleParams {
  /** The slot to win. */
  slotId: SlotId
  /** Why it is moved. */
  reason?: string | undefined
}

/** What `calendar.appointments.cancel` takes. */
export interface AppointmentsCancelParams {
  /** Why. */
  reason: string
}

/** What `calendar.services.create` takes. */
export interface ServicesCreateParams {
  /** Its name in addresses and bodies; no other service may have it. */
  slug: string
  /** Its name for people. */
  name: string
  /** How long an appointment lasts, in minutes. */
  durationMinutes: number
  /** How long its resources are held before it begins, in minutes. Default: 0. */
  bufferBeforeMinutes?: number | undefined
  /** How long its resources are held after it ends, in minutes. Default: 0. */
  bufferAfterMinutes?: number | undefined
  /** How long before the appointment each reminder goes out, in minutes. Default: 1440 and 60. */
  reminderOffsetsMinutes?: readonly number[] | undefined
  /** The channels of its reminders, in the order in which they are tried. Default: whatsapp, sms. */
  reminderChannels?: readonly Channel[] | undefined
}

/** What `calendar.services.list` takes. */
export interface ServicesListParams {
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `calendar.services.update` takes. */
export interface ServicesUpdateParams {
  /** Its name for people. */
  name?: string | undefined
  /** How long an appointment lasts, in minutes. */
  durationMinutes?: number | undefined
  /** How long its resources are held before it begins, in minutes. */
  bufferBeforeMinutes?: number | undefined
  /** How long its resources are held after it ends, in minutes. */
  bufferAfterMinutes?: number | undefined
  /** How long before the appointment each reminder goes out, in minutes. */
  reminderOffsetsMinutes?: readonly number[] | undefined
  /** The channels of its reminders, in the order in which they are tried. */
  reminderChannels?: readonly Channel[] | undefined
}

/** What `calendar.resources.create` takes. */
export interface ResourcesCreateParams {
  /** Its name. */
  name: string
  /** What it is. */
  kind: ResourceKind
  /** The smallest party that it takes. Default: 1. */
  capacityMin?: number | undefined
  /** The largest party that it takes. Default: no bound. */
  capacityMax?: number | undefined
  /** Where it stands, as the business calls it. */
  zone?: string | undefined
  /** Whether it can be held by new appointments. Default: true. */
  active?: boolean | undefined
}

/** What `calendar.resources.list` takes. */
export interface ResourcesListParams {
  /** Only those of this kind. */
  kind?: ResourceKind | undefined
  /** Only those that can, or cannot, be held. */
  active?: boolean | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `calendar.resources.update` takes. */
export interface ResourcesUpdateParams {
  /** Its name. */
  name?: string | undefined
  /** The smallest party that it takes. */
  capacityMin?: number | undefined
  /** Whether it can be held by new appointments. */
  active?: boolean | undefined
  /** The largest party that it takes; null for no bound. */
  capacityMax?: number | null | undefined
  /** Where it stands, as the business calls it. */
  zone?: string | null | undefined
}

/** What `calendar.schedules.create` takes. */
export interface SchedulesCreateParams {
  /** The slug of the service. */
  service: string
  /** The zone of its wall-clock times. */
  timezone: string
  /** The hours of an ordinary week. */
  weekly: readonly WeeklyHours[]
  /** Days that are not ordinary. Default: none. */
  exceptions?: readonly ScheduleException[] | undefined
  /** How many days ahead slots are made. Default: 30. */
  horizonDays?: number | undefined
  /** The minutes from one slot's beginning to the next one's. Default: the service's duration and both buffers. */
  intervalMinutes?: number | undefined
  /** How many appointments each slot takes. Default: 1. */
  capacity?: number | undefined
  /** How many appointments each slot takes beyond its capacity. Default: 0. */
  overbookLimit?: number | undefined
  /** The resources that an appointment in each slot holds. Default: none. */
  resources?: SlotResources | undefined
}

/** What `calendar.schedules.list` takes. */
export interface SchedulesListParams {
  /** Only those of this service. */
  service?: string | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `calendar.bookingPages.create` takes. */
export interface BookingPagesCreateParams {
  /** Its name in its address; no other page may have it. */
  slug: string
  /** Its heading. */
  title: string
  /** The slugs of the services that it offers. */
  services: readonly string[]
  /** The zone in which it shows times. */
  timezone: string
  /** How it looks. Default: plain. */
  brand?: Brand | undefined
}

/** What `calendar.bookingPages.list` takes. */
export interface BookingPagesListParams {
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `calendar.bookingPages.update` takes. */
export interface BookingPagesUpdateParams {
  /** Its heading. */
  title?: string | undefined
  /** The slugs of the services that it offers. */
  services?: readonly string[] | undefined
  /** The zone in which it shows times. */
  timezone?: string | undefined
  /** How it looks. */
  brand?: Brand | undefined
}

/** What `calendar.appointments.bookFirstOf` takes. */
export interface AppointmentsBookFirstOfParams {
  /** The slots, the one that is wanted most first. */
  slotIds: readonly SlotId[]
  /** Who books, or for whom. */
  contactId: ContactId
  /** The slug of the service; it must be the slot's. */
  service: string
  /**
   * Facts of your business that this booking follows from: texts and IDs, in order. The key of each slot is derived
   * from them. A process that crashed and comes back with the same facts and slots within 24 hours is told what was
   * won, and books nothing else. Default: fresh keys.
   */
  keyFrom?: readonly string[] | undefined
  /**
   * When all slots are lost: with how many of the openings that the platform names in its refusals to go on. Default:
   * 0.
   */
  thenOffered?: number | undefined
  /** The resources to hold, one for each of the slot's groups. Default: the first free one of each. */
  resourceIds?: readonly ResourceId[] | undefined
  /** How many people come. Default: 1. */
  partySize?: number | undefined
  /** Free words. */
  notes?: string | undefined
  /** The caller's own data. */
  metadata?: Metadata | undefined
  /** Where the booking came from. Default: `api`. */
  source?: AppointmentSource | undefined
}

/** What can be booked: a read, which promises nothing until a booking is made. */
export class Availability extends Group {
  /**
   * Lists open slots, soonest first.
   *
   * A slot is listed when it has room, has not begun, and every resource that it needs is free, buffers included.
   *
   * @throws {@link NotFoundError} There is no such record, or it belongs to somebody else.
   */
  list(params: AvailabilityListParams, options?: CallOptions): ItemList<Slot> {
    return this.caller.list(AVAILABILITY_LIST, params, options)
  }
}

/** Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones. */
export class Slots extends Group {
  /** Reads one slot. */
  get(id: SlotId, options?: CallOptions): Call<Slot> {
    return this.caller.call(SLOTS_GET, { id }, options)
  }

  /** Opens a slot that no schedule made. */
  create(params: SlotsCreateParams, options?: ChangeOptions): Call<Slot> {
    return this.caller.call(SLOTS_CREATE, params, options)
  }

  /**
   * Takes a slot that nobody has booked out of inventory.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  close(id: SlotId, options?: ChangeOptions): Call<Slot> {
    return this.caller.call(SLOTS_CLOSE, { id }, options)
  }
}

/** Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room for. */
export class Appointments extends Group {
  /**
   * Books a slot for a contact.
   *
   * Where the slot is no longer open the answer is `slot_taken` with the next openings, or, with `ifTaken: book_next`,
   * an appointment in the next opening, won in the same transaction.
   *
   * @throws {@link SlotTakenError} The slot is no longer open: somebody else won it, or it was closed, or it has begun.
   * `nextSlots` has the next openings.
   * @throws {@link ResourceTakenError} A resource that the slot needs is held by another appointment at that time, or
   * does not fit.
   */
  book(params: AppointmentsBookParams, options?: ChangeOptions): Call<Appointment> {
    return this.caller.call(APPOINTMENTS_BOOK, params, options)
  }

  /** Reads one appointment. */
  get(id: AppointmentId, options?: CallOptions): Call<Appointment> {
    return this.caller.call(APPOINTMENTS_GET, { id }, options)
  }

  /** Lists appointments, newest first. */
  list(params: AppointmentsListParams = {}, options?: CallOptions): ItemList<Appointment> {
    return this.caller.list(APPOINTMENTS_LIST, params, options)
  }

  /** Changes an appointment's notes and metadata. */
  update(id: AppointmentId, params: AppointmentsUpdateParams = {}, options?: ChangeOptions): Call<Appointment> {
    return this.caller.call(APPOINTMENTS_UPDATE, { ...params, id }, options)
  }

  /**
   * Moves an appointment to another slot: the old slot is released and the new one won in one transaction, or nothing
   * changes.
   *
   * @throws {@link SlotTakenError} The slot is no longer open: somebody else won it, or it was closed, or it has begun.
   * `nextSlots` has the next openings.
   * @throws {@link ResourceTakenError} A resource that the slot needs is held by another appointment at that time, or
   * does not fit.
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  reschedule(id: AppointmentId, params: AppointmentsRescheduleParams, options?: ChangeOptions): Call<Appointment> {
    return this.caller.call(APPOINTMENTS_RESCHEDULE, { ...params, id }, options)
  }

  /**
   * Cancels an appointment. Its slot is back in inventory at once.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  cancel(id: AppointmentId, params: AppointmentsCancelParams, options?: ChangeOptions): Call<Appointment> {
    return this.caller.call(APPOINTMENTS_CANCEL, { ...params, id }, options)
  }

  /**
   * Notes that an appointment took place; not before it begins.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  complete(id: AppointmentId, options?: ChangeOptions): Call<Appointment> {
    return this.caller.call(APPOINTMENTS_COMPLETE, { id }, options)
  }

  /**
   * Notes that nobody came; not before the appointment begins.
   *
   * @throws {@link InvalidTransitionError} The record is in a state that does not allow this step: `from` and `to` tell
   * which.
   */
  markNoShow(id: AppointmentId, options?: ChangeOptions): Call<Appointment> {
    return this.caller.call(APPOINTMENTS_MARK_NO_SHOW, { id }, options)
  }

  /**
   * Books the first of several slots that can be won, under one deadline.
   *
   * The slots are tried one after the other, each under a key of its own. The next one is tried only when the platform
   * has decided against the one before it: where that may have been booked, or nothing can be known, the walk ends
   * there, with a `NotBookedError` that tells of every slot.
   */
  bookFirstOf(params: AppointmentsBookFirstOfParams, options?: CallOptions): Promise<FirstBooked> {
    return bookFirstOf(this.caller, APPOINTMENTS_BOOK_FIRST_OF, params, options)
  }
}

/** Services: what can be booked. A service is addressed by its slug, such as `ac_service`. */
export class Services extends Group {
  /**
   * Creates a service.
   *
   * @throws {@link AlreadyExistsError} The name is in use: a slug, for one, names one record.
   */
  create(params: ServicesCreateParams, options?: ChangeOptions): Call<Service> {
    return this.caller.call(SERVICES_CREATE, params, options)
  }

  /** Reads one service. */
  get(slug: string, options?: CallOptions): Call<Service> {
    return this.caller.call(SERVICES_GET, { slug }, options)
  }

  /** Lists services, newest first. */
  list(params: ServicesListParams = {}, options?: CallOptions): ItemList<Service> {
    return this.caller.list(SERVICES_LIST, params, options)
  }

  /** Changes a service. Slots that stand already keep their times and buffers. */
  update(slug: string, params: ServicesUpdateParams = {}, options?: ChangeOptions): Call<Service> {
    return this.caller.call(SERVICES_UPDATE, { ...params, slug }, options)
  }
}

/** Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one time. */
export class Resources extends Group {
  /** Creates a resource. */
  create(params: ResourcesCreateParams, options?: ChangeOptions): Call<Resource> {
    return this.caller.call(RESOURCES_CREATE, params, options)
  }

  /** Reads one resource. */
  get(id: ResourceId, options?: CallOptions): Call<Resource> {
    return this.caller.call(RESOURCES_GET, { id }, options)
  }

  /** Lists resources, newest first. */
  list(params: ResourcesListParams = {}, options?: CallOptions): ItemList<Resource> {
    return this.caller.list(RESOURCES_LIST, params, options)
  }

  /** Changes a resource. */
  update(id: ResourceId, params: ResourcesUpdateParams = {}, options?: ChangeOptions): Call<Resource> {
    return this.caller.call(RESOURCES_UPDATE, { ...params, id }, options)
  }
}

/** Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon reaches. */
export class Schedules extends Group {
  /**
   * Creates a schedule and its slots.
   *
   * Opening and closing are read off the wall clock of the zone and slots are laid from the one to the other in real
   * time, so on the day of a daylight-saving change a day is as long as it really is.
   */
  create(params: SchedulesCreateParams, options?: ChangeOptions): Call<Schedule> {
    return this.caller.call(SCHEDULES_CREATE, params, options)
  }

  /** Reads one schedule. */
  get(id: ScheduleId, options?: CallOptions): Call<Schedule> {
    return this.caller.call(SCHEDULES_GET, { id }, options)
  }

  /** Lists schedules, newest first. */
  list(params: SchedulesListParams = {}, options?: CallOptions): ItemList<Schedule> {
    return this.caller.list(SCHEDULES_LIST, params, options)
  }

  /** Deletes a schedule and closes its slots that nobody has booked. Appointments stay. */
  delete(id: ScheduleId, options?: ChangeOptions): Call<void> {
    return this.caller.call(SCHEDULES_DELETE, { id }, options)
  }
}

/** Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else. */
export class BookingPages extends Group {
  /**
   * Creates a booking page.
   *
   * @throws {@link AlreadyExistsError} The name is in use: a slug, for one, names one record.
   */
  create(params: BookingPagesCreateParams, options?: ChangeOptions): Call<BookingPage> {
    return this.caller.call(BOOKING_PAGES_CREATE, params, options)
  }

  /** Reads one booking page. */
  get(id: BookingPageId, options?: CallOptions): Call<BookingPage> {
    return this.caller.call(BOOKING_PAGES_GET, { id }, options)
  }

  /** Lists booking pages, newest first. */
  list(params: BookingPagesListParams = {}, options?: CallOptions): ItemList<BookingPage> {
    return this.caller.list(BOOKING_PAGES_LIST, params, options)
  }

  /** Changes a booking page. */
  update(id: BookingPageId, params: BookingPagesUpdateParams = {}, options?: ChangeOptions): Call<BookingPage> {
    return this.caller.call(BOOKING_PAGES_UPDATE, { ...params, id }, options)
  }
}

/**
 * The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`, `schedules`,
 * `bookingPages`.
 */
export class Calendar extends Group {
  /** What can be booked: a read, which promises nothing until a booking is made. */
  readonly availability: Availability = new Availability(this.caller)
  /** Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones. */
  readonly slots: Slots = new Slots(this.caller)
  /** Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room for. */
  readonly appointments: Appointments = new Appointments(this.caller)
  /** Services: what can be booked. A service is addressed by its slug, such as `ac_service`. */
  readonly services: Services = new Services(this.caller)
  /** Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one time. */
  readonly resources: Resources = new Resources(this.caller)
  /** Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon reaches. */
  readonly schedules: Schedules = new Schedules(this.caller)
  /** Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else. */
  readonly bookingPages: BookingPages = new BookingPages(this.caller)
}
