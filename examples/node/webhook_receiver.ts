// A webhook receiver that may lose nothing and do nothing twice.
//
// It verifies the raw bytes, answers quickly, and makes each event's effect happen once though deliveries come at least
// once. The effect fails at its first try here, so that one event comes twice. It is written with node:http alone; `receive`
// takes the requests of Express, Fastify, Next, Hono and Nest as well.
//
//     node webhook_receiver.ts

import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Router, SignatureError, Webhooks, type EventId } from 'softknack'
import { receive } from 'softknack/frameworks'
import { Sandbox } from 'softknack/testing'

const tries: EventId[] = []
const effects = new Map<EventId, string>()

const router = new Router((event) => console.log(`No handler for ${event.type}.`)).on('appointment.booked', (event) => {
  tries.push(event.id)
  if (tries.length === 1) throw new Error('the mail server does not answer')
  // By the ID within the signed body; in a real program this is a row in the database, written with the effect.
  effects.set(event.id, `Confirmation sent for ${event.data.appointment.id}.`)
  console.log(effects.get(event.id))
})

/** Takes a delivery, and says with what to answer it. */
async function take(webhooks: Webhooks, request: IncomingMessage): Promise<number> {
  try {
    const event = await receive(webhooks, request)
    if (!effects.has(event.id)) router.route(event)
    return 204
  } catch (error) {
    if (error instanceof SignatureError) {
      console.log(`Refused: ${error.message}`)
      return 400
    }
    // Whatever is no 2xx is delivered again.
    console.log(`To be tried again: ${error instanceof Error ? error.message : 'no error'}.`)
    return 503
  }
}

const sandbox = await Sandbox.start()
const sk = sandbox.client()
const business = await sandbox.seed()

const server = createServer()
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`
const endpoint = await sk.platform.webhooks.create({ url, events: ['appointment.*'] })
assert(endpoint.secret, 'the secret is shown at creation')
const webhooks = new Webhooks(endpoint.secret)
server.on('request', async (request, response) => {
  response.statusCode = await take(webhooks, request)
  response.end()
})

const slot = await sk.calendar.availability.list({ service: 'ac_service' }).first()
await sk.calendar.appointments.book({ slotId: slot.id, contactId: business.contacts[0], service: 'ac_service' })
await sandbox.settle()
console.log(`After the first delivery: ${effects.size} confirmations.`)
assert.equal(effects.size, 0)

// The second attempt comes a second later. On the sandbox's clock that is now.
await sandbox.clock.advance({ seconds: 1 })
console.log(`After the second: ${effects.size} confirmation.`)
assert.deepEqual([tries.length, effects.size], [2, 1])
server.closeAllConnections()
server.close()
await sandbox.close()
