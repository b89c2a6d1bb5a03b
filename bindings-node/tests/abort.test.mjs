// Abort signals: before a call, during it, and while it waits to be tried again.

import assert from 'node:assert/strict'
import { EventEmitter, getEventListeners, once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { Softknack } from 'softknack'
import { Sandbox } from 'softknack/testing'

let sandbox, sk

before(async () => {
  sandbox = await Sandbox.start()
})
after(() => sandbox.close())
beforeEach(async () => {
  await sandbox.reset()
  sk = sandbox.client()
})

const noListener = (signal) => assert.equal(getEventListeners(signal, 'abort').length, 0)

/** Asserts that `call` is rejected with the signal's reason before the event loop turns once, however long a turn takes here. */
async function aborted(controller, call) {
  const reason = new Error('the caller hung up')
  const settled = call.then(
    () => assert.fail('it was not aborted'),
    (error) => error,
  )
  controller.abort(reason)
  const turned = new Promise((resolve) => setImmediate(resolve, 'the event loop turned'))
  assert.equal(await Promise.race([settled, turned]), reason)
  noListener(controller.signal)
}

test('a signal that is aborted already lets nothing out', async () => {
  let count = 0
  const client = sandbox.client({ onRequest: () => (count += 1) })
  const signal = AbortSignal.abort()
  await assert.rejects(client.crm.contacts.list({}, { signal }).firstPage(), { name: 'AbortError' })
  await client.crm.contacts.list().firstPage()
  await hooksRan()
  assert.equal(count, 1)
  noListener(signal)
})

test('a call under way is abandoned at once', async () => {
  await sandbox.faults.next('crm.contacts.create').latency(60_000)
  const controller = new AbortController()
  const call = sk.crm.contacts.create({ name: 'Priya' }, { signal: controller.signal })
  while ((await sandbox.faults.pending()) > 0);
  await aborted(controller, call)
})

test('a call that is abandoned lets go of its connection', async () => {
  const events = new EventEmitter()
  const server = createServer((request, response) => {
    events.emit('asked')
    response.on('close', () => events.emit('gone'))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new Softknack({ credential: 'sk_test_x', baseUrl: `http://127.0.0.1:${server.address().port}`, maxRetries: 0 })
  const controller = new AbortController()
  const [asked, gone] = [once(events, 'asked'), once(events, 'gone', { signal: AbortSignal.timeout(60_000) })]
  const call = client.crm.contacts.list({}, { signal: controller.signal }).firstPage()
  await asked
  await aborted(controller, call)
  await gone
  server.close()
})

test('a wait before a retry is abandoned at once', async () => {
  await sandbox.faults.next('crm.contacts.create').status(503, { retryAfter: 2_000 })
  const retried = Promise.withResolvers?.() ?? withResolvers()
  const client = sandbox.client({ onRetry: () => retried.resolve() })
  const controller = new AbortController()
  const call = client.crm.contacts.create({ name: 'Priya' }, { signal: controller.signal })
  await retried.promise
  await aborted(controller, call)
})

test('the listener is removed when a call succeeds, and when it fails', async () => {
  const { signal } = new AbortController()
  await sk.crm.contacts.create({ name: 'Priya' }, { signal })
  noListener(signal)
  await assert.rejects(sk.crm.contacts.get('ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4', { signal }))
  noListener(signal)
  await assert.rejects(sk.crm.contacts.get('apt_1', { signal }))
  noListener(signal)
})

test('ten thousand calls on one signal warn of no leak', async () => {
  const warnings = []
  process.on('warning', (warning) => warnings.push(warning))
  const { signal } = new AbortController()
  for (let round = 0; round < 100; round += 1) {
    await Promise.all(Array.from({ length: 100 }, () => sk.crm.contacts.list({ limit: 1 }, { signal }).firstPage()))
  }
  noListener(signal)
  assert.deepEqual(warnings, [])
})

test('a signal of another kind is refused', async () => {
  await assert.rejects(sk.crm.contacts.list({}, { signal: {} }).firstPage(), { name: 'UsageError' })
})

function withResolvers() {
  let resolve
  const promise = new Promise((settle) => (resolve = settle))
  return { promise, resolve }
}

/** Hooks come by a way of their own: one that was called before an answer came has run after two turns. */
async function hooksRan() {
  for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate)
}
