// How a call is made: the one place where the face meets the native door.

import { answerOf } from './answers.js'
import { responseOf, type Call, type ResponseFacts } from './call.js'
import { DecodeError, InvalidRequestError, UsageError, type SoftknackError } from './error.js'
import { errorOf, usable } from './failure.js'
import { native, type NativeAnswers, type NativeClient } from './native.js'
import { observe, type Observed } from './observe.js'
import type { Operation } from './operation.js'
import { merged, type CallOptions, type ChangeOptions, type Defaults } from './options.js'
import { Fetched, ItemList, type PageJson } from './pages.js'
import type { Renewal } from './session.js'
import { made, readText, Shape, type Codec } from './shape.js'
import { Unreadable } from './table.js'

/** An answer: its value, or what was wrong where it cannot be read. */
class Answer<R> {
  constructor(
    readonly facts: string,
    readonly value?: R,
    readonly wrong?: unknown,
  ) {}
}

/** What a call that is under way will know. */
interface Sent {
  /** What came beside its value, as JSON. */
  facts: string
}

/** A step of a flow: what it asks, or how the flow ended. */
export interface Step {
  what: string
  message: string
  /** A value, as JSON. */
  json: string
  /** What came beside the value, as JSON. */
  response: string | undefined
  /** The errors that the value names. */
  errors: readonly SoftknackError[]
}

/** A flow under way. */
export interface Running {
  name: string
  /** Tells the flow what its last step asked, and goes on to the next. */
  resume(answer: unknown): Promise<Step>
}

/** Calls over one pool of connections. */
export class Caller {
  readonly #native: NativeClient
  readonly #defaults: Defaults
  readonly #renewal: Renewal | undefined

  constructor(native: NativeClient, defaults: Defaults, renewal?: Renewal) {
    this.#native = native
    this.#defaults = defaults
    this.#renewal = renewal
  }

  /** The native client; for the function that renews its session, one whose calls wait for no renewal. */
  get native(): NativeClient {
    return this.#renewal?.isWithin ? this.#native.forRenewal() : this.#native
  }

