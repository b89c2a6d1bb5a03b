// Receiving webhooks: the ring, the reasons, the router, and the requests of frameworks.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { Router, SignatureError, UsageError, Webhooks } from 'softknack'
import { receive } from 'softknack/frameworks'

const SECRET = 'whsec_0123456789abcdef'
const webhooks = new Webhooks(SECRET)
const body = Buffer.from(
  JSON.stringify({
    id: 'evt_1',
    type: 'webhook.ping',
    created_at: '2026-11-22T12:00:00.000Z',
    mode: 'test',
    org_id: 'org_1',
    correlation_id: 'cor_1',
    data: { webhook: { id: 'whk_1' } },
  }),
)
const tomorrow = Buffer.from(body.toString().replace('webhook.ping', 'moon.landed'))
const headers = webhooks.sign('evt_1', tomorrow)

test('an event of tomorrow reaches the fallback with its data as it came', () => {
  const router = new Router((event) => ['fallback', event.type, event.data])
  assert.deepEqual(router.route(webhooks.verify(tomorrow, headers)), ['fallback', 'moon.landed', { webhook: { id: 'whk_1' } }])
})

test('a router knows an event by all of its names, and takes one handler for it', () => {
  const router = new Router(() => 'fallback').on('appointment.booked', () => 'booked')
  assert.equal(router.route({ type: 'appointment.created' }), 'booked')
  assert.equal(router.route({ type: 'slot.released' }), 'fallback')
  assert.throws(() => router.on('appointment.booked', () => ''), UsageError)
  assert.throws(() => router.on('moon.landed', () => ''), UsageError)
})

test('the ring tells which secret matched, by its place and its label', () => {
  const ring = new Webhooks({ new: 'whsec_fedcba9876543210', old: SECRET })
  const { secret, label, signedAt } = ring.verifyRaw(tomorrow, headers)
  assert.deepEqual([secret, label, signedAt instanceof Date], [1, 'old', true])
})

test('each reason is told', () => {
  const reasonOf = (act) => {
    try {
      act()
    } catch (error) {
      return error instanceof SignatureError ? error.reason : error
    }
  }
  assert.equal(reasonOf(() => webhooks.verify(tomorrow, {})), 'missing_header')
  assert.equal(reasonOf(() => webhooks.verify(tomorrow, { 'x-nexus-signature': 'v1' })), 'malformed_header')
  assert.equal(reasonOf(() => webhooks.verify(Buffer.from('{}'), headers)), 'no_match')
  const late = new Webhooks(SECRET, { clock: () => Date.now() + 412_000 })
  assert.throws(() => late.verify(tomorrow, headers), (error) => error.reason === 'timestamp_out_of_tolerance' && error.skew >= 411)
})

test('a parsed body is told as such, with the remedy', () => {
  const parsed = (act) => assert.throws(act, (error) => error instanceof UsageError && /was parsed.*raw/.test(error.message))
  parsed(() => webhooks.verify(JSON.parse(tomorrow), headers))
  parsed(() => webhooks.verify([], headers))
  assert.throws(() => webhooks.verify(undefined, headers), UsageError)
})

test('headers are taken as every request has them', () => {
  const pairs = Object.entries(headers)
  const upper = pairs.map(([name, value]) => [name.toUpperCase(), value])
  for (const form of [headers, new Headers(headers), new Map(pairs), upper, Object.fromEntries(upper)]) {
    assert.equal(webhooks.verify(tomorrow, form).type, 'moon.landed')
  }
  assert.equal(webhooks.verify(tomorrow.toString(), headers).type, 'moon.landed')
  assert.equal(webhooks.verify(new Uint8Array(tomorrow).buffer, headers).type, 'moon.landed')
})

test('whatever it is given, a verifier throws nothing but its own errors', () => {
  const hostile = new Proxy({}, { ownKeys: () => { throw new Error('no keys') } })
  const anything = fc.oneof(fc.anything({ withTypedArray: true, withBigInt: true, withNullPrototype: true }), fc.constant(hostile))
  const header = fc.oneof(anything, fc.record({ 'x-nexus-signature': fc.oneof(fc.string(), anything) }))
  const bytes = fc.oneof(fc.uint8Array(), anything)
  fc.assert(
    fc.property(bytes, header, (body, headers) => {
      try {
        webhooks.verify(body, headers)
      } catch (error) {
        return error instanceof SignatureError || error instanceof UsageError
      }
      return false
    }),
    { numRuns: 2000 },
  )
})

