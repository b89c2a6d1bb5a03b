// Plays a scenario of `tests/behaviour/`.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import * as softknack from 'softknack'
import { SignatureError, SoftknackError, Webhooks } from 'softknack'
import { Sandbox } from 'softknack/testing'
import { Scope, fault } from './patterns.mjs'

// What is not public: how a value is written as JSON again, by the names on the wire.
const shapes = createRequire(import.meta.url)('../dist/core.js')

const START = '2030-01-07T09:00:00.000Z'

const KINDS = {
  InvalidRequestError: 'invalid_request',
  ConnectionError: 'connection',
  TimeoutError: 'timeout',
  ApiError: 'api',
  DecodeError: 'decode',
}

// Which steps there are, by the member that only they have, and what else they may have.
const STEPS = {
  call: ['params', 'options', 'credential', 'all', 'as', 'gives', 'answer', 'fails'],
  control: ['body', 'as', 'gives'],
  receiver: ['answers', 'otherwise'],
  received: ['secrets', 'not', 'as', 'gives'],
}

/** A scenario as it is played, in a sandbox of its own. */
export class Play {
  #sandbox
  #scope = new Scope()
  #hooks = new Map()

  static async begin() {
    const play = new Play()
    play.#sandbox = await Sandbox.start()
    await play.#control('POST', '/clock', { now: START, frozen: true })
    return play
  }

  async end() {
    for (const hook of this.#hooks.values()) hook.close()
    await this.#sandbox.close()
  }

  async step(step) {
    const kind = Object.keys(STEPS).find((kind) => kind in step)
    for (const name of Object.keys(step)) assert.ok(name === kind || STEPS[kind]?.includes(name), `no member ${name}`)
    await { call: () => this.#call(step), control: () => this.#controlStep(step), receiver: () => this.#receiver(step), received: () => this.#received(step) }[kind]()
  }

  async #call(step) {
    const credential = this.#scope.resolve(step.credential)
    const sk = this.#sandbox.client()
    const client = credential === undefined ? sk : sk.withOptions({ credential })
    const row = rows.get(step.call)
    let made
    try {
      made = await makes(client, row, this.#scope.resolve(step.params ?? {}), optionsOf(step.options ?? {}), step.all)
    } catch (error) {
      if (!(error instanceof SoftknackError)) throw error
      if (step.fails === undefined) throw error
      return check('fails', this.#scope.resolve(step.fails), failure(error, row))
    }
    assert.equal(step.fails, undefined, `it did not fail: ${JSON.stringify(made.result)}`)
    if (step.answer !== undefined) check('answer', this.#scope.resolve(step.answer), facts(made.response, step.answer))
    this.#result(step, made.result)
  }

  async #controlStep(step) {
    const [method, path] = step.control.split(' ')
    this.#result(step, await this.#control(method, path, this.#scope.resolve(step.body)))
  }

  async #control(method, path, body) {
    const headers = { authorization: `Bearer ${this.#sandbox.adminToken}`, 'content-type': 'application/json' }
    const answer = await fetch(`${this.#sandbox.baseUrl}/sandbox/v1${path}`, { method, headers, body: JSON.stringify(body) })
    const text = await answer.text()
    assert.ok(answer.ok, text)
    return text === '' ? null : JSON.parse(text)
  }

  async #receiver({ receiver: name, answers = [], otherwise = 204 }) {
    if (!this.#hooks.has(name)) {
      const hook = await Hook.listen()
      this.#hooks.set(name, hook)
      this.#scope.set(name, { url: hook.url })
    }
    this.#hooks.get(name).answersWith(answers, otherwise)
  }

  async #received(step) {
    await this.#control('POST', '/settle')
    const now = await this.#sandbox.clock.now()
    const came = this.#hooks.get(step.received).take().map(({ headers, body }) => {
      // What came earlier was signed for its own moment.
      const at = Number(/\bt=(\d+)/.exec(headers['x-nexus-signature'])[1]) * 1000
      assert.ok(at <= Number(now))
      const verify = (secret) => new Webhooks(secret, { clock: () => at }).verify(body, headers)
      const event = JSON.parse(body)
      for (const secret of this.#scope.resolve(step.secrets)) assert.deepEqual(written(shapes.eventShape, verify(secret)), event)
      for (const secret of this.#scope.resolve(step.not ?? [])) {
        assert.throws(() => verify(secret), (error) => error instanceof SignatureError && error.reason === 'no_match')
      }
      return { attempt: Number(headers['x-nexus-attempt']), event }
    })
    this.#result(step, came)
  }

  #result(step, result) {
    if (step.gives !== undefined) check('gives', this.#scope.resolve(step.gives), result)
    if (step.as !== undefined) this.#scope.set(step.as, result)
  }
}

/** A receiver of webhooks that answers as it is told, and keeps what came as it came. */
class Hook {
  #server = createServer()
  #came = []
  #answers = []
  #otherwise = 204

