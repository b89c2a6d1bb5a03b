// `node webhooks.mjs`: checks of a delivery of 1 KB a second, ours beside stripe's, in turn. Prints them as JSON.

import { Webhooks } from 'softknack'
import Stripe from 'stripe'

const ROUNDS = 25
const SECONDS = 0.2
const SECRET = `whsec_${'k'.repeat(32)}`

const id = (prefix) => `${prefix}_01J9X4T5V6W7X8Y9Z0A1B2C3D4`
const appointment = {
  id: id('apt'), status: 'booked', slot_id: id('slt'), contact_id: id('ctc'), service: 'ac_service',
  starts_at: '2026-11-23T12:00:00.000Z', ends_at: '2026-11-23T13:00:00.000Z', resource_ids: [id('res')], party_size: 1,
  source: 'api', reason: null, notes: null, metadata: {}, requested_slot_id: null,
  created_at: '2026-11-22T12:00:00.000Z', updated_at: '2026-11-22T12:00:00.000Z',
}
const event = {
  id: id('evt'), type: 'appointment.booked', created_at: '2026-11-22T12:00:00.000Z', mode: 'test', org_id: id('org'),
  correlation_id: id('cor'), data: { appointment },
}
appointment.notes = 'n'.repeat(1024 - JSON.stringify(event).length + 'null'.length - 2)
const body = Buffer.from(JSON.stringify(event))

const ours = new Webhooks(SECRET)
const theirs = new Stripe('sk_test_benchmark').webhooks
const at = new Date()
// One signature serves both: the form is the same, and only the name of the header differs.
const headers = { host: 'example.com', 'content-type': 'application/json', ...ours.sign(event.id, body, at) }
const header = headers[Object.keys(headers).find((name) => /signature/i.test(name))]

const contenders = {
  'softknack, checked': () => ours.verifyRaw(body, headers),
  'softknack, typed event': () => ours.verify(body, headers),
  'stripe, checked': () => theirs.signature.verifyHeader(body, header, SECRET),
  'stripe, event': () => theirs.constructEvent(body, header, SECRET),
}

const figures = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, check] of Object.entries(contenders)) {
    const before = process.cpuUsage()
    let checks = 0
    for (const end = performance.now() + SECONDS * 1000; performance.now() < end; checks += 100) {
      for (let one = 0; one < 100; one += 1) check()
    }
    const { user, system } = process.cpuUsage(before)
    // The first round is the compiler's.
    if (round > 0) figures[name].push((user + system) / checks)
  }
}
process.stdout.write(JSON.stringify(figures))
