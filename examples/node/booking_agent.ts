// A voice agent that books while the caller is on the line. It loses the race for the slot that it offered, offers what is next,
// and wins one of those, once, though its connection breaks and its process dies.
//
//     node booking_agent.ts

import assert from 'node:assert/strict'
import { NotBookedError, type ContactId, type FirstBooked, type Slot } from 'softknack'
import { Sandbox } from 'softknack/testing'

const sandbox = await Sandbox.start()
const sk = sandbox.client()
const business = await sandbox.seed()
const [caller, somebody] = business.contacts as [ContactId, ContactId]
const service = 'ac_service'
// What the agent books follows from the call, so that it is booked once.
const callId = 'call_81'

/** Books the first of `slots` that can be won. A caller does not wait for ever: all of it has ten seconds. */
function book(slots: readonly Slot[]): Promise<FirstBooked> {
  const slotIds = slots.map((slot) => slot.id)
  const booking = { slotIds, contactId: caller, service, source: 'agent', keyFrom: ['booking', callId] }
  return sk.calendar.appointments.bookFirstOf(booking, { timeout: 10_000 })
}

const inKolkata = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', weekday: 'long', hour: '2-digit', minute: '2-digit' })

/** A time as one says it on the phone, where the business is. */
function spoken({ startsAt }: { startsAt: string }): string {
  return inKolkata.format(new Date(startsAt)).replace(' ', ' at ')
}

console.log('Caller: My air conditioner drips. When can you come?')
const opening = await sk.calendar.availability.list({ service, timezone: 'Asia/Kolkata' }).first()
console.log(`Agent:  The next opening is ${spoken(opening)}. Shall I take it?`)

// While the caller thinks about it, somebody books it on the web page.
await sk.calendar.appointments.book({ slotId: opening.id, contactId: somebody, service, source: 'page' })

console.log('Caller: Yes, please.')
const lost = await book([opening]).catch((error: unknown) => error)
assert(lost instanceof NotBookedError, 'two parties won one slot')
const next = lost.nextSlots
console.log(`Agent:  That one has just gone. I can offer ${next.map(spoken).join(', or ')}.`)

console.log('Caller: Any of these, the sooner the better.')
// The booking commits, and then the connection breaks: the SDK asks again with the same key.
await sandbox.faults.next('calendar.appointments.book').disconnectAfterCommit()
const { appointment, response } = await book(next)
console.log(`Agent:  Done: ${spoken(appointment)}. (${response.attempts.length} attempts, one appointment.)`)
assert(response.replayed)

// The agent's process dies before it has noted that, comes back, and does the same again.
const again = await book(next)
assert.deepEqual([again.appointment.id, again.appointment.slotId], [appointment.id, next[0]?.id])
console.log('        After a crash the same call asks again, and is told of the same appointment.')
assert.equal((await sk.calendar.appointments.list({ contactId: caller }).toArray({ limit: 10 })).length, 1)
console.log('Caller: Thank you, goodbye.')
await sandbox.close()
