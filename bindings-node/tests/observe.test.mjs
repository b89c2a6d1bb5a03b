// What is told of calls: to a logger, and to OpenTelemetry where its API is in use.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createServer } from 'node:http'
import { Softknack } from 'softknack'
import { context, propagation, trace } from '@opentelemetry/api'
import { Sandbox } from 'softknack/testing'

let sandbox
before(async () => {
  sandbox = await Sandbox.start()
})
after(() => sandbox.close())

test('a logger is told of calls, retries and failures, and of nothing secret or personal', async () => {
  const lines = []
  const logger = { debug: (line) => lines.push(`debug ${line}`), info: (line) => lines.push(`info ${line}`) }
  const sk = sandbox.client({ logger, backoff: [1, 1] })
  await sandbox.faults.next('crm.contacts.create').status(503)
  await sk.crm.contacts.create({ name: 'Priya', phone: '+919800000077' })
  await sk.crm.contacts.get('ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4').catch(() => undefined)
  await sk.crm.contacts.list({}, { signal: AbortSignal.abort() }).firstPage().catch(() => undefined)
  const [retry, call, failure, abandoned] = lines
  assert.match(retry, /^info softknack: crm\.contacts\.create: attempt 1: .*tried again$/)
  assert.match(call, /^debug softknack: crm\.contacts\.create: 201 in [\d.]+ ms, request req_/)
  assert.match(failure, /^info softknack: not_found \(404\)/)
  assert.equal(abandoned, 'info softknack: crm.contacts.list: abandoned')
  assert.doesNotMatch(lines.join(), new RegExp(`Priya|9800000077|${sandbox.testKey}`))
})

test('a call is a span, and its trace goes along', async () => {
  const spans = []
  const headers = []
  const server = createServer((request, response) => {
    headers.push(request.headers.traceparent)
    response.setHeader('content-type', 'application/json').end('{"data":[],"has_more":false,"next_cursor":null}')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { ROOT_CONTEXT } = await import('@opentelemetry/api')
  context.setGlobalContextManager({ active: () => ROOT_CONTEXT, with: (_, act) => act(), bind: (_, act) => act, enable() {}, disable() {} })
  propagation.setGlobalPropagator({
    inject: (context, carrier, setter) => setter.set(carrier, 'traceparent', trace.getSpan(context).traceparent),
    extract: (context) => context,
    fields: () => [],
  })
  const tracer = {
    startSpan(name, { kind }) {
      const span = { name, kind, attributes: {}, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }
      const setAttribute = (key, value) => (span.attributes[key] = value)
      const setStatus = (status) => (span.status = status)
      const end = () => spans.push(span)
      return Object.assign(span, { setAttribute, setStatus, end })
    },
  }
  trace.setGlobalTracerProvider({ getTracer: () => tracer })
  const sk = new Softknack({ credential: 'sk_test_x', baseUrl: `http://127.0.0.1:${server.address().port}` })
  await sk.crm.contacts.list().firstPage()
  await sandbox.client().crm.contacts.get('ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4').catch(() => undefined)
  for (const api of [trace, propagation, context]) api.disable()
  server.closeAllConnections()
  server.close()
  assert.deepEqual(headers, [spans[0].traceparent])
  assert.deepEqual([spans[0].name, spans[0].kind, spans[0].attributes['http.response.status_code']], ['crm.contacts.list', 2, 200])
  assert.equal(spans[1].status.code, 2)
})
