// Options of clients and of calls. Every duration is in milliseconds.

import { InvalidRequestError } from './error.js'
import type { RequestInfo, ResponseInfo, RetryInfo } from './hooks.js'
import type { Logger } from './observe.js'
import type { RenewSession } from './session.js'

/** What every call can set for itself. */
export interface CallOptions {
  /** Abandons the call at once: before it is sent, under way, or while it waits to be tried again. */
  signal?: AbortSignal | undefined
  /** How long the call may take in all: attempts, waits and the answer's body. Milliseconds. */
  timeout?: number | undefined
  /** How long one attempt may take, the answer's body included. Milliseconds. */
  attemptTimeout?: number | undefined
  /** How often the call is tried again after its first attempt. */
  maxRetries?: number | undefined
  /** What the call belongs to. Default: from the client, else a fresh one. */
  correlationId?: string | undefined
  /** Further headers, such as `traceparent`. */
  headers?: Readonly<Record<string, string>> | undefined
}

/** What a call that changes something can set for itself. */
export interface ChangeOptions extends CallOptions {
  /** The key under which the platform remembers its answer. Default: a fresh one. */
  idempotencyKey?: string | undefined
}

/** How a client is made. */
export interface ClientOptions {
  /** An API key (`sk_test_…`, `sk_live_…`) or a session token. Default: `SK_API_KEY`. */
  credential?: string | undefined
  /** The address of the platform: https, or http to a loopback host. Default: `SK_BASE_URL`, else the public platform. */
  baseUrl?: string | undefined
  /** How long a call may take in all. Milliseconds; default: 60,000. */
  timeout?: number | undefined
  /** How long one attempt may take. Milliseconds; default: 30,000. */
  attemptTimeout?: number | undefined
  /** How long opening a connection may take. Milliseconds; default: 5,000. */
  connectTimeout?: number | undefined
  /** How often a call is tried again after its first attempt. Default: 2. */
  maxRetries?: number | undefined
  /**
   * How long is waited before a retry: anything up to the first number, twice that before the next, and so on up to the second.
   * Milliseconds; default: 250 and 8,000. What `Retry-After` asks for is never undercut.
   */
  backoff?: readonly [base: number, cap: number] | undefined
  /** A proxy for all calls, `http://` or `https://`. Default: what `HTTPS_PROXY` and the like say. */
  proxy?: string | undefined
  /** Certificates in PEM to trust beside those of the operating system. */
  rootCertificates?: readonly (string | Uint8Array)[] | undefined
  /** A certificate chain and its private key, both in PEM, to show to a server that asks. */
  clientCertificate?: string | Uint8Array | undefined
  /** The name and version of your program, such as `frontdesk/2.1`. */
  userAgent?: string | undefined
  /** Where a call's correlation ID comes from when the call sets none: an `AsyncLocalStorage`, for one. */
  correlation?: (() => string | undefined) | undefined
  /** Told of calls (`debug`) and of what failed or was tried again (`info`): `console`, for one. */
  logger?: Logger | undefined
  /**
   * Gives the session's next token when the platform says that this one has expired; `credential` is then a session's token. It is
   * called once for however many calls wait for it, and each of them is sent again as it was. Where it fails, each of them throws
   * a `RenewalError` whose cause is what it threw.
   */
  renewSession?: RenewSession | undefined
  /** Sees every attempt that is made. Hooks watch: they run soon after, in order, and no call waits for them. */
  onRequest?: ((info: RequestInfo) => void) | undefined
  /** Sees every answer, of whatever status. */
  onResponse?: ((info: ResponseInfo) => void) | undefined
  /** Sees every retry. */
  onRetry?: ((info: RetryInfo) => void) | undefined
}

/** What another client over the same connections can set. */
export interface ChangedOptions extends Omit<CallOptions, 'signal'> {
  /** An API key or a session token. */
  credential?: string | undefined
  /** Gives the next token when the session of `credential` has expired. */
  renewSession?: RenewSession | undefined
}

/** What holds for the calls of a client that set nothing of their own. */
export interface Defaults extends Omit<CallOptions, 'signal'> {
  logger?: Logger | undefined
  correlation?: (() => string | undefined) | undefined
}

const KINDS = {
  idempotencyKey: 'string',
  correlationId: 'string',
  timeout: 'number',
  attemptTimeout: 'number',
  maxRetries: 'number',
  headers: 'object',
} as const

const EXPECTED = { string: 'a text', number: 'a number, of milliseconds where it is a time', object: 'an object of texts' }

/** The options of a call as the native door takes them, or nothing where none is set. */
export function merged(options: ChangeOptions | undefined, defaults: Defaults): string | undefined {
  const set: Record<string, unknown> = {}
  let isEmpty = true
  for (const name of Object.keys(KINDS) as (keyof typeof KINDS)[]) {
    let value: unknown = options?.[name] ?? (name === 'idempotencyKey' ? undefined : defaults[name])
    if (name === 'correlationId') value ??= defaults.correlation?.()
    if (value === undefined) continue
    if (typeof value !== KINDS[name]) refuse(name, `must be ${EXPECTED[KINDS[name]]}`)
    if (typeof value === 'number') value = number(name, value)
    if (name === 'headers') value = headers({ ...defaults.headers, ...options?.headers })
    set[name] = value
    isEmpty = false
  }
  return isEmpty ? undefined : JSON.stringify(set)
}

/** A number as JSON can write it: what has no end is as good as the largest. */
export function number(name: string, value: number): number {
  if (name === 'maxRetries') {
    if (Number.isInteger(value) && value >= 0) return Math.min(value, 0xffff_ffff)
    return refuse(name, 'must be a whole number, from 0')
  }
  if (Number.isNaN(value) || value <= 0) refuse(name, 'must be more than 0 milliseconds')
  return Math.min(value, Number.MAX_SAFE_INTEGER)
}

function headers(given: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string') refuse(`headers/${name}`, 'must be a text')
  }
  return given
}

function refuse(name: string, detail: string): never {
  throw new InvalidRequestError(`softknack: invalid_request: /${name} ${detail}`, {
    fieldErrors: [{ param: `/${name}`, code: 'invalid', detail }],
  })
}
