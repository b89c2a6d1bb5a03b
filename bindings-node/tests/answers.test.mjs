// How answers come from the native door to those who wait.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as softknack from 'softknack'

const { native } = createRequire(import.meta.url)('../dist/core.js')
const { InvalidRequestError, Softknack } = softknack
const credential = 'sk_test_answers'

// What the native half refuses by itself is answered at once.
const refused = (sk, id) => sk.crm.contacts.get(id).then(() => assert.fail('it was not refused'), (error) => error)

test('each answer goes to its own call, whatever becomes of the others', async () => {
  const sk = new Softknack({ credential, baseUrl: 'http://127.0.0.1:9' })
  const call = async (number) => {
    const controller = new AbortController()
    const options = { signal: controller.signal }
    // The native half refuses the one by its ID and the other by its slug.
    const isContact = number % 2 === 0
    const sent = isContact ? sk.crm.contacts.get('slt_1', options) : sk.calendar.services.get('a/b', options)
    const isAborted = number % 3 === 0
    if (isAborted) setTimeout(() => controller.abort(number), number % 7)
    const ended = await sent.catch((error) => error)
    if (isAborted && ended === number) return
    assert.ok(ended instanceof InvalidRequestError)
    assert.equal(ended.fieldErrors[0].param, isContact ? '/id' : '/slug')
  }
  // The tickets of earlier calls are used again.
  for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 300 }, (_, number) => call(number)))
})

test('everything else has its turn while answers come', async () => {
  const sk = new Softknack({ credential, baseUrl: 'http://127.0.0.1:9' })
  let [sinceTurn, most, left] = [0, 0, 4000]
  const turn = () => {
    sinceTurn = 0
    if (left > 0) setImmediate(turn)
  }
  turn()
  const caller = async () => {
    while (left > 0) {
      left -= 1
      assert.ok((await refused(sk, 'slt_1')) instanceof InvalidRequestError)
      sinceTurn += 1
      most = Math.max(most, sinceTurn)
    }
  }
  await Promise.all(Array.from({ length: 16 }, caller))
  assert.ok(most <= 200, `${most} answers came in one turn of the event loop`)
})

test('answers that are kept back come when they are released, and a call that is answered is not cancelled any more', async () => {
  const { Answers, Client } = native()
  const client = Client.connect(credential, '{}', undefined, undefined)
  const taken = []
  let released
  const all = new Promise((resolve) => (released = resolve))
  const held = Answers.open((ticket) => released(taken.push(ticket)))
  held.hold()
  client.execute(held, 7, 'no.such.operation', '{}', undefined)
  // Calls are answered in their turn.
  await new Promise((resolve) => client.execute(Answers.open(resolve), 1, 'no.such.operation', '{}', undefined))
  assert.deepEqual(taken, [])
  assert.equal(held.cancel(7), false)
  held.release()
  await all
  assert.deepEqual(taken, [7])
})

test('a call that is cancelled under way is answered no more', async () => {
  const { Answers, Client } = native()
  const server = createServer().listen(0, '127.0.0.1')
  const accepted = once(server, 'connection')
  await once(server, 'listening')
  const options = JSON.stringify({ baseUrl: `http://127.0.0.1:${server.address().port}` })
  const client = Client.connect(credential, options, undefined, undefined)
  const answers = Answers.open(() => assert.fail('it was answered'))
  client.execute(answers, 3, 'crm.contacts.list', '{}', undefined)
  const [socket] = await accepted
  assert.equal(answers.cancel(3), true)
  assert.equal(answers.cancel(3), false)
  socket.on('error', () => undefined).destroy()
  server.close()
})

test('a ticket that is used again belongs to the later call alone', { timeout: 60_000 }, async (t) => {
  const { Answers, Client } = native()
  const sockets = []
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
  t.after(() => {
    sockets.forEach((socket) => socket.destroy())
    server.close()
  })
  await once(server, 'listening')
  const options = JSON.stringify({ baseUrl: `http://127.0.0.1:${server.address().port}` })
  const client = Client.connect(credential, options, undefined, undefined)
  const told = []
  let answered
  const answers = Answers.open((_, facts) => answered(told.push(facts)))
  const answer = () => new Promise((resolve) => (answered = resolve))

  // One is cancelled under way.
  const accepted = once(server, 'connection')
  client.execute(answers, 3, 'crm.contacts.list', '{}', undefined)
  await accepted
  assert.equal(answers.cancel(3), true)
  client.execute(answers, 3, 'the.later', '{}', undefined)
  await answer()
  // One is cancelled before it has begun.
  client.execute(answers, 3, 'crm.contacts.list', '{}', undefined)
  assert.equal(answers.cancel(3), true)
  client.execute(answers, 3, 'the.last', '{}', undefined)
  await answer()
  assert.match(told[0], /no operation the\.later/)
  assert.match(told[1], /no operation the\.last/)
  assert.equal(told.length, 2)
})

test('every class has the name by which it is exported', () => {
  for (const [name, value] of Object.entries(softknack)) {
    if (typeof value === 'function' && /^class\b/.test(String(value))) assert.equal(value.name, name)
  }
})
