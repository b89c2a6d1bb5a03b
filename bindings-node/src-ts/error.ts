// What errors share, and the errors that have no code of the platform's.

import { inspect, type InspectOptionsStylized } from 'node:util'
import type { FieldError, Problem } from './models/problem.js'

/** What became of a change: nothing left this process; it may have been made; the platform decided against it. */
export type Outcome = 'not_sent' | 'maybe_applied' | 'refused'

/** An attempt of a call. */
export interface Attempt {
  /** The HTTP status, where an answer came. */
  status: number | null
  /** What came of it, in a few words. */
  result: string
  /** How long it took, in milliseconds. */
  elapsed: number
  /** How long was waited before the next one, in milliseconds, where there was a next one. */
  wait: number | null
}

/** How many requests the credential may still make. */
export interface RateLimit {
  /** How many are allowed in a window. */
  limit: number
  /** How many of them are left. */
  remaining: number
  /** In how many milliseconds all of them are allowed again. */
  reset: number
}

/** What is known of a failure. */
export interface Facts {
  details?: string
  code?: string | null
  status?: number | null
  operation?: string | null
  requestId?: string | null
  correlationId?: string | null
  idempotencyKey?: string | null
  retryAfter?: number | null
  rateLimit?: RateLimit | null
  outcome?: Outcome
  fieldErrors?: readonly FieldError[]
  attempts?: readonly Attempt[]
  headers?: Readonly<Record<string, string>>
  problem?: Problem | undefined
  cause?: unknown
}

// Known to every copy of the package, so that the classes of one recognise the errors of another.
const KIND = Symbol.for('softknack.error.kind')

type Named = { prototype: object }

/**
 * Names a class of errors, for its text and for `instanceof`.
 *
 * @internal
 */
export function named(kind: Named, name: string): void {
  Object.defineProperty(kind.prototype, 'name', { value: name, configurable: true, writable: true })
  Object.defineProperty(kind.prototype, KIND, { value: name })
}

/**
 * Why a call gave no answer, or why something could not be made.
 *
 * Its message is one line that a person can act on; `details` has every fact on further lines. Neither ever holds a credential,
 * nor what a request or an answer had in its body. `instanceof` holds across two copies of this package.
 */
export class SoftknackError extends Error {
  static { named(this, 'SoftknackError') }

  readonly #facts: Facts

  constructor(message: string, facts: Facts = {}) {
    super(message.startsWith('softknack: ') ? message : `softknack: ${message}`, 'cause' in facts ? { cause: facts.cause } : undefined)
    this.#facts = facts
  }

  static override [Symbol.hasInstance](this: Function, value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true
    // A class that a program derived of one of these is told apart by itself alone.
    if (typeof value !== 'object' || !Object.hasOwn(this.prototype as object, KIND)) return false
    const kind = Reflect.get(this.prototype as object, KIND)
    for (let at: unknown = value; at !== null; at = Object.getPrototypeOf(at)) {
      if (Object.hasOwn(at as object, KIND) && Reflect.get(at as object, KIND) === kind) return true
    }
    return false
  }

  /** Every fact behind it, in lines. */
  get details(): string {
    return this.#facts.details ?? ''
  }

  /** The platform's machine-readable reason. */
  get code(): string | undefined {
    return this.#facts.code ?? undefined
  }

  /** The HTTP status of the last answer. */
  get status(): number | undefined {
    return this.#facts.status ?? undefined
  }

  /** The operation, such as `calendar.appointments.book`. */
  get operation(): string | undefined {
    return this.#facts.operation ?? undefined
  }

  /** The platform's ID of the last request that it answered. */
  get requestId(): string | undefined {
    return this.#facts.requestId ?? undefined
  }

  /** What the call belonged to. */
  get correlationId(): string | undefined {
    return this.#facts.correlationId ?? undefined
  }

  /** The key of the call: send the request again with it to have its effect once. */
  get idempotencyKey(): string | undefined {
    return this.#facts.idempotencyKey ?? undefined
  }

  /** How many milliseconds the platform asked to wait, where they were not waited for. */
  get retryAfter(): number | undefined {
    return this.#facts.retryAfter ?? undefined
  }

  /** How many requests the credential may still make, where the platform told it. */
  get rateLimit(): RateLimit | undefined {
    return this.#facts.rateLimit ?? undefined
  }

  /** What became of the change that was asked for. */
  get outcome(): Outcome {
    return this.#facts.outcome ?? 'not_sent'
  }

  /** Whether nothing left this process, so that nothing was changed. */
  get notSent(): boolean {
    return this.outcome === 'not_sent'
  }

