// How a call is made: the one place where the face meets the native door.

import { responseOf, type ApiResponse, type Call, type ResponseFacts } from './call.js'
import { DecodeError, InvalidRequestError, UsageError } from './error.js'
import { errorOf } from './failure.js'
import { answerOf } from './answers.js'
import type { NativeClient } from './native.js'
import { observe } from './observe.js'
import type { Operation } from './operation.js'
import { merged, type ChangeOptions, type Defaults } from './options.js'
import { ItemList, type PageJson } from './pages.js'
import { Shape, Unreadable, type Codec } from './shape.js'

/** An answer as it crossed. */
interface Answer {
  facts: string
  body: string
}

/** Calls over one pool of connections. */
export class Caller {
  readonly #native: NativeClient
  readonly #defaults: Defaults

  constructor(native: NativeClient, defaults: Defaults) {
    this.#native = native
    this.#defaults = defaults
  }

  get native(): NativeClient {
    return this.#native
  }

  get defaults(): Defaults {
    return this.#defaults
  }

  call<R>(operation: Operation<R>, params: object, options: ChangeOptions | undefined): Call<R> {
    let facts = ''
    const run = async (): Promise<R> => {
      const answer = await this.#send(operation, params, options)
      facts = answer.facts
      return operation.result === undefined ? (undefined as R) : decoded(operation.name, answer, operation.result)
    }
    const value = run()
    return Object.assign(value, {
      async withResponse(): Promise<ApiResponse<R>> {
        return responseOf(await value, facts)
      },
    })
  }

  list<R>(operation: Operation<R>, params: object, options: ChangeOptions | undefined): ItemList<R> {
    return new ItemList(operation.name, params, async (asked, signal) => {
      const both = joined(options?.signal, signal)
      const answer = await this.#send(operation, asked, both === undefined ? options : { ...options, signal: both })
      const page = decoded(operation.name, answer, pageOf(operation))
      return { page, facts: answer.facts }
    })
  }

  async #send<R>(operation: Operation<R>, params: object, options: ChangeOptions | undefined): Promise<Answer> {
    const observed = observe(operation.name, this.#defaults.logger)
    if (observed === undefined) return await this.#ask(operation, params, options)
    try {
      const headers = { ...observed.headers, ...options?.headers }
      const answer = await this.#ask(operation, params, { ...options, headers })
      observed.answered(answer.facts)
      return answer
    } catch (error) {
      observed.failed(error)
      throw error
    }
  }

  async #ask<R>(operation: Operation<R>, params: object, options: ChangeOptions | undefined): Promise<Answer> {
    const written = asJson(operation, params)
    const set = merged(options, this.#defaults)
    const signal = options?.signal
    if (signal !== undefined && !(signal instanceof AbortSignal)) throw new UsageError('signal must be an AbortSignal')
    const text = await answerOf(
      (answers, ticket) => this.#native.execute(answers, ticket, operation.name, written, set),
      signal,
    )
    if (text.startsWith('!')) throw errorOf(text.slice(1), operation)
    const end = text.indexOf('\n')
    return { facts: text.slice(0, end), body: text.slice(end + 1) }
  }
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

function decoded<R>(operation: string, answer: Answer, codec: Codec<R>): R {
  try {
    return codec.read(JSON.parse(answer.body))
  } catch (error) {
    const facts = JSON.parse(answer.facts) as ResponseFacts
    const place = error instanceof Unreadable ? ` at ${error.pointer || 'its top'}: ${error.message}` : ': it is not JSON'
    throw new DecodeError(`decode: the answer was a success but cannot be read${place}`, {
      ...facts,
      operation,
      details: `  operation ${operation} · maybe_applied`,
      outcome: 'maybe_applied',
    })
  }
}

const pages = new WeakMap<object, Codec<PageJson<unknown>>>()

/** How a page of an operation's items is read. */
function pageOf<R>(operation: Operation<R>): Codec<PageJson<R>> {
  let codec = pages.get(operation)
  if (codec === undefined) {
    codec = new Shape<PageJson<unknown>>('Page', [
      ['data', 'items', [operation.result ?? 'any']],
      ['has_more', 'hasMore', 'boolean'],
      ['next_cursor', 'nextCursor', 'text', 1],
    ])
    pages.set(operation, codec)
  }
  return codec as Codec<PageJson<R>>
}
