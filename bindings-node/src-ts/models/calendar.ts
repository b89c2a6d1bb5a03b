// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `calendar`.

import { Shape, holds, made } from '../shape.js'
import type { Metadata, Timestamp } from '../values.js'
import type { AppointmentId, BookingPageId, ContactId, ResourceId, ScheduleId, ServiceId, SlotId } from './ids.js'

/**
 * Whether a slot can be booked.
 *
 * - `open`: It has room.
 * - `full`: It has as many appointments as it takes.
 * - `closed`: It was taken out of inventory.
 */
export type SlotStatus = 'open' | 'full' | 'closed' | (string & {})

/** The resources that an appointment holds: every `required` one, and one of each group in `anyOf`, all or nothing. */
export interface SlotResources {
  /** Each of these is held. */
  required?: ResourceId[] | undefined
  /** One of each group is held. */
  anyOf?: ResourceId[][] | undefined
}

/** @internal */
export const slotResourcesShape = new Shape<SlotResources>('SlotResources', [
  ['required', 'required', ['id:res'], 2],
  ['any_of', 'anyOf', [['id:res']], 2],
], {
  made: made(function (a) {
    this.required = a[0]
    this.anyOf = a[1]
  }),
})

/** A time that can be booked. */
export interface Slot {
  /** The slot's ID. */
  id: SlotId
  /** The slug of the service that it is for. */
  service: string
  /** When the appointment begins. */
  startsAt: Timestamp
  /** When the appointment ends. */
  endsAt: Timestamp
  /** The zone in which to show its times. */
  timezone: string
  /** Whether it can be booked. */
  status: SlotStatus
  /** How many appointments it takes. */
  capacity: number
  /** How many appointments it has. */
  booked: number
  /** How many appointments it takes beyond its capacity. */
  overbookLimit: number
  /** The resources that an appointment in it holds. */
  resources: SlotResources
  /** The schedule that made it, or null where staff opened it. */
  scheduleId: ScheduleId | null
}

/** @internal */
export const slotShape = new Shape<Slot>('Slot', [
  ['id', 'id', 'id:slt', 0],
  ['service', 'service', 'text', 0],
  ['starts_at', 'startsAt', 'time', 0],
  ['ends_at', 'endsAt', 'time', 0],
  ['timezone', 'timezone', 'text', 0],
  ['status', 'status', 'text', 0],
  ['capacity', 'capacity', 'integer', 0],
  ['booked', 'booked', 'integer', 0],
  ['overbook_limit', 'overbookLimit', 'integer', 0],
  ['resources', 'resources', slotResourcesShape, 0],
  ['schedule_id', 'scheduleId', 'id:sch', 1],
], {
  made: made(function (a) {
    this.id = a[0]
    this.service = a[1]
    this.startsAt = a[2]
    this.endsAt = a[3]
    this.timezone = a[4]
    this.status = a[5]
    this.capacity = a[6]
    this.booked = a[7]
    this.overbookLimit = a[8]
    this.resources = slotResourcesShape.make(a[9])
    this.scheduleId = a[10]
  }),
})

/**
 * What to do when the slot is no longer open.
 *
 * - `offer`: Refuse with `slot_taken`, and name the next openings.
 * - `book_next`: Book the next opening of the same service instead.
 */
export type IfTaken = 'offer' | 'book_next' | (string & {})

/**
 * Where a booking came from.
 *
 * - `api`: A program, through the API.
 * - `page`: A hosted booking page.
 * - `agent`: A voice or chat agent.
 * - `staff`: A member of staff.
 */
export type AppointmentSource = 'api' | 'page' | 'agent' | 'staff' | (string & {})

/**
 * Where an appointment stands.
 *
 * - `booked`: It holds its slot.
 * - `completed`: It took place.
 * - `cancelled`: It was cancelled.
 * - `no_show`: Nobody came.
 */
export type AppointmentStatus = 'booked' | 'completed' | 'cancelled' | 'no_show' | (string & {})

