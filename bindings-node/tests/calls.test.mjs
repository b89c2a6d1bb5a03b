// Calls against the real sandbox.

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { inspect } from 'node:util'
import {
  ApiError,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  IdempotencyKeyReusedError,
  InvalidRequestError,
  NotFoundError,
  RateLimitedError,
  SlotTakenError,
  Softknack,
  SoftknackError,
  TimeoutError,
  UsageError,
  idempotencyKey,
} from 'softknack'
import { Sandbox } from 'softknack/testing'

let sandbox, sk, business, slot

before(async () => {
  sandbox = await Sandbox.start()
})
after(() => sandbox.close())
beforeEach(async () => {
  await sandbox.reset()
  sk = sandbox.client()
  business = await sandbox.seed()
  slot = await sk.calendar.availability.list({ service: 'ac_service' }).first()
})

const booking = (contact = 0) => ({ slotId: slot.id, contactId: business.contacts[contact], service: 'ac_service' })

test('a booking is a plain object with names of JavaScript', async () => {
  const appointment = await sk.calendar.appointments.book({ ...booking(), metadata: { call_id: 'c_1' } })
  assert.equal(Object.getPrototypeOf(appointment), Object.prototype)
  assert.equal(appointment.slotId, slot.id)
  assert.deepEqual(appointment.metadata, { call_id: 'c_1' }, 'the keys of metadata are the caller\'s own')
  assert.ok(!JSON.stringify({ ...appointment, metadata: {} }).includes('_id"'))
  assert.deepEqual(await sk.calendar.appointments.get(appointment.id), appointment)
})

test('a booking hides each member that is personal, and one without any is shown as it is', async () => {
  const { id } = await sk.calendar.appointments.book(booking())
  const shown = async (change) => inspect(await sk.calendar.appointments.update(id, change))
  const plain = await shown({ notes: null })
  assert.ok(plain.includes('notes: null') && !plain.includes('personal'), plain)
  const noted = await shown({ notes: 'call 555' })
  assert.ok(noted.includes('notes: [personal]') && !noted.includes('555'), noted)
  const marked = await shown({ notes: null, metadata: { phone: '555' } })
  assert.ok(marked.includes('metadata: [personal]') && !marked.includes('555'), marked)
  const cancelled = await sk.calendar.appointments.cancel(id, { reason: 'call 555' })
  assert.ok(!inspect(cancelled).includes('555'))
})

test('the same key has its effect once, and tells that it was replayed', async () => {
  const options = { idempotencyKey: idempotencyKey('booking', 'call_81', slot.id) }
  const first = await sk.calendar.appointments.book(booking(), options).withResponse()
  const again = await sk.calendar.appointments.book(booking(), options).withResponse()
  assert.deepEqual(again.value, first.value)
  assert.deepEqual([first.replayed, again.replayed], [false, true])
  assert.deepEqual([first.status, first.idempotencyKey], [201, options.idempotencyKey])
  assert.equal(first.headers['x-request-id'], first.requestId)
  await assert.rejects(sk.calendar.appointments.book(booking(1), options), IdempotencyKeyReusedError)
})

test('a lost race is an answer with the next openings', async () => {
  await sk.calendar.appointments.book(booking())
  const lost = await sk.calendar.appointments.book(booking(1)).catch((error) => error)
  assert.ok(lost instanceof SlotTakenError && lost instanceof ConflictError && lost instanceof SoftknackError)
  assert.deepEqual([lost.name, lost.code, lost.status, lost.outcome], ['SlotTakenError', 'slot_taken', 409, 'refused'])
  assert.equal(lost.nextSlots.length, 3)
  assert.ok(lost.nextSlots[0].startsAt > slot.startsAt)
  assert.equal(lost.attempts.length, 1)
  assert.match(lost.details, /operation calendar\.appointments\.book · request req_/)
})

test('the stack of an error shows the line of the caller', async () => {
  async function frontDesk() {
    await sk.calendar.appointments.get('apt_01J9X4T5V6W7X8Y9Z0A1B2C3D4')
  }
  await assert.rejects(frontDesk(), (error) => error instanceof NotFoundError && /frontDesk.*calls\.test\.mjs/.test(error.stack))
})

test('a fault of the request is told in the names of the caller, and nothing is sent', async () => {
  const error = await sk.calendar.appointments.book({ ...booking(), slotId: 'ctc_1' }).catch((error) => error)
  assert.ok(error instanceof InvalidRequestError)
  assert.deepEqual(error.fieldErrors.map(({ param }) => param), ['/slotId'])
  assert.match(error.message, /\/slotId/)
  assert.equal(error.outcome, 'not_sent')
  const unknown = await sk.calendar.appointments.book({ ...booking(), colour: 'red' }).catch((error) => error)
  assert.deepEqual(unknown.fieldErrors.map(({ param }) => param), ['/colour'])
})

test('what cannot be written as JSON is told by its name', async () => {
  for (const partySize of [Number.NaN, Infinity, 2n, () => 2]) {
    const error = await sk.calendar.appointments.book({ ...booking(), partySize }).catch((error) => error)
    assert.ok(error instanceof InvalidRequestError, String(error))
    assert.equal(error.fieldErrors[0].param, '/partySize')
  }
  const loop = {}
  loop.loop = loop
  await assert.rejects(sk.calendar.appointments.book({ ...booking(), metadata: loop }), InvalidRequestError)
  await assert.rejects(sk.calendar.appointments.book('slt_1'), UsageError)
})