/** The error of a verifier's own that it throws for this. */
function refused(body, headers) {
  const [error, raw] = ['verify', 'verifyRaw'].map((verify) => {
    try {
      webhooks[verify](body, headers)
    } catch (error) {
      return error
    }
    assert.fail('it was accepted')
  })
  assert.deepEqual([raw.name, raw.message], [error.name, error.message])
  return error
}

test('whatever was parsed is told as such', () => {
  fc.assert(
    fc.property(fc.oneof(fc.object(), fc.array(fc.jsonValue())), (body) => {
      const error = refused(body, headers)
      return error instanceof UsageError && /the body was parsed.*pass the raw bytes/.test(error.message)
    }),
  )
  for (const body of [undefined, null, 1, true, 1n, Symbol('x'), () => 1]) {
    assert.match(refused(body, headers).message, /the body must be the raw bytes/)
  }
})

test('a body that was decoded wrongly does not match', () => {
  const encoding = fc.constantFrom('latin1', 'utf16le', 'ascii', 'base64', 'hex')
  const text = fc.string({ unit: 'grapheme-composite', minLength: 1 }).filter((text) => /[^\0-\x7f]/.test(text))
  fc.assert(
    fc.property(text, encoding, (text, encoding) => {
      const signed = Buffer.from(text)
      const error = refused(signed.toString(encoding), webhooks.sign('evt_1', signed))
      return error instanceof SignatureError && error.reason === 'no_match'
    }),
  )
})

test('headers that are a list of texts are named', () => {
  const lists = fc.oneof(fc.constant(Object.entries(headers).flat()), fc.array(fc.string(), { minLength: 1 }), fc.array(fc.constant(null), { minLength: 1 }))
  fc.assert(
    fc.property(lists, (list) => {
      const error = refused(tomorrow, list)
      return error instanceof UsageError && /headers must be/.test(error.message)
    }),
  )
})

test('what is signed is accepted, and nothing else of the same length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (body, place) => {
      const headers = webhooks.sign('evt_1', body)
      webhooks.verifyRaw(body, headers)
      const other = Uint8Array.from(body)
      other[place % body.length] ^= 1
      assert.throws(() => webhooks.verifyRaw(other, headers), { reason: 'no_match' })
    }),
  )
})

test('the requests of frameworks are taken as they are', async () => {
  const request = () => new Request('http://localhost/hook', { method: 'POST', body: tomorrow, headers })
  const forms = [
    request(), // Next, Bun, Deno
    { req: { raw: request() } }, // Hono
    { headers, body: tomorrow }, // Express with express.raw, Fastify with parseAs: 'buffer'
    { headers, body: JSON.parse(tomorrow), rawBody: tomorrow }, // Nest with rawBody: true
  ]
  for (const form of forms) assert.equal((await receive(webhooks, form)).type, 'moon.landed')
  await assert.rejects(receive(webhooks, { headers, body: JSON.parse(tomorrow) }), /was parsed/)
  await assert.rejects(receive(webhooks, { headers }), UsageError)
  const read = request()
  await read.text()
  await assert.rejects(receive(webhooks, read), /read before/)
})

