// The sandbox as tests use it.

import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { SignatureError } from 'softknack'
import { Sandbox, SandboxError } from 'softknack/testing'

let sandbox, sk, business

before(async () => {
  sandbox = await Sandbox.start()
})
after(() => sandbox.close())
beforeEach(async () => {
  await sandbox.reset()
  sk = sandbox.client()
  business = await sandbox.seed()
})

async function book() {
  const slot = await sk.calendar.availability.list({ service: 'ac_service' }).first()
  return await sk.calendar.appointments.book({ slotId: slot.id, contactId: business.contacts[0], service: 'ac_service' })
}

test('a receiver verifies and collects, and is answered for', async () => {
  const receiver = await sandbox.receiver('appointment.*')
  receiver.answer(503)
  const { id } = await book()
  await sandbox.settle()
  await sandbox.clock.advance({ seconds: 1 })
  const event = await receiver.nextEvent()
  assert.deepEqual([event.type, event.data.appointment.id], ['appointment.booked', id])
  assert.deepEqual(receiver.received.map(({ status }) => status), [503, 204])
  await assert.rejects(receiver.nextEvent({ timeout: 20 }), SandboxError)
})

test('the clock moves everything that waits', async () => {
  const before = await sandbox.clock.freeze()
  assert.equal(Number(await sandbox.clock.advance({ minutes: 3, seconds: 5 })) - before, 185_000)
  const noon = new Date('2030-01-01T12:00:00Z')
  assert.deepEqual(await sandbox.clock.set(noon), noon)
  assert.deepEqual(await sandbox.clock.now(), noon)
  await sandbox.clock.resume()
})

test('reminders are in the outbox when their time comes', async () => {
  const { startsAt } = await book()
  await sandbox.clock.set(new Date(Date.parse(startsAt) - 3_600_000))
  const reminder = await sandbox.outbox.last({ contactId: business.contacts[0] })
  assert.equal(reminder.template, 'appt_reminder')
  await assert.rejects(sandbox.outbox.last({ template: 'none' }), SandboxError)
})

test('faults are known by the names of the methods, and taken back', async () => {
  await sandbox.faults.next('calendar.appointments.markNoShow', { nth: 2 }).status(500)
  await sandbox.faults.next().disconnectBeforeCommit()
  assert.equal(await sandbox.faults.pending(), 2)
  await sandbox.faults.clear()
  assert.equal(await sandbox.faults.pending(), 0)
  await assert.rejects(sandbox.faults.next('calendar.moon.land').status(500), (error) => error instanceof SandboxError && error.status === 422)
})

test('a program that is not there is told', async () => {
  await assert.rejects(Sandbox.start({ program: '/nowhere/softknack-sandbox' }), /cannot be started/)
  await assert.rejects(Sandbox.start({ program: process.execPath }), /ended with status/)
})

test('what is not rightly signed is told by the receiver', async () => {
  const receiver = await sandbox.receiver('appointment.*')
  await fetch(receiver.url, { method: 'POST', body: '{}', headers: { 'x-nexus-signature': 't=1,v1=00' } })
  await assert.rejects(receiver.nextEvent(), SignatureError)
})

test('a delivery that ends in the middle harms nobody', async () => {
  const receiver = await sandbox.receiver('appointment.*')
  const socket = connect(new URL(receiver.url).port, '127.0.0.1')
  await new Promise((resolve) => socket.write('POST /webhooks HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{', resolve))
  // The next one comes after it.
  await fetch(receiver.url, { method: 'POST', body: '{}' })
  socket.destroy()
  await fetch(receiver.url, { method: 'POST', body: '{}' })
  assert.deepEqual(receiver.received.map(({ status }) => status), [400, 400])
})