test('a date is sent as a time', async () => {
  const from = new Date(slot.startsAt)
  const first = await sk.calendar.availability.list({ service: 'ac_service', from }).first()
  assert.equal(first.id, slot.id)
})

test('null clears on a change, and what is undefined is left alone', async () => {
  const { id } = await sk.calendar.appointments.book({ ...booking(), notes: 'ring the bell' })
  const left = await sk.calendar.appointments.update(id, { notes: undefined, metadata: { a: 1 } })
  assert.equal(left.notes, 'ring the bell')
  assert.equal((await sk.calendar.appointments.update(id, { notes: null })).notes, null)
})

test('a failure that passes is tried again with the same key, and hooks see it', async () => {
  const seen = []
  const watched = sandbox.client({
    backoff: [1, 1],
    onRequest: (info) => seen.push(['request', info.attempt, info.idempotencyKey]),
    onResponse: (info) => seen.push(['response', info.status]),
    onRetry: (info) => seen.push(['retry', info.status]),
  })
  await sandbox.faults.next('calendar.appointments.book').status(503)
  const { attempts, idempotencyKey: key } = await watched.calendar.appointments.book(booking()).withResponse()
  assert.deepEqual(attempts.map(({ status }) => status), [503, 201])
  // Hooks come by a way of their own, and have run after two turns.
  for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate)
  assert.deepEqual(seen.map((one) => one[0]), ['request', 'response', 'retry', 'request', 'response'])
  assert.deepEqual([seen[0][2], seen[3][2]], [key, key])
})

test('a booking whose answer was lost is booked once', async () => {
  await sandbox.faults.next('calendar.appointments.book').disconnectAfterCommit()
  const { value, replayed } = await sandbox.client({ backoff: [1, 1] }).calendar.appointments.book(booking()).withResponse()
  assert.equal(replayed, true)
  assert.deepEqual((await sk.calendar.appointments.list().toArray()).map(({ id }) => id), [value.id])
})

test('what is not waited for is on the error, in milliseconds', async () => {
  await sandbox.faults.next('calendar.appointments.get').status(429, { retryAfter: 90_000 })
  const call = sk.calendar.appointments.get('apt_01J9X4T5V6W7X8Y9Z0A1B2C3D4', { timeout: 60_000 })
  await assert.rejects(call, (error) => error instanceof RateLimitedError && error.retryAfter === 90_000)
})

test('a call that takes too long ends as it was told to', async () => {
  await sandbox.faults.next('calendar.appointments.book').latency(60_000)
  const late = await sk.calendar.appointments.book(booking(), { timeout: 3_000 }).catch((error) => error)
  assert.ok(late instanceof TimeoutError)
  assert.equal(late.outcome, 'maybe_applied')
  assert.ok(late.maybeApplied)
})

test('no connection is an error that says that nothing was sent', async () => {
  const nowhere = new Softknack({ credential: 'sk_test_x', baseUrl: 'http://127.0.0.1:9', maxRetries: 0 })
  const error = await nowhere.crm.contacts.list().first().catch((error) => error)
  assert.ok(error instanceof ConnectionError && error.notSent)
  assert.ok(error.cause instanceof Error)
})

test('options that cannot be used are refused, and named', async () => {
  assert.throws(() => new Softknack({ credential: '' }), ConfigurationError)
  assert.throws(() => new Softknack({ credential: 'sk_test_x', apiKey: 'x' }), /no option apiKey/)
  assert.throws(() => new Softknack({ credential: 'sk_test_x', timeout: 'soon' }), UsageError)
  assert.throws(() => new Softknack({ credential: 'sk_test_x', baseUrl: 'http://example.com' }), ConfigurationError)
  for (const options of [{ timeout: -1 }, { timeout: 'soon' }, { headers: { a: 1 } }, { maxRetries: 0.5 }]) {
    await assert.rejects(sk.crm.contacts.get(business.contacts[0], options), InvalidRequestError)
  }
  await sk.crm.contacts.get(business.contacts[0], { timeout: Infinity })
})

test('another client over the same connections has its own options', async () => {
  const other = sk.withOptions({ correlationId: 'call_81', headers: { 'x-team': 'desk' } })
  const { correlationId } = await other.crm.contacts.get(business.contacts[0]).withResponse()
  assert.equal(correlationId, 'call_81')
  const wrong = sk.withOptions({ credential: 'sk_test_wrong' })
  await assert.rejects(wrong.crm.contacts.get(business.contacts[0]), (error) => error instanceof ApiError && error.status === 401)
})

test('a client asks its source of correlation for every call', async () => {
  let count = 0
  const client = sandbox.client({ correlation: () => `cor_${++count}` })
  const get = () => client.crm.contacts.get(business.contacts[0]).withResponse()
  assert.deepEqual([(await get()).correlationId, (await get()).correlationId], ['cor_1', 'cor_2'])
})

test('a guest joins the queue with a session of their own', async () => {
  const challenge = await sk.queue.otp.request({ phone: '+919800000042', name: 'Priya', channel: 'sms' })
  const { code } = (await sandbox.outbox.last()).vars
  const session = await sk.queue.otp.verify({ challengeId: challenge.challengeId, code: String(code) })
  const guest = sk.withOptions({ credential: session.token })
  const entry = await guest.queue.join({
    customerId: session.customerId,
    partySize: 4,
    matchType: 'FITTED',
    resourceType: 'table',
  })
  assert.equal(entry.position, 1)
  await guest.queue.entries.cancel(entry.id, { reason: 'CUSTOMER_CANCELLED' }).catch((error) => assert.ok(error instanceof SoftknackError))
})