  static async listen() {
    const hook = new Hook()
    hook.#server.on('request', async (request, response) => {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      hook.#came.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response.writeHead(hook.#answers.shift() ?? hook.#otherwise).end()
    })
    await new Promise((resolve) => hook.#server.listen(0, '127.0.0.1', resolve))
    hook.url = `http://127.0.0.1:${hook.#server.address().port}/hook`
    return hook
  }

  answersWith(answers, otherwise) {
    this.#answers.push(...answers)
    this.#otherwise = otherwise
  }

  /** What came since the last time, in order. */
  take() {
    return this.#came.splice(0)
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

const { paths, components } = JSON.parse(readFileSync(new URL('../../spec/openapi.json', import.meta.url), 'utf8'))
const rows = new Map(Object.values(paths).flatMap(Object.values).map((row) => [row.operationId, rowOf(row)]))

/** How an operation is called in JavaScript: its names there, and the shape of its result. */
function rowOf({ operationId, parameters, requestBody, responses }) {
  const resolved = (schema) =>
    schema?.$ref === undefined ? schema : schema.$ref.slice(2).split('/').reduce((found, step) => found[step], { components })
  const all = parameters.map(resolved)
  const inPath = all.filter((one) => one.in === 'path').map(({ name }) => name)
  const body = resolved(requestBody?.content['application/json'].schema)?.properties ?? {}
  const others = [...all.filter((one) => one.in === 'query').map(({ name }) => name), ...Object.keys(body)]
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith('2'))
  const schema = answer.content?.['application/json'].schema
  const item = (schema?.properties?.data.items ?? schema)?.$ref?.split('/').at(-1)
  const shape = item && shapes[`${item[0].toLowerCase()}${item.slice(1)}Shape`]
  return { steps: operationId.split('.').map(camel), inPath, others, shape, wire: new Map(others.map((name) => [camel(name), name])) }
}

function camel(wire) {
  return wire.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
}

/** A call as a program makes it: its result as JSON, and its answer. */
async function makes(client, { steps, inPath, others, shape }, params, options, toItsEnd) {
  const verb = steps.at(-1)
  const resource = steps.slice(0, -1).reduce((found, step) => found[step], client)
  const rest = Object.entries(params).filter(([name]) => !inPath.includes(name))
  const given = Object.fromEntries(rest.map(([name, value]) => [camel(name), typed(value)]))
  const call = resource[verb](...inPath.map((name) => params[name]), ...(others.length > 0 ? [given] : []), options)
  if (call instanceof Promise) {
    const response = await call.withResponse()
    return { result: written(shape, response.value), response }
  }
  if (toItsEnd) {
    const result = []
    for await (const item of call) result.push(written(shape, item))
    return { result }
  }
  const page = await call.firstPage()
  const result = { data: page.items.map((item) => written(shape, item)), has_more: page.hasMore, next_cursor: page.nextCursor }
  return { result, response: page.response() }
}

function optionsOf({ timeout_seconds: seconds, ...options }) {
  const named = Object.fromEntries(Object.entries(options).map(([name, value]) => [camel(name), value]))
  return seconds === undefined ? named : { ...named, timeout: seconds * 1000 }
}

/** A time as JavaScript has it; anything else as it is. */
function typed(value) {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? new Date(value) : value
}

/** A result as JSON again, by way of JSON: what is in it is nothing else. */
function written(shape, value) {
  return value === undefined ? null : JSON.parse(JSON.stringify(shape.write(value)))
}

/** What came beside an answer. A wait is as in the pattern where it is as long. */
function facts({ status, replayed, attempts, correlationId, idempotencyKey }, { waited_seconds: least }) {
  const waited = attempts[0].wait === null ? null : attempts[0].wait / 1000
  const isLong = least !== undefined && waited !== null && waited >= least
  return {
    status,
    replayed,
    attempts: attempts.length,
    waited_seconds: isLong ? least : waited,
    correlation_id: correlationId,
    idempotency_key: idempotencyKey,
  }
}

function failure(error, { wire }) {
  return {
    kind: Object.entries(KINDS).find(([name]) => error instanceof softknack[name])?.[1],
    code: error.code ?? null,
    status: error.status ?? null,
    outcome: error.outcome,
    attempts: error.attempts.length,
    retry_after_seconds: error.retryAfter === undefined ? null : Math.floor(error.retryAfter / 1000),
    params: error.fieldErrors.map(({ param }) => `/${wire.get(param.slice(1)) ?? param.slice(1)}`),
    next_slots: error.nextSlots?.map((slot) => written(shapes.slotShape, slot)) ?? null,
    from: error.from ?? null,
    to: error.to ?? null,
    attempts_left: error.attemptsLeft ?? null,
  }
}

function check(what, pattern, found) {
  const amiss = fault(pattern, found)
  if (amiss !== undefined) assert.fail(`${what}: ${amiss}\n${JSON.stringify(found, null, 2)}`)
}
