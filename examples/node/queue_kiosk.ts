// A restaurant's kiosk: a guest verifies a phone, comes into line, waits, is given a table, takes it, and checks out.
//
// The guest's calls go by a session of its own, which is renewed when its token is over.
//
//     node queue_kiosk.ts

import assert from 'node:assert/strict'
import type { ContactId, QueueEntry, QueueSession, Softknack } from 'softknack'
import { Sandbox } from 'softknack/testing'

const sandbox = await Sandbox.start()
const staff = sandbox.client()
const business = await sandbox.seed()

/** Shows that a phone is the guest's. Here the code is read in the sandbox's outbox; there the guest types it. */
async function verify(): Promise<QueueSession> {
  const { challengeId } = await staff.queue.otp.request({ phone: '+919800000042', name: 'Meera' })
  const message = await sandbox.outbox.last()
  return await staff.queue.otp.verify({ challengeId, code: String(message.vars['code']) })
}

function join(sk: Softknack, customerId: ContactId): Promise<QueueEntry> {
  return sk.queue.join({ customerId, partySize: 2, matchType: 'FITTED', resourceType: 'table' })
}

const ahead = await join(staff, business.contacts[1] as ContactId)
await staff.queue.allocate({ resourceType: 'table' })
const first = await staff.queue.entries.confirm(ahead.id)
console.log(`A party of ${first.partySize} has the table in the air-conditioned room.`)

const session = await verify()
console.log('A guest typed the code that came by text message: the phone is verified.')
let renewals = 0
const renewSession = async () => {
  renewals += 1
  return (await verify()).token
}
const guest = staff.withOptions({ credential: session.token, renewSession })

const { id, position, estimatedWaitSeconds } = await join(guest, session.customerId)
console.log(`In line: position ${position}, at most ${estimatedWaitSeconds} seconds to wait.`)

// The guest's screen waits, and the party ahead leaves: its table goes to the next in line in the same transaction.
const waiting = guest.queue.entries.waitForStatus(id, { status: 'allocated', pollEvery: [20, 200], timeout: 60_000 })
console.log('The party ahead checks out.')
const [allocated] = await Promise.all([waiting, staff.queue.entries.checkout(first.id)])
assert.equal(allocated.resourceId, business.tables[0])
console.log(`The table is ready, and kept until ${allocated.respondBy?.slice(11, 19)}.`)

const seated = await guest.queue.entries.confirm(id)
console.log(`The guest is ${seated.status}.`)

await sandbox.clock.advance({ minutes: 150 })
const { status } = await guest.queue.entries.get(id)
console.log(`Two hours and a half later the token is over; it was renewed ${renewals} time.`)
assert.deepEqual([status, renewals], ['seated', 1])

const done = await staff.queue.entries.checkout(id)
const { waiting: inLine, free } = await staff.queue.lines.get('table')
console.log(`Checked out: ${done.status}. ${inLine} wait, ${free} tables are free.`)
assert.deepEqual([inLine, free], [0, 2])
await sandbox.close()