  /** The native client of others over the same connections. */
  get shared(): { native: NativeClient; renewal: Renewal | undefined } {
    return { native: this.#native, renewal: this.#renewal }
  }

  get defaults(): Defaults {
    return this.#defaults
  }

  call<R>(operation: Operation<R>, params: object, options: ChangeOptions | undefined): Call<R> {
    const sent = { facts: '' }
    return withFacts(this.#value(sent, operation, params, options), sent)
  }

  async #value<R>(sent: Sent, operation: Operation<R>, params: object, options: ChangeOptions | undefined): Promise<R> {
    const answer = await this.#send(operation, operation.result, params, options)
    sent.facts = answer.facts
    return valueOf(operation, answer)
  }

  /** Begins what takes more than one call. */
  begin(flow: Operation<unknown>, params: object, options: CallOptions | undefined): Running {
    const written = asJson(flow, params)
    const set = merged(options, this.#defaults)
    const signal = signalOf(options)
    const running = usable(() => native().Flow.begin(this.native, flow.name, written, set), flow)
    const resume = async (answer: unknown): Promise<Step> => {
      const resumed = (answers: NativeAnswers, ticket: number) => running.resume(answers, ticket, JSON.stringify(answer))
      const { told, json } = await answerOf(resumed, (told, json) => ({ told, json }), signal)
      if (told.startsWith('!')) throw errorOf(told.slice(1), flow)
      const { what, message = '', response, errors = [] } = JSON.parse(told) as Told
      const failures = errors.map((facts) => errorOf(facts.slice(1), flow))
      return { what, message, json, response: response ?? undefined, errors: failures }
    }
    return { name: flow.name, resume }
  }

  /** Calls a path that is not declared. */
  undeclared(flow: Operation<void>, params: object, options: ChangeOptions | undefined): Call<unknown> {
    const sent = { facts: '{}' }
    return withFacts(this.#json(sent, flow, params, options), sent)
  }

  async #json(sent: Sent, flow: Operation<void>, params: object, options: ChangeOptions | undefined): Promise<unknown> {
    const { json, response } = await this.begin(flow, params, options).resume(null)
    sent.facts = response ?? '{}'
    return JSON.parse(json)
  }

  list<R>(operation: Operation<R>, params: object, options: ChangeOptions | undefined): ItemList<R> {
    return new ItemList(operation.name, params, async (asked, signal) => {
      const both = joined(options?.signal, signal)
      const set = both === undefined ? options : { ...options, signal: both }
      const answer = await this.#send(operation, pageOf(operation), asked, set)
      return new Fetched(valueOf(operation, answer), answer.facts)
    })
  }

  #send<R>(operation: Operation<unknown>, codec: Codec<R> | undefined, params: object, options: ChangeOptions | undefined) {
    const observed = observe(operation.name, this.#defaults.logger)
    if (observed === undefined) return this.#ask(operation, codec, params, options)
    const headers = { ...observed.headers, ...options?.headers }
    return observedBy(observed, this.#ask(operation, codec, params, { ...options, headers }))
  }

  async #ask<R>(
    operation: Operation<unknown>,
    codec: Codec<R> | undefined,
    params: object,
    options: ChangeOptions | undefined,
  ): Promise<Answer<R>> {
    const written = asJson(operation, params)
    const set = merged(options, this.#defaults)
    const client = this.native
    const answer = await answerOf(
      (answers, ticket) => client.execute(answers, ticket, operation.name, written, set, codec?.native),
      (facts, body) => readAt(facts, body, codec),
      signalOf(options),
    )
    if (answer.facts.startsWith('!')) throw errorOf(answer.facts.slice(1), operation)
    return answer
  }
}

async function observedBy<R>(observed: Observed, asked: Promise<Answer<R>>): Promise<Answer<R>> {
  try {
    const answer = await asked
    observed.answered(answer.facts)
    return answer
  } catch (error) {
    observed.failed(error)
    throw error
  }
}

/** Reads an answer as soon as it is there: nothing of its JSON is kept until those who wait have their turn. */
function readAt<R>(facts: string, body: string, codec: Codec<R> | undefined): Answer<R> {
  if (codec === undefined || facts.startsWith('!')) return new Answer<R>(facts)
  try {
    return new Answer(facts, readText(codec, body))
  } catch (wrong) {
    return new Answer<R>(facts, undefined, wrong)
  }
}

function withFacts<R>(value: Promise<R>, sent: Sent): Call<R> {
  const call = value as Call<R>
  call.withResponse = async () => responseOf(await value, sent.facts)
  return call
}

/** What a step crosses as. */
interface Told {
  what: string
  message?: string
  response?: string | null
  errors?: string[]
}

function signalOf(options: CallOptions | undefined): AbortSignal | undefined {
  const signal = options?.signal
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw new UsageError('signal must be an AbortSignal')
  return signal
}

function joined(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return AbortSignal.any([one, other])
}

/** The parameters as JSON. What cannot be written as such is told by its name. */
function asJson(operation: Operation<unknown>, params: object): string {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new UsageError(`${operation.name} takes its parameters as an object`)
  }
  for (const [name, value] of Object.entries(params)) {
    const isDate = value instanceof Date
    if (typeof value === 'number' || isDate) {
      if (!Number.isFinite(Number(value))) refuse(operation, name, isDate ? 'is no date' : 'must be a finite number')
    } else if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') {
      refuse(operation, name, `is a ${typeof value}, which cannot be sent`)
    }
  }
  try {
    return operation.write(params)
  } catch (cause) {
    throw new InvalidRequestError('invalid_request: a parameter cannot be written as JSON', { operation: operation.name, cause })
  }
}

function refuse(operation: Operation<unknown>, name: string, detail: string): never {
  const param = `/${name}`
  throw new InvalidRequestError(`invalid_request: ${param} ${detail}`, {
    operation: operation.name,
    details: `  operation ${operation.name} · not_sent`,
    fieldErrors: [{ param, code: 'invalid', detail }],
  })
}

/** The value of an answer, or an error where it cannot be read. */
function valueOf<R>({ name: operation }: Operation<unknown>, { facts, value, wrong }: Answer<R>): R {
  if (wrong === undefined) return value as R
  const place = wrong instanceof Unreadable ? ` at ${wrong.pointer || 'its top'}: ${wrong.message}` : ': it is not JSON'
  throw new DecodeError(`decode: the answer was a success but cannot be read${place}`, {
    ...(JSON.parse(facts) as ResponseFacts),
    operation,
    details: `  operation ${operation} · maybe_applied`,
    outcome: 'maybe_applied',
  })
}

const pages = new WeakMap<object, Codec<PageJson<unknown>>>()

/** How a page of an operation's items is read. */
function pageOf<R>(operation: Operation<R>): Codec<PageJson<R>> {
  const { result } = operation
  let codec = pages.get(operation)
  if (codec === undefined) {
    codec = new Shape<PageJson<unknown>>(
      'Page',
      [
        ['data', 'items', [result ?? 'any']],
        ['has_more', 'hasMore', 'boolean'],
        ['next_cursor', 'nextCursor', 'text', 1],
      ],
      {
        made: made(function ([items, hasMore, nextCursor]) {
          this.items = result === undefined ? items : items.map((item: unknown) => result.make(item))
          this.hasMore = hasMore
          this.nextCursor = nextCursor
        }),
      },
    )
    pages.set(operation, codec)
  }
  return codec as Codec<PageJson<R>>
}
