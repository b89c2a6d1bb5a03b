// Effects that happen once, whatever fails in between.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { idTime, Inbox, InboxError, LeaseLostError, MemoryInbox, SoftknackError } from 'softknack'

const EVENT = 'evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4'
const OTHER = 'evt_01J9X4T5V6W7X8Y9Z0A1B2C3D5'
const NOON = Date.parse('2026-11-22T12:00:00Z')
const never = () => assert.fail('it happened twice')

test('an effect happens once', async () => {
  const store = new MemoryInbox()
  const inbox = new Inbox('confirm', store)
  assert.deepEqual(await inbox.once(EVENT, async () => 'sent'), { is: 'applied', value: 'sent' })
  assert.deepEqual(await inbox.once(EVENT, never), { is: 'appliedBefore' })
  assert.deepEqual(await inbox.once(OTHER, () => 2), { is: 'applied', value: 2 })
  // Another handler of the same event has an effect of its own.
  assert.deepEqual(await new Inbox('bill', store).once(EVENT, () => 3), { is: 'applied', value: 3 })
})

test('one that fails is tried again, and one that dies when its lease ends', async () => {
  const store = new MemoryInbox()
  let now = NOON
  const options = { lease: 30_000, clock: () => now }
  const [inbox, elsewhere] = [new Inbox('confirm', store, options), new Inbox('confirm', store, options)]
  const thrown = new Error('it failed')
  await assert.rejects(inbox.once(EVENT, () => Promise.reject(thrown)), thrown)
  const during = async () => {
    assert.deepEqual(await elsewhere.once(EVENT, never), { is: 'inProgress', until: new Date(NOON + 30_000) })
    return 'sent'
  }
  assert.deepEqual(await inbox.once(EVENT, during), { is: 'applied', value: 'sent' })

  const late = inbox.once(OTHER, async () => {
    now += 31_000
    assert.equal((await elsewhere.once(OTHER, () => 0)).is, 'applied')
  })
  await assert.rejects(late, (error) => error instanceof LeaseLostError && error instanceof SoftknackError && error.applied)
})

test('a store that fails says whether the effect happened', async () => {
  const full = new Error('the disk is full')
  for (const [step, applied] of [['claim', false], ['commit', true]]) {
    const store = new MemoryInbox()
    store[step] = () => Promise.reject(full)
    let happened = false
    const failed = new Inbox('confirm', store).once(EVENT, () => void (happened = true))
    await assert.rejects(failed, (error) => error instanceof InboxError && error.cause === full && error.applied === applied)
    assert.equal(happened, applied)
  }
  const store = new MemoryInbox()
  store.release = () => Promise.reject(full)
  const thrown = new Error('it failed')
  await assert.rejects(new Inbox('confirm', store).once(EVENT, () => Promise.reject(thrown)), thrown)
})

test('of many at once one applies', async () => {
  const inbox = new Inbox('confirm', new MemoryInbox())
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => inbox.once(EVENT, () => sleep(5))))
  assert.deepEqual(outcomes.map((outcome) => outcome.is).sort().slice(0, 2), ['applied', 'inProgress'])
})

test('memory is bounded by forgetting', async () => {
  const store = new MemoryInbox()
  const inbox = new Inbox('confirm', store)
  await inbox.once(EVENT, () => 1)
  store.forgetBefore(new Date('2020-01-01'))
  assert.equal((await inbox.once(EVENT, never)).is, 'appliedBefore')
  store.forgetBefore(new Date('2030-01-01'))
  assert.equal((await inbox.once(EVENT, () => 1)).is, 'applied')
  assert.equal(idTime(EVENT).getUTCFullYear(), 2024)
  assert.equal(idTime('evt_1'), undefined)
})
