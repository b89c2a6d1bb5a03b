// The main job, end to end: find an opening, book it once, lose a race and take the next opening, receive the signed
// webhook, page through what was booked.
//
// It starts a sandbox of its own, so it needs no account and no network:
//
//     npm install softknack && npm install --save-dev softknack-sandbox
//     node quickstart.ts

import assert from 'node:assert/strict'
import { SlotTakenError, idempotencyKey } from 'softknack'
import { Sandbox } from 'softknack/testing'

// Against the real platform this is `new Softknack()`, with SK_API_KEY set.
const sandbox = await Sandbox.start()
const sk = sandbox.client()
const business = await sandbox.seed()
const webhooks = await sandbox.receiver('appointment.*')
console.log(`A sandbox with a demo business is at ${sandbox.baseUrl}.`)

const openings = await sk.calendar.availability.list({ service: 'ac_service', timezone: 'Asia/Kolkata' }).firstPage()
const [slot] = openings.items
assert(slot)
console.log(`${openings.items.length} openings on the first page, the first at ${slot.startsAt}.`)

// A key from the facts of the business: whoever comes back after a crash with the same facts books once.
const [priya, arjun] = business.contacts
const key = idempotencyKey('quickstart', priya, slot.id)
const booking = { slotId: slot.id, contactId: priya, service: 'ac_service' }
const booked = await sk.calendar.appointments.book(booking, { idempotencyKey: key })
console.log(`Booked ${booked.id} at ${booked.startsAt}.`)

const again = await sk.calendar.appointments.book(booking, { idempotencyKey: key }).withResponse()
assert.deepEqual(again.value, booked)
console.log(`Sent again with the same key: the same appointment, replayed: ${again.replayed}.`)

try {
  await sk.calendar.appointments.book({ ...booking, contactId: arjun })
  assert.fail('two parties won one slot')
} catch (error) {
  if (!(error instanceof SlotTakenError)) throw error
  const [offered] = error.nextSlots
  assert(offered)
  console.log(`Somebody else wanted that slot and lost the race; the next opening is at ${offered.startsAt}.`)
  const second = await sk.calendar.appointments.book({ slotId: offered.id, contactId: arjun, service: 'ac_service' })
  console.log(`Took it: ${second.id} at ${second.startsAt}.`)
}

// The receiver verifies the signature over the raw bytes before it parses them.
const event = await webhooks.nextEvent()
assert(event.type === 'appointment.booked')
console.log(`A signed webhook told of it: ${event.type} of ${event.data.appointment.id}, event ${event.id}.`)

let count = 0
for await (const appointment of sk.calendar.appointments.list({ limit: 1 })) {
  count += 1
  console.log(`Appointment ${count}: ${appointment.id} is ${appointment.status}.`)
}
assert.equal(count, 2)
await sandbox.close()
console.log('Done.')