/** A booking of a slot by a contact. */
export interface Appointment {
  /** The appointment's ID. */
  id: AppointmentId
  /** Where it stands; only `booked` moves on. */
  status: AppointmentStatus
  /** The slot that it holds. */
  slotId: SlotId
  /** Who booked, or for whom. */
  contactId: ContactId
  /** The slug of the service. */
  service: string
  /** When it begins. */
  startsAt: Timestamp
  /** When it ends. */
  endsAt: Timestamp
  /** The resources that it holds. */
  resourceIds: ResourceId[]
  /** How many people come. */
  partySize: number
  /** Where the booking came from. */
  source: AppointmentSource
  /** Why it was cancelled or moved. */
  reason: string | null
  /** Free words. */
  notes: string | null
  /** The caller's own data. */
  metadata: Metadata
  /** The slot that was asked for, where `book_next` won another one. */
  requestedSlotId: SlotId | null
  /** When it was booked. */
  createdAt: Timestamp
  /** When it last changed. */
  updatedAt: Timestamp
}

/** @internal */
export const appointmentShape = new Shape<Appointment>('Appointment', [
  ['id', 'id', 'id:apt', 0],
  ['status', 'status', 'text', 0],
  ['slot_id', 'slotId', 'id:slt', 0],
  ['contact_id', 'contactId', 'id:ctc', 0],
  ['service', 'service', 'text', 0],
  ['starts_at', 'startsAt', 'time', 0],
  ['ends_at', 'endsAt', 'time', 0],
  ['resource_ids', 'resourceIds', ['id:res'], 0],
  ['party_size', 'partySize', 'integer', 0],
  ['source', 'source', 'text', 0],
  ['reason', 'reason', 'text', 1],
  ['notes', 'notes', 'text', 1],
  ['metadata', 'metadata', 'any', 0],
  ['requested_slot_id', 'requestedSlotId', 'id:slt', 1],
  ['created_at', 'createdAt', 'time', 0],
  ['updated_at', 'updatedAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.status = a[1]
    this.slotId = a[2]
    this.contactId = a[3]
    this.service = a[4]
    this.startsAt = a[5]
    this.endsAt = a[6]
    this.resourceIds = a[7]
    this.partySize = a[8]
    this.source = a[9]
    this.reason = a[10]
    this.notes = a[11]
    this.metadata = a[12]
    this.requestedSlotId = a[13]
    this.createdAt = a[14]
    this.updatedAt = a[15]
  }),
  hidden: { reason: 'personal', notes: 'personal', metadata: 'personal' },
  hides: (o) => holds(o.reason) || holds(o.notes) || holds(o.metadata),
})

/**
 * A way to reach a person.
 *
 * - `whatsapp`: WhatsApp.
 * - `sms`: A text message.
 * - `email`: E-mail.
 */
export type Channel = 'whatsapp' | 'sms' | 'email' | (string & {})

/** Something that can be booked. */
export interface Service {
  /** The service's ID. */
  id: ServiceId
  /** Its name in addresses and bodies. */
  slug: string
  /** Its name for people. */
  name: string
  /** How long an appointment lasts, in minutes. */
  durationMinutes: number
  /** How long its resources are held before it begins, in minutes. */
  bufferBeforeMinutes: number
  /** How long its resources are held after it ends, in minutes. */
  bufferAfterMinutes: number
  /** How long before the appointment each reminder goes out, in minutes. */
  reminderOffsetsMinutes: number[]
  /** The channels of its reminders, in the order in which they are tried. */
  reminderChannels: Channel[]
  /** When it was created. */
  createdAt: Timestamp
  /** When it last changed. */
  updatedAt: Timestamp
}

