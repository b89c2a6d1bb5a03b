// No key and no secret is ever shown.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { inspect } from 'node:util'
import { Softknack, SoftknackError, Webhooks } from 'softknack'
import { Sandbox } from 'softknack/testing'

const KEY = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

function assertHidden(value, secret) {
  const { stack, message, details, cause } = value
  const shown = [inspect(value, { depth: Infinity, showHidden: true, getters: true }), JSON.stringify(value), String(value)]
  for (const text of [...shown, stack, message, details, inspect(cause)]) {
    assert.ok(!String(text).includes(secret.slice(8)), `it is in ${text}`)
  }
}

test('a client shows no key, at any depth', () => {
  const client = new Softknack({ credential: KEY, baseUrl: 'https://localhost:9', proxy: `http://user:${KEY}@127.0.0.1:9` })
  assertHidden(client, KEY)
  assertHidden({ app: { desk: [client, client.calendar.appointments] } }, KEY)
  assertHidden(client.withOptions({ credential: `${KEY}2` }), KEY)
})

test('an error shows no key', async () => {
  const made = [
    () => new Softknack({ credential: `${KEY}\n` }),
    () => new Softknack({ credential: KEY, baseUrl: 'http://example.com' }),
    () => new Softknack({ credential: KEY, proxy: `ftp://${KEY}@proxy` }),
    () => new Softknack({ credential: KEY, clientCertificate: KEY }),
    () => new Softknack({ credential: { key: KEY } }),
  ]
  for (const make of made) {
    assert.throws(make, (error) => {
      assert.ok(error instanceof SoftknackError, inspect(error))
      assertHidden(error, KEY)
      return true
    })
  }
  const client = new Softknack({ credential: KEY, baseUrl: 'http://127.0.0.1:9', maxRetries: 0 })
  assertHidden(await client.crm.contacts.list().first().catch((error) => error), KEY)
})

test('a verifier shows no secret, nor do its errors', () => {
  const webhooks = new Webhooks({ old: SECRET })
  assertHidden(webhooks, SECRET)
  assertHidden({ webhooks: [webhooks] }, SECRET)
  for (const make of [() => new Webhooks(`${SECRET} `), () => new Webhooks([SECRET, undefined]), () => webhooks.verify('{}', {})]) {
    assert.throws(make, (error) => {
      assertHidden(error, SECRET)
      return error instanceof SoftknackError
    })
  }
})

test('an API key is never where a text was asked for', async () => {
  const client = new Softknack({ credential: KEY, baseUrl: 'http://127.0.0.1:9', maxRetries: 0 })
  const error = await client.crm.contacts.get(KEY).catch((error) => error)
  assertHidden(error, KEY)
})

let sandbox
before(async () => {
  sandbox = await Sandbox.start()
})
after(() => sandbox.close())

// What each call is given that is personal or secret; what is not of its form is refused before it is sent.
const MARK = '7319'
const PHONE = `+91980000${MARK}`
// IDs, ports and times: the mark may stand in them by chance.
const CHANCE = /_[0-9A-HJKMNP-TV-Z]{26}|127\.0\.0\.1:\d+|\d+\.\d+|\d+ms/g
const tells = (text, secret) => String(text).replaceAll(CHANCE, '').includes(secret)
const CALLS = {
  'a code': (sk) => sk.queue.otp.verify({ challengeId: 'otp_01J9X4T5V6W7X8Y9Z0A1B2C3D4', code: MARK }),
  'a code that is none': (sk) => sk.queue.otp.verify({ challengeId: 'otp_1', code: MARK + MARK }),
  'a phone number': (sk) => sk.queue.otp.request({ phone: PHONE, name: `Priya ${MARK}` }),
  'a contact': (sk) => sk.crm.contacts.create({ phone: PHONE, email: 'x', metadata: { note: MARK } }),
  'what cannot be written': (sk) => sk.crm.contacts.create({ phone: PHONE, metadata: { note: 1n, other: MARK } }),
  'a reason': (sk) => sk.calendar.appointments.cancel('apt_1', { reason: `ill ${MARK}` }),
  'a message': (sk) => sk.notifications.messages.send({ contactId: 'ctc_1', template: 'x', channels: ['sms'], vars: { code: MARK } }),
  'a list': (sk) => sk.crm.contacts.list({ phone: PHONE, cursor: 'x' }).toArray(),
}

for (const [name, call] of Object.entries(CALLS)) {
  test(`a call that fails shows nothing: ${name}`, async () => {
    const lines = []
    const log = (line) => lines.push(line)
    const sk = sandbox.client({ logger: { debug: log, info: log } })
    await sandbox.faults.clear()
    await sandbox.faults.next(undefined, { times: 9 }).status(422)
    const made = call(sk)
    assert.ok(!tells(inspect(made, { depth: Infinity, showHidden: true }), MARK))
    const error = await made.then(() => assert.fail('it was made'), (error) => error)
    assert.ok(error instanceof SoftknackError, inspect(error))
    for (const secret of [MARK, sandbox.testKey.slice(8)]) {
      const shown = [inspect(error, { depth: Infinity, showHidden: true, getters: true }), JSON.stringify(error), String(error)]
      for (const text of [...shown, error.stack, error.details, inspect(error.problem), ...lines]) {
        assert.ok(!tells(text, secret), `it is in ${text}`)
      }
    }
    assert.equal(lines.length, 1)
  })
}

test('what is given back hides what is personal or secret, at any depth', async () => {
  await sandbox.faults.clear()
  const sk = sandbox.client()
  const contact = sk.crm.contacts.create({ phone: PHONE, name: `Priya ${MARK}` })
  const { value, ...facts } = await contact.withResponse()
  const list = sk.crm.contacts.list({ phone: PHONE })
  const page = await list.firstPage()
  const webhook = await sk.platform.webhooks.create({ url: 'https://example.com/hook', events: ['*'] })
  for (const held of [value, contact, list, page, page.response(), facts, webhook, sandbox]) {
    const text = inspect({ app: [held] }, { depth: Infinity, showHidden: true })
    for (const secret of [MARK, webhook.secret.slice(6), sandbox.testKey.slice(8), sandbox.adminToken]) {
      assert.ok(!tells(text, secret), `it is in ${text}`)
    }
  }
  assert.ok(!JSON.stringify(sandbox).includes(sandbox.testKey))
})
