// Types: what compiles must, and what must not does not. Checked by `npm run check`, never run.

import {
  ContactId,
  Router,
  SlotId,
  Softknack,
  SlotTakenError,
  type Appointment,
  type AppointmentStatus,
  type ApiResponse,
  type Event,
  type Inbox,
  type QueueEntry,
  type QueueEntryId,
  type Reconcile,
  type Reconciled,
  type Slot,
  type UnknownEvent,
  type Webhooks,
} from 'softknack'
import { receive } from 'softknack/frameworks'
import type { Sandbox } from 'softknack/testing'
import type { IncomingMessage } from 'node:http'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<A, B>(_: Same<A, B>): void {}

declare const sk: Softknack
declare const slotId: SlotId
declare const contactId: ContactId
declare const text: string
declare const maybe: string | undefined

export async function calls(): Promise<void> {
  const call = sk.calendar.appointments.book({ slotId, contactId, service: 'ac_service' }, { idempotencyKey: 'k', timeout: 5 })
  const appointment = await call
  same<typeof appointment, Appointment>(true)
  const response = await call.withResponse()
  same<typeof response, ApiResponse<Appointment>>(true)

  // @ts-expect-error A contact's ID is no slot's.
  await sk.calendar.appointments.book({ slotId: contactId, contactId, service: 'ac_service' })
  // @ts-expect-error Any text is no ID; `SlotId(text)` makes it one.
  await sk.calendar.appointments.book({ slotId: text, contactId, service: 'ac_service' })
  await sk.calendar.appointments.book({ slotId: SlotId(text), contactId: ContactId(text), service: 'ac_service' })
  // A literal with the right prefix is one.
  await sk.calendar.appointments.get('apt_01J9X4T5V6W7X8Y9Z0A1B2C3D4')
  // @ts-expect-error The wrong prefix.
  await sk.calendar.appointments.get('slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4')
  // @ts-expect-error A member is missing.
  await sk.calendar.appointments.book({ slotId, contactId })
  // @ts-expect-error There is no such member.
  await sk.calendar.appointments.book({ slotId, contactId, service: 'ac_service', slot_id: slotId })
  // @ts-expect-error A read has no key.
  await sk.calendar.appointments.get('apt_1', { idempotencyKey: 'k' })
  // With exactOptionalPropertyTypes, undefined is what was not given.
  await sk.calendar.appointments.book({ slotId, contactId, service: 'ac_service', notes: maybe }, { correlationId: maybe })
  await sk.calendar.appointments.update('apt_1', { notes: null })
  // @ts-expect-error Null clears where the contract says so, and nowhere else.
  await sk.calendar.appointments.update('apt_1', { metadata: null })
}

export async function lists(): Promise<void> {
  for await (const appointment of sk.calendar.appointments.list({ status: 'booked', from: new Date() })) {
    same<typeof appointment, Appointment>(true)
  }
  for await (const page of sk.calendar.availability.list({ service: 'ac_service' }).pages()) {
    same<typeof page.items, Slot[]>(true)
    same<typeof page.nextCursor, string | null>(true)
  }
  const first = await sk.calendar.appointments.list().first(null)
  same<typeof first, Appointment | null>(true)
}

export function events(event: Event): string {
  if (event.type === 'appointment.booked') {
    same<typeof event.data.appointment, Appointment>(true)
    return event.data.appointment.startsAt
  }
  switch (event.type) {
    case 'slot.released':
      same<typeof event.data.slot, Slot>(true)
      return event.data.slot.id
    case 'appointment.cancelled':
      // @ts-expect-error A cancelled appointment has no entry.
      return event.data.entry.id
    default:
      return event.type
  }
}

export async function flows(entryId: QueueEntryId, inbox: Inbox, event: Event): Promise<void> {
  const slotIds = [slotId]
  const first = await sk.calendar.appointments.bookFirstOf({ slotIds, contactId, service: 'ac_service', keyFrom: ['a'] }, { timeout: 5 })
  same<typeof first.appointment, Appointment>(true)
  same<typeof first.response, ApiResponse<Appointment>>(true)
  // @ts-expect-error Which slot comes next is said by the slots.
  await sk.calendar.appointments.bookFirstOf({ slotIds, contactId, service: 'ac_service', ifTaken: 'book_next' })
  // @ts-expect-error Contacts are no slots.
  await sk.calendar.appointments.bookFirstOf({ slotIds: [contactId], contactId, service: 'ac_service' })
  const entry = await sk.queue.entries.waitUntil(entryId, async (state) => state.position === 1, { pollEvery: [1, 2] })
  same<typeof entry, QueueEntry>(true)
  for await (const followed of sk.platform.events.follow('events.cursor', { since: new Date() })) same<typeof followed, Event>(true)
  // @ts-expect-error It neither loads nor saves.
  sk.platform.events.follow({})
  same<Awaited<ReturnType<Reconcile['replay']>>, Reconciled>(true)
  const effect = await inbox.once(event.id, async () => 1)
  if (effect.is === 'applied') same<typeof effect.value, number>(true)
  sk.withOptions({ credential: text, renewSession: async () => text })
  // @ts-expect-error A token is a text.
  sk.withOptions({ credential: text, renewSession: async () => 7 })
  const undeclared = await sk.request('GET', '/v1/new', { query: { limit: 1 } })
  same<typeof undeclared, unknown>(true)
}

export function unknown(event: UnknownEvent): unknown {
  const type: string = event.type
  return [type, event.data]
}

export function routes(): Router<string> {
  return new Router<string>((event) => event.type)
    .on('appointment.booked', (event) => event.data.appointment.id)
    .on('contact.updated', (event) => event.data.contact.id)
    // @ts-expect-error There is no such type of event.
    .on('moon.landed', () => '')
}

export function words(status: AppointmentStatus): void {
  const known: AppointmentStatus = 'no_show'
  const ofTomorrow: AppointmentStatus = 'dreamt_of'
  if (status === 'booked') return
  void [known, ofTomorrow]
}

export function errors(error: unknown): Slot[] {
  return error instanceof SlotTakenError ? error.nextSlots : []
}

export async function requests(webhooks: Webhooks, node: IncomingMessage, web: Request, sandbox: Sandbox): Promise<void> {
  const handled: Event[] = [await receive(webhooks, node), await receive(webhooks, web), await receive(webhooks, { req: { raw: web } })]
  await sandbox.clock.advance({ minutes: handled.length })
  webhooks.verify(new Uint8Array(), node.headers)
  webhooks.verify(await web.arrayBuffer(), web.headers)
}
