// Lists against the real sandbox, and against a server that misbehaves.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { NoItemsError, PaginationError, Softknack } from 'softknack'
import { Sandbox } from 'softknack/testing'

let sandbox, sk, names

before(async () => {
  sandbox = await Sandbox.start()
  sk = sandbox.client()
  names = Array.from({ length: 7 }, (_, index) => `Guest ${index}`)
  for (const name of names) await sk.crm.contacts.create({ name })
})
after(() => sandbox.close())

const asc = (limit) => sk.crm.contacts.list({ order: 'asc', ...(limit && { limit }) })

test('items are read from page to page', async () => {
  const found = []
  for await (const contact of asc(3)) found.push(contact.name)
  assert.deepEqual(found, names)
})

test('pages tell where they end, and a list goes on from there', async () => {
  const sizes = []
  for await (const page of asc(3).pages()) sizes.push(page.items.length)
  assert.deepEqual(sizes, [3, 3, 1])
  const first = await asc(3).firstPage()
  assert.equal(first.response().status, 200)
  const rest = await sk.crm.contacts.list({ order: 'asc', limit: 3, cursor: first.nextCursor }).toArray()
  assert.deepEqual(rest.map(({ name }) => name), names.slice(3))
})

test('an array holds no more than was asked for, of no more pages than that takes', async () => {
  let requests = 0
  const counted = sandbox.client({ onRequest: () => (requests += 1) })
  const found = await counted.crm.contacts.list({ order: 'asc' }).toArray({ limit: 5 })
  assert.deepEqual(found.map(({ name }) => name), names.slice(0, 5))
  assert.deepEqual(await counted.crm.contacts.list().toArray({ limit: 0 }), [])
  await hooksRan()
  assert.equal(requests, 1)
})

test('the first item, a fallback, or an error', async () => {
  assert.equal((await asc().first()).name, names[0])
  const none = () => sk.calendar.appointments.list()
  assert.equal(await none().first(null), null)
  await assert.rejects(none().first(), NoItemsError)
})

/** A server of pages that counts what it is asked, and who hung up. */
async function serve(pages) {
  const state = { asked: 0, closed: Promise.resolve() }
  const server = createServer((request, response) => {
    const page = pages[state.asked]
    state.asked += 1
    if (page === undefined) {
      state.closed = new Promise((resolve) => response.on('close', resolve))
      state.waiting?.()
      return
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.client = new Softknack({ credential: 'sk_test_x', baseUrl: `http://127.0.0.1:${server.address().port}` })
  state.close = () => {
    server.closeAllConnections()
    server.close()
  }
  return state
}

test('leaving a loop early abandons the page that is on its way', async () => {
  const asked = []
  const pages = await serve([{ data: [], has_more: true, next_cursor: 'c1' }])
  const waiting = new Promise((resolve) => (pages.waiting = resolve))
  for await (const page of pages.client.crm.contacts.list().pages()) {
    asked.push(page.nextCursor)
    await waiting
    break
  }
  await pages.closed
  assert.deepEqual([asked, pages.asked], [['c1'], 2])
  pages.close()
})

test('a cursor that comes again, or none where there is more, ends the list with an error', async () => {
  const page = { data: [], has_more: true, next_cursor: 'c1' }
  for (const answers of [[page, page], [{ ...page, next_cursor: null }]]) {
    const pages = await serve(answers)
    await assert.rejects(pages.client.crm.contacts.list().toArray(), PaginationError)
    pages.close()
  }
})

/** Hooks come by a way of their own: one that was called before an answer came has run after two turns. */
async function hooksRan() {
  for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate)
}