test('a request of node:http is read to its end, up to a limit', async () => {
  const answers = []
  const server = createServer(async (request, response) => {
    answers.push(await receive(webhooks, request, { limit: 1000 }).catch((error) => error))
    response.end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  await fetch(url, { method: 'POST', body: tomorrow, headers })
  await fetch(url, { method: 'POST', body: Buffer.alloc(1001), headers }).catch(() => undefined)
  server.closeAllConnections()
  server.close()
  assert.equal(answers[0].type, 'moon.landed')
  assert.match(answers[1].message, /larger than 1000 bytes/)
})

/** Whether a rightly signed event of tomorrow with this data is read. */
function isRead(data) {
  const body = Buffer.from(tomorrow.toString().replace('{"webhook":{"id":"whk_1"}}', () => data))
  try {
    return webhooks.verify(body, webhooks.sign('evt_1', body)).type === 'moon.landed'
  } catch (error) {
    const [, what] = error.message.split('softknack: malformed_payload: it is rightly signed, but cannot be read')
    assert.ok([': it is not JSON', ' at /data: it must hold no number that is too large'].includes(what), error.message)
    return false
  }
}

test('a number that is too large is no JSON, wherever it stands', () => {
  const digits = (max) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max })
  const exponent = fc.tuple(fc.constantFrom('', 'e', 'E+', 'E-'), digits(4)).map(([mark, power]) => mark && mark + power)
  const number = fc.tuple(fc.constantFrom('', '-'), fc.constantFrom('1', '12', '9'.repeat(150), '9'.repeat(250), '9'.repeat(320)), exponent)
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), number, fc.constantFrom('', ' ', '\n'), (before, parts, space) => {
      const number = parts.join('')
      return isRead(`[${JSON.stringify(before)},${space}${number}]`) === Number.isFinite(Number(number))
    }),
  )
})

test('a number that is too large is told by its place, in members that are known and in others', () => {
  const times = { created_at: '2026-11-22T12:00:00.000Z', updated_at: '2026-11-22T12:00:00.000Z' }
  const contact = { id: 'ctc_1', name: null, phone: null, email: null, verified: false, metadata: {}, ...times }
  const event = JSON.parse(body.toString().replace('webhook.ping', 'contact.updated'))
  const read = (more, number) => {
    const json = JSON.stringify({ ...event, ...more }).replace('"N"', number)
    return webhooks.verify(json, webhooks.sign('evt_1', json))
  }
  const places = {
    '/loud': { data: { contact, changed: [] }, loud: 'N' },
    '/data/contact/metadata': { data: { contact: { ...contact, metadata: { age: 'N' } }, changed: [] } },
    '/data/contact/loyalty': { data: { contact: { ...contact, loyalty: [{ points: 'N' }] }, changed: [] } },
  }
  for (const [place, more] of Object.entries(places)) {
    assert.equal(read(more, '-1e308').data.contact.id, 'ctc_1')
    assert.throws(() => read(more, '-1e309'), { message: new RegExp(` at ${place}: it must hold no number that is too large$`) })
  }
})

test('half a character is no JSON, wherever it stands, and what only looks like a large number is', () => {
  const half = fc.constantFrom('\\ud800', '\\uDFFF', '\\ud800\\u0041', '\\\\\\ud800')
  const fine = fc.constantFrom('\\ud83d\\ude00', '\\u0041', '\\\\ud800', '1E999', 'slt_01J9E400', '9'.repeat(400), 'é1e999')
  fc.assert(
    fc.property(fc.string({ maxLength: 20, unit: 'grapheme-ascii' }), fc.oneof(half, fine), (before, text) => {
      const json = `["${JSON.stringify(before).slice(1, -1)}${text}"]`
      return isRead(json) === JSON.parse(json)[0].isWellFormed()
    }),
  )
})

test('a signature in a long header, in other letters or empty is told like any other', () => {
  const { 'x-nexus-signature': signature } = headers
  for (const more of [5, 6, 7, 60].map((count) => ',v1=' + `${'0'.repeat(64)},v1=`.repeat(count))) {
    assert.equal(webhooks.verifyRaw(tomorrow, { 'x-nexus-signature': signature + more }).secret, 0, `${more.length}`)
  }
  for (const value of ['', 'é'.repeat(300), '😀'.repeat(300), `${signature},${'x'.repeat(9000)}`]) {
    assert.throws(() => webhooks.verifyRaw(tomorrow, { 'x-nexus-signature': value }), { reason: 'malformed_header' })
  }
})

test('where a signature carries no time there is none', () => {
  const plain = new Webhooks(['whsec_fedcba9876543210', SECRET], { form: 'plainHex' })
  const signed = new Webhooks(SECRET, { form: 'plainHex' }).sign('evt_1', tomorrow)
  assert.deepEqual(plain.verifyRaw(tomorrow, signed), { secret: 1, label: undefined, signedAt: undefined })
})