  /** Whether the change may have been made: send it again with the same idempotency key to learn which. */
  get maybeApplied(): boolean {
    return this.outcome === 'maybe_applied'
  }

  /** The members of the request that are at fault, found here or by the platform: each a JSON pointer and what is wrong. */
  get fieldErrors(): readonly FieldError[] {
    return this.#facts.fieldErrors ?? []
  }

  /** Every attempt that was made, first to last. */
  get attempts(): readonly Attempt[] {
    return this.#facts.attempts ?? []
  }

  /** The headers of the last answer, their names in lower case. */
  get headers(): Readonly<Record<string, string>> {
    return this.#facts.headers ?? {}
  }

  /** The platform's whole refusal. */
  get problem(): Problem | undefined {
    return this.#facts.problem
  }

  toJSON(): Record<string, unknown> {
    const { name, message, code, status, operation, requestId, correlationId, idempotencyKey } = this
    const { retryAfter, outcome, fieldErrors, attempts } = this
    const facts = { name, message, code, status, operation, requestId, correlationId, idempotencyKey }
    return { ...facts, retryAfter, outcome, fieldErrors, attempts }
  }

  [inspect.custom](_depth: number, options: InspectOptionsStylized): string {
    const stack = this.stack ?? `${this.name}: ${this.message}`
    const frames = stack.indexOf('\n    at ')
    const head = frames < 0 ? stack : stack.slice(0, frames)
    const cause = this.cause === undefined ? '' : `\n  caused by ${inspect(this.cause, options)}`
    return `${head}${this.details && `\n${this.details}`}${frames < 0 ? '' : stack.slice(frames)}${cause}`
  }
}

/** A client cannot be made of these options: correct them. */
export class ConfigurationError extends SoftknackError {
  static { named(this, 'ConfigurationError') }
}

/** The request is not valid and was not sent: `fieldErrors` names each fault. */
export class InvalidRequestError extends SoftknackError {
  static { named(this, 'InvalidRequestError') }
}

/** No answer came: no connection, or one that broke. `outcome` says whether the change may have been made. */
export class ConnectionError extends SoftknackError {
  static { named(this, 'ConnectionError') }
}

/** No answer came in time. `outcome` says whether the change may have been made. */
export class TimeoutError extends SoftknackError {
  static { named(this, 'TimeoutError') }
}

/** The platform refused, or something in between did: `code` and `status` say why. */
export class ApiError extends SoftknackError {
  static { named(this, 'ApiError') }
}

/** The platform accepted, but its answer is not of the form that this version expects. */
export class DecodeError extends SoftknackError {
  static { named(this, 'DecodeError') }
}

/** A list does not go on as it must: the platform gave a cursor twice, or none where there is more. */
export class PaginationError extends SoftknackError {
  static { named(this, 'PaginationError') }
}

/** The session has expired, and the function that renews it gave no token: the cause is what it threw. */
export class RenewalError extends SoftknackError {
  static { named(this, 'RenewalError') }
}

/** The first of a list was asked for, and it has none. */
export class NoItemsError extends SoftknackError {
  static { named(this, 'NoItemsError') }
}

/** Something was called with what it does not take; the message says what it does. */
export class UsageError extends SoftknackError {
  static { named(this, 'UsageError') }
}

/** The native half of the package is not there, or does not load; the message has the remedy. */
export class NativeModuleError extends SoftknackError {
  static { named(this, 'NativeModuleError') }
}

/** A text is refused as a webhook secret. It is not repeated. */
export class InvalidSecretError extends SoftknackError {
  static { named(this, 'InvalidSecretError') }

  /** Why: `none`, `white_space`, `not_base64` or `too_short`. */
  readonly reason: string

  constructor(message: string, reason: string) {
    super(message)
    this.reason = reason
  }
}

/** Why a delivery is refused. Only `no_match` says that the bytes are not the ones that the platform signed. */
export type SignatureReason =
  | 'missing_header'
  | 'malformed_header'
  | 'timestamp_out_of_tolerance'
  | 'no_match'
  | 'malformed_payload'

/** A delivery is refused. It holds no secret, no signature, no body. */
export class SignatureError extends SoftknackError {
  static { named(this, 'SignatureError') }

  /** Why. */
  readonly reason: SignatureReason

  /** On `timestamp_out_of_tolerance`: how many seconds ago it was signed; less than zero when in the future. */
  readonly skew: number | undefined

  constructor(message: string, reason: SignatureReason, skew?: number | null) {
    super(message)
    this.reason = reason
    this.skew = skew ?? undefined
  }
}
