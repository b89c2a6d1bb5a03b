// Sessions that renew themselves: once for all who wait, whoever goes away, and never in wait for themselves.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ConfigurationError, RenewalError, Softknack, TimeoutError, TokenExpiredError, UsageError } from 'softknack'
import { Sandbox } from 'softknack/testing'

const ENTRY = {
  id: 'que_1', status: 'seated', position: null, estimatedWaitSeconds: null, customerId: 'ctc_1', partySize: 2,
  matchType: 'FITTED', resourceType: 'table', resourceId: 'res_1', metadata: {}, respondBy: null, reason: null,
  joinedAt: '2026-11-22T12:00:00.000Z', allocatedAt: null, seatedAt: null, endedAt: null,
}
const EXPIRED = { type: 'about:blank', title: 'expired', status: 401, code: 'token_expired', detail: 'it is over' }

const token = (name) =>
  [{ alg: 'HS256' }, { mode: 'test', sub: name }, 'mac'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')

/** A server to which one token is good, and every other has expired. */
let server, baseUrl, refused

beforeEach(async () => {
  refused = 0
  server = createServer((request, response) => {
    const isGood = request.headers.authorization === `Bearer ${token('new')}`
    if (!isGood) refused += 1
    response.writeHead(isGood ? 200 : 401, { 'content-type': isGood ? 'application/json' : 'application/problem+json' })
    response.end(JSON.stringify(isGood ? ENTRY : EXPIRED))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  baseUrl = `http://127.0.0.1:${server.address().port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const client = (renewSession, options = {}) => new Softknack({ credential: token('old'), baseUrl, renewSession, ...options })
const get = (sk, options) => sk.queue.entries.get('que_1', options)
const failed = (promise) =>
  promise.then(
    () => assert.fail('it did not fail'),
    (error) => error,
  )

test('a hundred callers at once cause one renewal', async () => {
  let renewals = 0
  const sk = client(async () => {
    renewals += 1
    while (refused < 100) await sleep(1)
    return token('new')
  })
  const found = await Promise.all(Array.from({ length: 100 }, () => get(sk)))
  assert.ok(found.every((entry) => entry.status === 'seated'))
  await get(sk)
  assert.equal(renewals, 1)
})

test('what the function throws is the cause, and no text has it', async () => {
  const closed = Object.assign(new Error('hunter2'), { name: 'Closed' })
  const sk = client(() => {
    throw closed
  })
  const errors = await Promise.all([failed(get(sk)), failed(get(sk))])
  for (const error of errors) {
    assert.ok(error instanceof RenewalError)
    assert.equal(error.cause, closed)
    assert.deepEqual([error.code, error.status, error.outcome], ['token_expired', 401, 'refused'])
    assert.match(error.message, /the function that renews it threw Closed/)
    assert.ok(!`${error.message}${error.details}${JSON.stringify(error)}`.includes('hunter2'))
  }
  assert.equal((await failed(get(client(() => Promise.reject(undefined))))).cause, undefined)
})

test('what is no good token is refused', async () => {
  for (const [given, why] of [['sk_test_hunter2', /an API key/], ['hunter2', /neither an API key/], [token('older'), /it is over/]]) {
    const error = await failed(get(client(() => given)))
    assert.ok(error instanceof (given === token('older') ? TokenExpiredError : RenewalError))
    assert.match(error.message, why)
    assert.ok(!error.message.includes(given))
  }
  const odd = await failed(get(client(() => 7)))
  assert.ok(odd instanceof RenewalError && odd.cause instanceof UsageError)
  assert.throws(() => client('token'), UsageError)
  const staff = new Softknack({ credential: 'sk_test_1', baseUrl })
  assert.throws(() => staff.withOptions({ renewSession: () => token('new') }), UsageError)
  assert.throws(() => new Softknack({ credential: 'sk_test_1', baseUrl, renewSession: () => token('new') }), ConfigurationError)
})

test('a function that calls with its own client does not wait for itself', async () => {
  const started = performance.now()
  const seen = []
  const sk = client(async () => {
    await sleep(1)
    seen.push(await failed(get(sk)))
    seen.push(await failed(sk.queue.entries.waitForStatus('que_1', { status: 'seated' })))
    return token('new')
  })
  assert.equal((await get(sk)).id, 'que_1')
  assert.ok(seen.length === 2 && seen.every((error) => error instanceof TokenExpiredError))
  assert.ok(performance.now() - started < 25_000, 'a renewal may take 30 s')
})

test('who goes away takes nothing from the others', async () => {
  let renewals = 0
  let go
  const gate = new Promise((resolve) => (go = resolve))
  const sk = client(async () => {
    renewals += 1
    await gate
    return token('new')
  })
  const controller = new AbortController()
  const first = get(sk, { signal: controller.signal })
  const second = get(sk)
  while (refused < 2) await sleep(1)
  const late = failed(get(sk, { timeout: 300 }))
  controller.abort()
  assert.equal((await failed(first)).name, 'AbortError')
  assert.ok((await late) instanceof TimeoutError)
  go()
  assert.equal((await second).id, 'que_1')
  assert.equal(renewals, 1)
})

test('another client over the same connections has a session of its own', async () => {
  const staff = new Softknack({ credential: 'sk_test_1', baseUrl })
  const guest = staff.withOptions({ credential: token('old'), renewSession: () => token('new') })
  assert.equal((await get(guest)).id, 'que_1')
  assert.equal((await get(guest.withOptions({ timeout: 60_000 }))).id, 'que_1')
  assert.ok((await failed(get(guest.withOptions({ credential: token('old') })))) instanceof TokenExpiredError)
})

test('a session holds no process', async () => {
  const program = `
    const { Softknack } = require('softknack')
    const sk = new Softknack({ credential: ${JSON.stringify(token('old'))}, baseUrl: ${JSON.stringify(baseUrl)},
      renewSession: async () => ${JSON.stringify(token('new'))} })
    sk.queue.entries.get('que_1').then((entry) => console.log(entry.id))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { timeout: 120_000 })
  assert.equal(stdout, 'que_1\n')
})

test('a guest of the sandbox outlives a token', async () => {
  const sandbox = await Sandbox.start()
  try {
    await sandbox.seed()
    const staff = sandbox.client()
    const customers = []
    const verify = async () => {
      const { challengeId } = await staff.queue.otp.request({ phone: '+919800000042', name: 'Meera' })
      const { code } = (await sandbox.outbox.last()).vars
      const session = await staff.queue.otp.verify({ challengeId, code })
      customers.push(session.customerId)
      return session.token
    }
    const guest = staff.withOptions({ credential: await verify(), renewSession: verify })
    const party = { customerId: customers[0], partySize: 2, matchType: 'FITTED', resourceType: 'table' }
    const entry = await guest.queue.join(party)
    await sandbox.clock.advance({ hours: 3 })
    assert.equal((await guest.queue.entries.get(entry.id)).id, entry.id)
    assert.equal(customers.length, 2)
  } finally {
    await sandbox.close()
  }
})
