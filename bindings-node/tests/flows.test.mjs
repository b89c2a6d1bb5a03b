// What takes more than one call: the first of several slots, waits in line, events from a cursor, what was missed.

import assert from 'node:assert/strict'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  ConnectionError,
  DecodeError,
  FileCursor,
  InvalidRequestError,
  MemoryCursor,
  NotBookedError,
  NotFoundError,
  SlotTakenError,
  Softknack,
  SoftknackError,
  TimeoutError,
  UnreadableCursorError,
  UsageError,
  WaitEndedError,
  WaitTimeoutError,
} from 'softknack'
import { Sandbox } from 'softknack/testing'

let sandbox, business, sk
const often = { pollEvery: [10, 20] }

before(async () => {
  sandbox = await Sandbox.start()
})
after(() => sandbox.close())
beforeEach(async () => {
  await sandbox.reset()
  business = await sandbox.seed()
  sk = sandbox.client()
})

const openings = async () => (await sk.calendar.availability.list({ service: 'ac_service', limit: 6 }).firstPage()).items
const book = (slot, contactId) => sk.calendar.appointments.book({ slotId: slot.id, contactId, service: 'ac_service' })
const walk = (slots, params = {}, client = sk, options) =>
  client.calendar.appointments.bookFirstOf(
    { slotIds: slots.map((slot) => slot.id), contactId: business.contacts[0], service: 'ac_service', ...params },
    options,
  )
const join = () =>
  sk.queue.join({ customerId: business.contacts[0], partySize: 2, matchType: 'FITTED', resourceType: 'table' })
const failed = (promise) =>
  promise.then(
    () => assert.fail('it did not fail'),
    (error) => error,
  )

test('the first slot that can be won is booked, once', async () => {
  const slots = await openings()
  await book(slots[0], business.contacts[1])
  const first = await walk(slots.slice(0, 3), { keyFrom: ['booking', 'call_1'] })
  assert.equal(first.appointment.slotId, slots[1].id)
  assert.deepEqual(first.lost.map((tried) => tried.slotId), [slots[0].id])
  assert.ok(first.lost[0].error instanceof SlotTakenError)
  assert.ok(first.lost[0].error.nextSlots.length > 0)
  assert.deepEqual([first.response.status, first.response.replayed], [201, false])

  const again = await walk(slots.slice(0, 3), { keyFrom: ['booking', 'call_1'] })
  assert.deepEqual([again.appointment.id, again.response.replayed], [first.appointment.id, true])
  assert.equal((await sk.calendar.appointments.list({ contactId: business.contacts[0] }).toArray()).length, 1)
})

test('where all are lost the error has every slot and what is open', async () => {
  const slots = await openings()
  for (const slot of slots.slice(0, 2)) await book(slot, business.contacts[1])
  const error = await failed(walk(slots.slice(0, 2)))
  assert.ok(error instanceof NotBookedError && error instanceof SoftknackError)
  assert.match(error.message, /none of 2 slots was booked/)
  assert.deepEqual([error.reason, error.outcome, error.inDoubt, error.untried], ['all_taken', 'refused', undefined, []])
  assert.deepEqual(error.tried.map((tried) => tried.slotId), [slots[0].id, slots[1].id])
  assert.equal(error.cause, error.tried[1].error)
  assert.ok(error.nextSlots.some((slot) => slot.id === slots[2].id && typeof slot.startsAt === 'string'))
  assert.ok(error.details.includes(slots[0].id))

  const offered = await walk(slots.slice(0, 2), { thenOffered: 3 })
  assert.ok(error.nextSlots.some((slot) => slot.id === offered.appointment.slotId))
})

test('a slot that may be booked ends the walk', async () => {
  const slots = await openings()
  await sandbox.faults.next('calendar.appointments.book', { times: 2 }).disconnectAfterCommit()
  const facts = { keyFrom: ['booking', 'call_2'] }
  const error = await failed(walk(slots.slice(0, 2), facts, sk.withOptions({ maxRetries: 0 })))
  assert.deepEqual([error.reason, error.inDoubt, error.untried], ['in_doubt', slots[0].id, [slots[1].id]])
  assert.ok(error.maybeApplied && error.cause instanceof ConnectionError)
  const again = await walk(slots.slice(0, 2), facts)
  assert.deepEqual([again.appointment.slotId, again.response.replayed], [slots[0].id, true])
})

