// Webhooks: verifying deliveries, and signing them in tests.

import { inspect, types } from 'node:util'
import { InvalidSecretError, SignatureError, UsageError, type SignatureReason } from './error.js'
import { eventShape, type Event } from './models/events.js'
import type { EventId } from './models/ids.js'
import { native, type Check, type NativeWebhooks } from './native.js'
import { readText } from './shape.js'
import { Unreadable } from './table.js'

/**
 * How deliveries are signed: `nexus` (`X-Nexus-Signature`, the platform's own), `plainHex` (the hex HMAC of the body alone, in a header of
 * your naming), or `standardWebhooks`. It is never guessed from the request.
 */
export type SignatureForm = 'nexus' | 'plainHex' | 'standardWebhooks'

/** Headers as a request has them: of Node, of `fetch`, or pairs. Names are looked up without regard to case. */
export type HeadersLike =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null; append(name: string, value: string): void }
  | Iterable<readonly [string, string]>

/** The body of a request, as it came. */
export type RawBody = Uint8Array | ArrayBuffer | string

/** How a verifier works. */
export interface WebhookOptions {
  /** How deliveries are signed. Default: `nexus`. */
  form?: SignatureForm | undefined
  /** The header in which a `plainHex` signature stands. Default: `X-Signature`. */
  header?: string | undefined
  /** How far the time of a signature may lie from now, either way. Milliseconds; default: 300,000. */
  tolerance?: number | undefined
  /** What the time is. Default: the system's clock. */
  clock?: (() => Date | number) | undefined
}

/** A delivery whose signature is right. */
export interface Verified {
  /** The place in the ring of the secret that it was signed with; during a rotation it tells when one is done with. */
  secret: number
  /** That secret's label, where it has one. */
  label: string | undefined
  /** When it was signed, where its form says so. */
  signedAt: Date | undefined
}

/**
 * Verifies deliveries with every secret that is live, and signs them in tests. It works at once, without waiting.
 *
 * The body must be the bytes as they came: what a framework parsed and wrote again is not what was signed.
 *
 * ```ts
 * const webhooks = new Webhooks(secret) // or several, while one is rotated
 * const event = webhooks.verify(request.rawBody, request.headers)
 * if (event.type === 'appointment.booked') confirm(event.data.appointment)
 * ```
 *
 * @throws {@link InvalidSecretError} There is no secret, or one has white space or fewer than 16 bytes of key material.
 */
export class Webhooks {
  readonly #native: NativeWebhooks
  readonly #check: Check<number>
  #read: Check<string | null> | undefined
  readonly #names: ReadonlySet<string>
  /** The header in which the signature stands, where it is one alone. */
  readonly #name: string | undefined
  readonly #clock: (() => Date | number) | undefined
  readonly #labels: readonly string[]

  /** `secrets` is a secret, several, or several by label, all of them live. */
  constructor(secrets: string | readonly string[] | Readonly<Record<string, string>>, options: WebhookOptions = {}) {
    const { form = 'nexus', header = 'X-Signature', tolerance = 300_000, clock } = options
    const ring = ringOf(secrets)
    if (typeof tolerance !== 'number' || !(tolerance >= 0)) throw new UsageError('tolerance must be a number of milliseconds')
    const names = HEADERS[form] ?? [String(header).toLowerCase()]
    this.#names = new Set(names)
    this.#name = names.length === 1 ? names[0] : undefined
    this.#native = built(ring, form, header, tolerance)
    this.#check = this.#native.checker()
    this.#clock = clock
    this.#labels = ring.map(([, label]) => label)
  }

  /**
   * Checks the signature over `body`, the bytes as they came, and reads the event.
   *
   * @throws {@link SignatureError} The delivery is refused; `reason` says why.
   * @throws {@link UsageError} `body` is no body, or `headers` no headers: a body that was parsed, for one.
   */
  verify(body: RawBody, headers: HeadersLike): Event {
    const text = this.#asked((this.#read ??= this.#native.reader(eventShape.native)), body, headers)
    if (text === null) throw this.#refused()
    try {
      return readText(eventShape, text)
    } catch (error) {
      const { pointer, message } =
        error instanceof Unreadable ? error : { pointer: '', message: error instanceof SyntaxError ? 'it is not JSON' : 'it is no event' }
      const place = pointer && ` at ${pointer}`
      throw new SignatureError(`malformed_payload: it is rightly signed, but cannot be read${place}: ${message}`, 'malformed_payload')
    }
  }

