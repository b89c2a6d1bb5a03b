// A waitlist: when a slot is released, it is offered to whoever waits for it, first come, first served.
//
//     node waitlist.ts

import assert from 'node:assert/strict'
import { SlotTakenError, idempotencyKey, type ContactId } from 'softknack'
import { Sandbox } from 'softknack/testing'

const sandbox = await Sandbox.start()
const sk = sandbox.client()
const business = await sandbox.seed()
const webhooks = await sandbox.receiver('slot.released')

const slot = await sk.calendar.availability.list({ service: 'ac_service' }).first()
const booked = await sk.calendar.appointments.book({
  slotId: slot.id,
  contactId: business.contacts[0],
  service: 'ac_service',
})
console.log(`${booked.id} holds the slot at ${booked.startsAt}.`)

const waiting: ContactId[] = []
for (const name of ['Meera', 'Kabir']) waiting.push((await sk.crm.contacts.create({ name })).id)
console.log(`${waiting.length} are on the waitlist.`)

await sk.calendar.appointments.cancel(booked.id, { reason: 'the customer is ill' })
console.log(`${booked.id} was cancelled.`)

const event = await webhooks.nextEvent()
assert(event.type === 'slot.released')
console.log(`The slot at ${event.data.slot.startsAt} was released.`)

const first = waiting.shift()
assert(first)
// The event's ID makes the key: if the event comes twice, the slot is still booked once for this contact.
const key = idempotencyKey('waitlist', event.id, first)
try {
  const offer = { slotId: event.data.slot.id, contactId: first, service: 'ac_service' }
  const appointment = await sk.calendar.appointments.book(offer, { idempotencyKey: key })
  console.log(`It went to the first in line: ${appointment.id}.`)
} catch (error) {
  if (!(error instanceof SlotTakenError)) throw error
  console.log('Somebody was faster; the first in line stays first.')
  waiting.unshift(first)
}
assert.equal(waiting.length, 1)
await sandbox.close()
