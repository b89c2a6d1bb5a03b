// Runs `tests/vectors/`, which every language of the SDK runs byte for byte. The format is told in its README.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { InvalidSecretError, SignatureError, Webhooks, idempotencyKey } from 'softknack'

const load = (name) => JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}`, import.meta.url), 'utf8'))
// What is not public: an event as JSON again.
const { eventShape } = createRequire(import.meta.url)('../dist/core.js')

const FORMS = { nexus: 'nexus', plain_hex: 'plainHex', standard_webhooks: 'standardWebhooks' }
const signatures = load('signatures.json')
const body = (entry) => Buffer.from(entry.body_base64 ?? entry.body, entry.body_base64 === undefined ? 'utf8' : 'base64')
const form = (entry) => ({ form: FORMS[entry.form], header: entry.header ?? 'x-signature' })

test('derived keys', () => {
  for (const { parts, key } of load('derived_keys.json')) assert.equal(idempotencyKey(...parts), key)
})

for (const entry of signatures.verify) {
  test(`verify: ${entry.name}`, () => {
    const clock = () => entry.now * 1000
    const webhooks = new Webhooks(entry.secrets, { ...form(entry), tolerance: entry.tolerance * 1000, clock })
    let found
    try {
      const { secret } = webhooks.verifyRaw(body(entry), entry.headers)
      found = { accepted: { secret, type: webhooks.verify(body(entry), entry.headers).type } }
    } catch (error) {
      assert.ok(error instanceof SignatureError, String(error))
      found = { refused: { reason: error.reason, ...(error.skew !== undefined && { skew: error.skew }) } }
    }
    assert.deepEqual(found, entry.expect)
  })
}

test('secrets', () => {
  for (const entry of signatures.secrets) {
    const build = () => new Webhooks(entry.secret, form(entry))
    if (entry.refused === undefined || entry.refused === null) build()
    else assert.throws(build, (error) => error instanceof InvalidSecretError && error.reason === entry.refused)
  }
})

test('sign', () => {
  for (const entry of signatures.sign) {
    const webhooks = new Webhooks(entry.secrets, form(entry))
    assert.deepEqual(webhooks.sign(entry.id, body(entry), entry.at * 1000), entry.headers)
  }
})

for (const entry of load('events.json').events) {
  test(`event: ${entry.name}`, () => {
    const webhooks = new Webhooks('whsec_0123456789abcdef')
    const headers = webhooks.sign('evt_1', body(entry))
    const verify = () => webhooks.verify(body(entry), headers)
    if (entry.refused !== undefined) {
      assert.throws(verify, (error) => {
        assert.equal(error.reason, 'malformed_payload')
        assert.match(error.message, new RegExp(` at ${entry.refused}: `))
        return !`${error}${error.stack}${error.details}`.includes(entry.must_not_show)
      })
      return
    }
    const event = verify()
    assert.equal(event.type, entry.type)
    assert.equal(eventShape.kindOf(event.type) !== undefined, entry.knows)
    assert.deepEqual(eventShape.write(event), entry.value)
  })
}