/** @internal */
export const serviceShape = new Shape<Service>('Service', [
  ['id', 'id', 'id:svc', 0],
  ['slug', 'slug', 'text', 0],
  ['name', 'name', 'text', 0],
  ['duration_minutes', 'durationMinutes', 'integer', 0],
  ['buffer_before_minutes', 'bufferBeforeMinutes', 'integer', 0],
  ['buffer_after_minutes', 'bufferAfterMinutes', 'integer', 0],
  ['reminder_offsets_minutes', 'reminderOffsetsMinutes', ['integer'], 0],
  ['reminder_channels', 'reminderChannels', ['text'], 0],
  ['created_at', 'createdAt', 'time', 0],
  ['updated_at', 'updatedAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.slug = a[1]
    this.name = a[2]
    this.durationMinutes = a[3]
    this.bufferBeforeMinutes = a[4]
    this.bufferAfterMinutes = a[5]
    this.reminderOffsetsMinutes = a[6]
    this.reminderChannels = a[7]
    this.createdAt = a[8]
    this.updatedAt = a[9]
  }),
})

/**
 * What a resource is. The vendor's list is open.
 *
 * - `staff`: A person who gives the service.
 * - `room`: A room.
 * - `equipment`: A device or vehicle.
 * - `table`: A table.
 * - `agent`: A voice or chat agent.
 * - `bay`: A bay, for vehicles or beds.
 */
export type ResourceKind = 'staff' | 'room' | 'equipment' | 'table' | 'agent' | 'bay' | (string & {})

/** Something that an appointment holds while it lasts. */
export interface Resource {
  /** The resource's ID. */
  id: ResourceId
  /** Its name. */
  name: string
  /** What it is. */
  kind: ResourceKind
  /** The smallest party that it takes. */
  capacityMin: number
  /** The largest party that it takes, or null where there is no bound. */
  capacityMax: number | null
  /** Where it stands, as the business calls it. */
  zone: string | null
  /** Whether it can be held by new appointments. */
  active: boolean
  /** When it was created. */
  createdAt: Timestamp
  /** When it last changed. */
  updatedAt: Timestamp
}

/** @internal */
export const resourceShape = new Shape<Resource>('Resource', [
  ['id', 'id', 'id:res', 0],
  ['name', 'name', 'text', 0],
  ['kind', 'kind', 'text', 0],
  ['capacity_min', 'capacityMin', 'integer', 0],
  ['capacity_max', 'capacityMax', 'integer', 1],
  ['zone', 'zone', 'text', 1],
  ['active', 'active', 'boolean', 0],
  ['created_at', 'createdAt', 'time', 0],
  ['updated_at', 'updatedAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.name = a[1]
    this.kind = a[2]
    this.capacityMin = a[3]
    this.capacityMax = a[4]
    this.zone = a[5]
    this.active = a[6]
    this.createdAt = a[7]
    this.updatedAt = a[8]
  }),
})

/**
 * A day of the week.
 *
 * - `monday`: Monday.
 * - `tuesday`: Tuesday.
 * - `wednesday`: Wednesday.
 * - `thursday`: Thursday.
 * - `friday`: Friday.
 * - `saturday`: Saturday.
 * - `sunday`: Sunday.
 */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday' | (string & {})

/** Hours on one day of each week. A day may have several. */
export interface WeeklyHours {
  /** The day. */
  weekday: Weekday
  /** When it opens. */
  opens: string
  /** When it closes: later than it opens. */
  closes: string
}

/** @internal */
export const weeklyHoursShape = new Shape<WeeklyHours>('WeeklyHours', [
  ['weekday', 'weekday', 'text', 0],
  ['opens', 'opens', 'text', 0],
  ['closes', 'closes', 'text', 0],
], {
  made: made(function (a) {
    this.weekday = a[0]
    this.opens = a[1]
    this.closes = a[2]
  }),
})

/** Hours on a day. */
export interface OpeningHours {
  /** When it opens. */
  opens: string
  /** When it closes: later than it opens. */
  closes: string
}

/** @internal */
export const openingHoursShape = new Shape<OpeningHours>('OpeningHours', [
  ['opens', 'opens', 'text', 0],
  ['closes', 'closes', 'text', 0],
], {
  made: made(function (a) {
    this.opens = a[0]
    this.closes = a[1]
  }),
})

/** A day that is not ordinary: closed, or open at other hours. */
export interface ScheduleException {
  /** The day. */
  date: string
  /** The hours of that day in place of the ordinary ones. Default: none, the day is closed. */
  hours?: OpeningHours[] | null | undefined
}