test('what a flow does not take is told by its name', async () => {
  const slots = await openings()
  for (const [params, param] of [
    [{ keyFrom: 'booking' }, '/keyFrom'],
    [{ thenOffered: -1 }, '/thenOffered'],
    [{ partySize: 0 }, '/partySize'],
    [{ slotIds: [] }, '/slotIds'],
    [{ slotIds: ['ctc_1'] }, '/slotIds/0'],
  ]) {
    const error = await failed(walk(slots.slice(0, 1), params))
    assert.ok(error instanceof InvalidRequestError, error)
    assert.deepEqual(error.fieldErrors.map((fault) => fault.param), [param])
    assert.ok(error.notSent && error.message.includes(param))
  }
  const odd = await failed(sk.queue.entries.waitUntil('que_1', () => true, { pollEvery: [1] }))
  assert.deepEqual(odd.fieldErrors.map((fault) => fault.param), ['/pollEvery'])
})

test('a party is waited for', async () => {
  const entry = await join()
  const waiting = sk.queue.entries.waitForStatus(entry.id, { status: 'allocated', ...often, timeout: 60_000 })
  await sleep(100)
  await sk.queue.allocate({ resourceType: 'table' })
  assert.deepEqual([(await waiting).id, (await waiting).status], [entry.id, 'allocated'])

  const seen = []
  const isSeated = async (state) => {
    seen.push(state.status)
    return state.status === 'seated'
  }
  const seated = sk.queue.entries.waitUntil(entry.id, isSeated, often)
  while (seen.length === 0) await sleep(5)
  await sk.queue.entries.confirm(entry.id)
  assert.equal((await seated).partySize, 2)
  assert.deepEqual([seen[0], seen.at(-1)], ['allocated', 'seated'])
})

test('a wait ends with the party, with time, or with what is thrown', async () => {
  const entry = await join()
  const late = await failed(sk.queue.entries.waitForStatus(entry.id, { status: 'seated', ...often, timeout: 3_000 }))
  assert.ok(late instanceof WaitTimeoutError && late instanceof TimeoutError)
  assert.deepEqual([late.entry.id, late.after], [entry.id, 3_000])

  const thrown = new Error('the condition failed')
  const fails = () => {
    throw thrown
  }
  assert.equal(await failed(sk.queue.entries.waitUntil(entry.id, fails)), thrown)
  await sk.queue.entries.cancel(entry.id)
  const gone = await failed(sk.queue.entries.waitUntil(entry.id, () => false, often))
  assert.ok(gone instanceof WaitEndedError)
  assert.equal(gone.entry.status, 'cancelled')
  assert.ok((await failed(sk.queue.entries.waitUntil('que_01J9X4T5V6W7X8Y9Z0A1B2C3D4', () => true))) instanceof NotFoundError)
})

test('a signal ends a wait, at a step or between two', async () => {
  const entry = await join()
  let asked = 0
  const client = sandbox.client({ onRequest: () => (asked += 1) })
  const controller = new AbortController()
  const waiting = client.queue.entries.waitForStatus(entry.id, { status: 'seated', ...often }, { signal: controller.signal })
  await sleep(100)
  controller.abort(new Error('the guest left'))
  assert.equal((await failed(waiting)).message, 'the guest left')
  await sleep(50)
  const before = asked
  await sleep(150)
  // One may have been on its way.
  assert.ok(asked <= before + 1)

  const other = new AbortController()
  const condition = () => {
    other.abort(new Error('enough'))
    return false
  }
  assert.equal((await failed(sk.queue.entries.waitUntil(entry.id, condition, often, { signal: other.signal }))).message, 'enough')
})

test('events are read once from a stored cursor', async () => {
  const slots = await openings()
  const first = await book(slots[0], business.contacts[0])
  const { events } = sk.platform
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'softknack-')), 'events.cursor')
  const only = { only: 'appointment.*' }

  const seen = []
  assert.equal(await events.follow(file, only).catchUp((event) => seen.push(event.data.appointment.id)), 1)
  assert.deepEqual(seen, [first.id])
  assert.equal(await events.follow(new FileCursor(file), only).catchUp(() => assert.fail('it was done')), 0)

  const [second, third] = [await book(slots[1], business.contacts[0]), await book(slots[2], business.contacts[0])]
  const thrown = new Error('the handler failed')
  assert.equal(await failed(events.follow(file, only).catchUp(() => Promise.reject(thrown))), thrown)
  const again = []
  for await (const event of events.follow(file, { ...only, ...often })) {
    again.push(event.data.appointment.id)
    if (again.length === 2) break
  }
  assert.deepEqual(again, [second.id, third.id])
  // Where a loop was left, its last event was not done.
  assert.equal(await events.follow(file, only).catchUp(() => undefined), 1)

  await writeFile(file, 'no cursor')
  assert.ok((await failed(events.follow(file, only).catchUp(() => undefined))) instanceof UnreadableCursorError)
})

