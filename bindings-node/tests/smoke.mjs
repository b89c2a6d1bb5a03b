// What every runtime must do: run by `npm run runtimes` on those that are not Node.

import assert from 'node:assert/strict'
import { NotFoundError, SignatureError, Softknack, Webhooks } from 'softknack'
import { Sandbox } from 'softknack/testing'

const sandbox = await Sandbox.start()
const sk = sandbox.client()
assert.ok(sk instanceof Softknack)

// Calls, many at once.
const created = await Promise.all(Array.from({ length: 100 }, (_, index) => sk.crm.contacts.create({ name: `Guest ${index}` })))
assert.equal(new Set(created.map(({ id }) => id)).size, 100)

// Pages, an answer with its facts, an error with its class.
let count = 0
for await (const contact of sk.crm.contacts.list({ limit: 30 })) count += contact.name === null ? 0 : 1
assert.equal(count, 100)
const { status, headers } = await sk.crm.contacts.get(created[0].id).withResponse()
assert.deepEqual([status, headers['content-type']], [200, 'application/json'])
await assert.rejects(sk.crm.contacts.get('ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4'), NotFoundError)

// A retry, and a wait that is abandoned at once.
await sandbox.faults.next('crm.contacts.create').status(503)
await sk.crm.contacts.create({ name: 'Priya' })
await sandbox.faults.next('crm.contacts.create').latency(60_000)
const controller = new AbortController()
const call = sk.crm.contacts.create({ name: 'Arjun' }, { signal: controller.signal })
setTimeout(() => controller.abort(new Error('the caller hung up')), 50)
await assert.rejects(call, /the caller hung up/)

// A hook, and a session's worth of idle clients that hold nothing.
let seen = 0
await sandbox.client({ onRequest: () => (seen += 1) }).crm.contacts.list().firstPage()
await new Promise((resolve) => setTimeout(resolve, 20))
assert.equal(seen, 1)

// Deliveries.
const webhooks = new Webhooks(`whsec_${'k'.repeat(32)}`)
const body = new TextEncoder().encode('{"id":"evt_1","type":"webhook.ping","created_at":"2026-11-22T12:00:00.000Z","mode":"test","org_id":"org_1","correlation_id":"c","data":{}}')
assert.ok(webhooks.verifyRaw(body, new Headers(webhooks.sign('evt_1', body))).signedAt instanceof Date)
assert.throws(() => webhooks.verifyRaw(body, {}), SignatureError)

await sandbox.close()
console.log('it works')
