// No key and no secret is ever shown.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Softknack, SoftknackError, Webhooks } from 'softknack'

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