/** @internal */
export const scheduleExceptionShape = new Shape<ScheduleException>('ScheduleException', [
  ['date', 'date', 'text', 0],
  ['hours', 'hours', [openingHoursShape], 3],
], {
  made: made(function (a) {
    this.date = a[0]
    this.hours = a[1] === null ? null : a[1].map((item: any) => openingHoursShape.make(item))
  }),
})

/** Weekly opening hours of a service. */
export interface Schedule {
  /** The schedule's ID. */
  id: ScheduleId
  /** The slug of the service. */
  service: string
  /** The zone of its wall-clock times. */
  timezone: string
  /** The hours of an ordinary week. */
  weekly: WeeklyHours[]
  /** Days that are not ordinary. */
  exceptions: ScheduleException[]
  /** How many days ahead slots are made. */
  horizonDays: number
  /** The minutes from one slot's beginning to the next one's. */
  intervalMinutes: number
  /** How many appointments each slot takes. */
  capacity: number
  /** How many appointments each slot takes beyond its capacity. */
  overbookLimit: number
  /** The resources that an appointment in each slot holds. */
  resources: SlotResources
  /** When it was created. */
  createdAt: Timestamp
}

/** @internal */
export const scheduleShape = new Shape<Schedule>('Schedule', [
  ['id', 'id', 'id:sch', 0],
  ['service', 'service', 'text', 0],
  ['timezone', 'timezone', 'text', 0],
  ['weekly', 'weekly', [weeklyHoursShape], 0],
  ['exceptions', 'exceptions', [scheduleExceptionShape], 0],
  ['horizon_days', 'horizonDays', 'integer', 0],
  ['interval_minutes', 'intervalMinutes', 'integer', 0],
  ['capacity', 'capacity', 'integer', 0],
  ['overbook_limit', 'overbookLimit', 'integer', 0],
  ['resources', 'resources', slotResourcesShape, 0],
  ['created_at', 'createdAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.service = a[1]
    this.timezone = a[2]
    this.weekly = a[3].map((item: any) => weeklyHoursShape.make(item))
    this.exceptions = a[4].map((item: any) => scheduleExceptionShape.make(item))
    this.horizonDays = a[5]
    this.intervalMinutes = a[6]
    this.capacity = a[7]
    this.overbookLimit = a[8]
    this.resources = slotResourcesShape.make(a[9])
    this.createdAt = a[10]
  }),
})

/** How a booking page looks. */
export interface Brand {
  /** The colour of its buttons. */
  color?: string | null | undefined
  /** The address of its logo. */
  logoUrl?: string | null | undefined
}

/** @internal */
export const brandShape = new Shape<Brand>('Brand', [
  ['color', 'color', 'text', 3],
  ['logo_url', 'logoUrl', 'text', 3],
], {
  made: made(function (a) {
    this.color = a[0]
    this.logoUrl = a[1]
  }),
})

/** A hosted page on which people book for themselves. */
export interface BookingPage {
  /** The page's ID. */
  id: BookingPageId
  /** Its name in its address. */
  slug: string
  /** Its heading. */
  title: string
  /** The slugs of the services that it offers. */
  services: string[]
  /** How it looks. */
  brand: Brand
  /** The zone in which it shows times. */
  timezone: string
  /** When it was created. */
  createdAt: Timestamp
  /** When it last changed. */
  updatedAt: Timestamp
}

/** @internal */
export const bookingPageShape = new Shape<BookingPage>('BookingPage', [
  ['id', 'id', 'id:bkp', 0],
  ['slug', 'slug', 'text', 0],
  ['title', 'title', 'text', 0],
  ['services', 'services', ['text'], 0],
  ['brand', 'brand', brandShape, 0],
  ['timezone', 'timezone', 'text', 0],
  ['created_at', 'createdAt', 'time', 0],
  ['updated_at', 'updatedAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.slug = a[1]
    this.title = a[2]
    this.services = a[3]
    this.brand = brandShape.make(a[4])
    this.timezone = a[5]
    this.createdAt = a[6]
    this.updatedAt = a[7]
  }),
})