test('a reader waits for more, and a signal ends it', async () => {
  const controller = new AbortController()
  const seen = []
  const reading = sk.platform.events
    .follow(new MemoryCursor(), { only: 'appointment.*', ...often }, { signal: controller.signal })
    .run((event) => seen.push(event.type))
  const [slot] = await openings()
  await book(slot, business.contacts[0])
  while (seen.length === 0) await sleep(5)
  controller.abort()
  assert.equal((await failed(reading)).name, 'AbortError')
  assert.deepEqual(seen, ['appointment.booked'])
})

test('a store may be anything that loads and saves', async () => {
  await book((await openings())[0], business.contacts[0])
  const full = new Error('the disk is full')
  const broken = { load: () => null, save: () => Promise.reject(full) }
  assert.equal(await failed(sk.platform.events.follow(broken).catchUp(() => undefined)), full)
  const odd = { load: () => 7, save: () => undefined }
  assert.ok((await failed(sk.platform.events.follow(odd).catchUp(() => undefined))) instanceof UsageError)
})

test('what was missed is made up for', async () => {
  // Nothing listens there.
  const endpoint = await sk.platform.webhooks.create({ url: 'http://127.0.0.1:1/webhooks', events: ['appointment.booked'] })
  const booked = await book((await openings())[0], business.contacts[0])
  // Into these hours a reminder may fall, which is no booking.
  await sandbox.clock.advance({ hours: 3 })
  const reconcile = sk.platform.reconcile({ webhook: endpoint.id, only: 'appointment.booked' })
  const seen = []
  const found = await reconcile.handTo(new MemoryCursor(), (event) => seen.push(event.data.appointment.id))
  assert.deepEqual(found, { deadLetters: 1, events: 0, skipped: [] })
  assert.deepEqual(seen, [booked.id])
  assert.equal((await reconcile.replay()).deadLetters, 1)
  assert.equal((await reconcile.replay()).deadLetters, 0)
})

test('a path that is not declared is called', async () => {
  const [slot] = await openings()
  assert.equal((await sk.request('GET', `/calendar/v1/slots/${slot.id}`)).id, slot.id)
  const listed = await sk.request('GET', '/calendar/v1/appointments', { query: { limit: 1 } })
  assert.deepEqual(listed.data, [])
  const json = { slot_id: slot.id, contact_id: business.contacts[0], service: 'ac_service' }
  const made = await sk.request('POST', '/calendar/v1/appointments', { json }, { idempotencyKey: 'once' }).withResponse()
  assert.deepEqual([made.status, made.idempotencyKey, made.value.slot_id], [201, 'once', slot.id])
  const nothing = await failed(sk.request('GET', '/calendar/v2/nothing'))
  assert.ok(nothing instanceof NotFoundError)
  assert.equal(nothing.operation, 'GET /calendar/v2/nothing')
  for (const [method, place, param] of [['GET', '/a/../b', '/path'], ['BREW', '/coffee', '/method']]) {
    assert.deepEqual((await failed(sk.request(method, place))).fieldErrors.map((fault) => fault.param), [param])
  }
})

test('an event that cannot be read is told by its place, and not handed out', async () => {
  const event = { id: 'evt_1', type: 'webhook.ping', created_at: 'yesterday', mode: 'test', org_id: 'org_1', correlation_id: 'c', data: {} }
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: [event], has_more: false, next_cursor: null }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const client = new Softknack({ credential: 'sk_test_x', baseUrl: `http://127.0.0.1:${server.address().port}` })
    const cursor = new MemoryCursor()
    const error = await failed(client.platform.events.follow(cursor).catchUp(() => assert.fail('it was handed out')))
    assert.ok(error instanceof DecodeError)
    assert.match(error.message, /^softknack: decode: an event cannot be read at \/created_at: /)
    assert.equal(cursor.load(), undefined)
  } finally {
    server.close()
  }
})