  /**
   * Checks the signature over `body` and leaves it unread.
   *
   * @throws {@link SignatureError} The delivery is refused; never for a `malformed_payload`.
   * @throws {@link UsageError} `body` is no body, or `headers` no headers.
   */
  verifyRaw(body: RawBody, headers: HeadersLike): Verified {
    const signedAt = this.#asked(this.#check, body, headers)
    if (signedAt < 0) throw this.#refused()
    const secret = this.#labels.length === 1 ? 0 : this.#native.secret
    return { secret, label: this.#labels[secret] || undefined, signedAt: Number.isNaN(signedAt) ? undefined : new Date(signedAt) }
  }

  /**
   * The headers that a delivery of `body` carries when it is signed at `at`, by default now, with every secret.
   *
   * Only Standard Webhooks signs the event's `id` along and sends it.
   */
  sign(id: EventId, body: RawBody, at?: Date | number): Record<string, string> {
    const pairs = this.#native.sign(id, bytesOf(body), Number(at ?? this.#now() ?? Date.now()))
    if (pairs === null) throw new UsageError('the ID is no event\'s, or the time is none of the years that can be written')
    const headers: Record<string, string> = {}
    for (let at = 0; at + 1 < pairs.length; at += 2) headers[pairs[at] as string] = pairs[at + 1] as string
    return headers
  }

  toJSON(): { secrets: number } {
    return { secrets: this.#labels.length }
  }

  [inspect.custom](_depth: number, options: object): string {
    return `Webhooks ${inspect(this.toJSON(), options)}`
  }

  #asked<T>(check: Check<T>, body: RawBody, headers: HeadersLike): T {
    const [bytes, signatures] = [bytesOf(body), this.#signatures(headers)]
    // An argument that is not there is not looked at.
    return this.#clock === undefined ? check(bytes, signatures) : check(bytes, signatures, this.#now())
  }

  /** Those of the headers that a signature may stand in: names and values in turn, or the value where it is plain which. */
  #signatures(headers: unknown): string | string[] {
    const name = this.#name
    if (name !== undefined && isPlain(headers)) {
      // As Node has them: their names in lower case, each once.
      const value = headers[name]
      if (typeof value === 'string') return value
    }
    return pairsOf(headers, this.#names)
  }

  #now(): number | undefined {
    return this.#clock === undefined ? undefined : Number(this.#clock())
  }

  #refused(): SignatureError {
    const told = JSON.parse(this.#native.refusal ?? '{}') as { reason: SignatureReason; skew: number | null; message: string }
    return new SignatureError(told.message, told.reason, told.skew)
  }
}

// The headers that a signature may stand in, by its form.
const HEADERS: Record<string, readonly string[]> = {
  nexus: ['x-nexus-signature'],
  standardWebhooks: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
}

type Ring = (readonly [secret: string, label: string])[]

function ringOf(secrets: unknown): Ring {
  let ring: Ring
  if (typeof secrets === 'string') ring = [[secrets, '']]
  else if (Array.isArray(secrets)) ring = secrets.map((secret) => [secret, ''])
  else ring = Object.entries(secrets ?? {}).map(([label, secret]) => [secret, label])
  if (secrets === undefined || secrets === null || !ring.every(([secret]) => typeof secret === 'string')) {
    throw new UsageError('a webhook secret must be a text: is the variable that holds it set?')
  }
  return ring
}

function built(ring: Ring, form: string, header: string, tolerance: number): NativeWebhooks {
  let refused: InvalidSecretError | UsageError
  const [secrets, labels] = [ring.map(([secret]) => secret), ring.map(([, label]) => label)]
  try {
    return native().Webhooks.build(secrets, labels, form, header, tolerance)
  } catch (error) {
    const facts = error instanceof Error && error.message.startsWith('{') ? error.message : undefined
    if (facts === undefined) throw error
    const { reason, message } = JSON.parse(facts) as { reason: string; message: string }
    refused = reason === 'usage' ? new UsageError(message) : new InvalidSecretError(message, reason)
  }
  throw refused
}

function bytesOf(body: unknown): Uint8Array {
  // By what they are: those of another realm, such as a test runner's, are no instances of the classes here.
  if (types.isUint8Array(body)) return body
  if (typeof body === 'string') return Buffer.from(body, 'utf8')
  if (types.isArrayBuffer(body)) return new Uint8Array(body)
  const parsed = typeof body === 'object' && body !== null
  throw new UsageError(
    parsed
      ? 'the body was parsed, and is not what was signed any more: pass the raw bytes of the request (express.raw, rawBody, await request.arrayBuffer())'
      : 'the body must be the raw bytes of the request: is a body parser in front, or was it read before?',
  )
}

function isPlain(headers: unknown): headers is Record<string, unknown> {
  return typeof headers === 'object' && headers !== null && !('append' in headers) && !(Symbol.iterator in headers)
}

/** Names and values of all of them. */
function pairsOf(headers: unknown, names: ReadonlySet<string>): string[] {
  const found: string[] = []
  const add = (name: string, value: unknown) => {
    if (!names.has(name.toLowerCase())) return
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') found.push(name, one)
  }
  try {
    if (typeof headers !== 'object' || headers === null) throw new TypeError('no object')
    if ('get' in headers && 'append' in headers && typeof headers.get === 'function') {
      for (const name of names) add(name, headers.get(name))
    } else if (Symbol.iterator in headers) {
      for (const pair of headers as Iterable<readonly [string, string]>) {
        // The pairs of `rawHeaders` stand flat: their texts would be taken apart.
        if (typeof pair === 'string') throw new TypeError('no pair')
        add(pair[0], pair[1])
      }
    } else {
      for (const name of Object.keys(headers)) add(name, (headers as Record<string, unknown>)[name])
    }
  } catch {
    throw new UsageError('headers must be an object of names and values, or pairs of them, as the request has them')
  }
  return found
}
