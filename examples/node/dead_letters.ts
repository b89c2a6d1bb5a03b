// A receiver is down for a whole evening. What it missed becomes dead letters, which are replayed when it is up again; what happened
// while its endpoint was disabled is read from the log of events.
//
//     node dead_letters.ts

import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Inbox, MemoryCursor, MemoryInbox, Webhooks, type AppointmentId, type Event } from 'softknack'
import { receive } from 'softknack/frameworks'
import { Sandbox } from 'softknack/testing'

const sandbox = await Sandbox.start()
const sk = sandbox.client()
const business = await sandbox.seed()

// A receiver that can be down, and what it noted: each event once, by whatever way it came.
let isUp = false
const noted: string[] = []
const inbox = new Inbox('bookings', new MemoryInbox())

async function note(event: Event): Promise<void> {
  const effect = await inbox.once(event.id, () => noted.push(event.type))
  if (effect.is === 'inProgress') throw new Error('in progress elsewhere')
}

async function take(webhooks: Webhooks, request: IncomingMessage): Promise<number> {
  if (!isUp) return 503
  await note(await receive(webhooks, request))
  return 204
}

async function book(): Promise<AppointmentId> {
  const slot = await sk.calendar.availability.list({ service: 'ac_service' }).first()
  const contactId = business.contacts[0]
  assert(contactId)
  return (await sk.calendar.appointments.book({ slotId: slot.id, contactId, service: 'ac_service' })).id
}

const server = createServer()
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`
const endpoint = await sk.platform.webhooks.create({ url, events: ['appointment.booked'] })
assert(endpoint.secret, 'the secret is shown at creation')
// The sandbox's clock will have gone ahead of this machine's, and its signatures with it.
const webhooks = new Webhooks(endpoint.secret, { tolerance: 24 * 60 * 60 * 1000 })
server.on('request', async (request, response) => {
  response.statusCode = await take(webhooks, request).catch(() => 503)
  response.end()
})

console.log('The receiver is down.')
for (let booked = 0; booked < 3; booked += 1) console.log(`Booked ${await book()}.`)
// Eight attempts take about two hours and a half. On the sandbox's clock that is now.
await sandbox.clock.advance({ hours: 3 })
const letters = await sk.platform.deadLetters.list({ webhookId: endpoint.id, replayed: false }).toArray()
for (const { attempts, eventType, reason } of letters) {
  console.log(`Given up after ${attempts} attempts: ${eventType}, ${reason}.`)
}
assert.deepEqual([letters.length, noted.length], [3, 0])

isUp = true
console.log('The receiver is up again.')
const replayed = await sk.platform.reconcile({ webhook: endpoint.id }).replay()
await sandbox.settle()
console.log(`${replayed.deadLetters} dead letters were replayed; the receiver has noted ${noted.length} events.`)
assert.deepEqual([replayed.deadLetters, noted.length], [3, 3])

await sk.platform.webhooks.update(endpoint.id, { enabled: false })
const missed = await book()
await sandbox.settle()
console.log(`While the endpoint was disabled ${missed} was booked, and nothing was sent.`)
assert.equal(noted.length, 3)

// The log has every event. The inbox lets pass what was noted before.
const found = await sk.platform.reconcile({ webhook: endpoint.id, only: 'appointment.booked' }).handTo(new MemoryCursor(), note)
console.log(`${found.events} events were read from the log; the receiver has noted ${noted.length}.`)
assert.deepEqual([found.events, noted.length], [4, 4])
server.closeAllConnections()
server.close()
await sandbox.close()
