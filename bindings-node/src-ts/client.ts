// The client.

import { inspect } from 'node:util'
import { Caller } from './caller.js'
import type { Call } from './call.js'
import { UsageError } from './error.js'
import { usable } from './failure.js'
import { hook } from './hooks.js'
import { native } from './native.js'
import { operation } from './operation.js'
import { number, type ChangedOptions, type ChangeOptions, type ClientOptions, type Defaults } from './options.js'
import { Products } from './resources/index.js'
import { Renewal } from './session.js'

/**
 * A client of the platform: a credential, a pool of connections, and how calls are made.
 *
 * Making one takes no connection and reads no file. An idle client keeps no process alive; a call under way does. Its credential
 * lives in the native half alone, where nothing prints it.
 *
 * ```ts
 * const sk = new Softknack() // SK_API_KEY
 * ```
 *
 * @throws {@link ConfigurationError} There is no credential, or an option cannot be used; the message has the remedy.
 */
export class Softknack extends Products {
  constructor(options?: ClientOptions)
  /** @internal */
  constructor(caller: Caller)
  constructor(options: ClientOptions | Caller = {}) {
    super(options instanceof Caller ? options : connected(options))
  }

  /** The address of the platform, without a slash at its end. */
  get baseUrl(): string {
    return this.caller.native.baseUrl
  }

  /** The environment that the credential says it belongs to: `test` or `live`; a session token may say none. */
  get mode(): string | undefined {
    return this.caller.native.mode ?? undefined
  }

  /** The same client, connections included, with other options: a guest's session token, for one. */
  withOptions(options: ChangedOptions): Softknack {
    const { credential, renewSession, headers, ...changes } = options
    const { defaults, shared } = this.caller
    const changed: Defaults = { ...defaults, ...given(changes), headers: { ...defaults.headers, ...headers } }
    if (credential === undefined) {
      if (renewSession !== undefined) throw new UsageError('renewSession renews the session whose token is the credential: pass that as well')
      return new Softknack(new Caller(shared.native, changed, shared.renewal))
    }
    const renewal = renewSession && new Renewal(renewSession)
    return new Softknack(new Caller(usable(() => shared.native.withCredential(credential, renewal?.call)), changed, renewal))
  }

  /**
   * A call to a path that this version does not declare, with the same retries, keys and errors as any other.
   *
   * ```ts
   * const waitlist = await sk.request('POST', '/calendar/v1/waitlists', { json: { service: 'ac_service' } })
   * ```
   *
   * The path is percent-encoded and without its query. What is answered is as it stands on the wire.
   */
  request(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    params: { query?: Readonly<Record<string, unknown>> | undefined; json?: unknown } = {},
    options?: ChangeOptions,
  ): Call<unknown> {
    return this.caller.undeclared(REQUEST, { ...params, method, path }, options)
  }

  toJSON(): { baseUrl: string; mode: string | undefined } {
    return { baseUrl: this.baseUrl, mode: this.mode }
  }

  [inspect.custom](_depth: number, options: object): string {
    return `Softknack ${inspect(this.toJSON(), options)}`
  }
}

const REQUEST = operation('request', undefined)
const TIMES = ['timeout', 'attemptTimeout', 'connectTimeout', 'maxRetries'] as const
const KNOWN: ReadonlySet<string> = new Set<keyof ClientOptions>([
  ...TIMES,
  'baseUrl',
  'backoff',
  'proxy',
  'rootCertificates',
  'clientCertificate',
  'userAgent',
])

function connected(options: ClientOptions): Caller {
  if (typeof options !== 'object' || options === null) throw new UsageError('a client takes its options as an object: { credential }')
  const { credential = process.env['SK_API_KEY'], correlation, logger, ...others } = options
  const { onRequest, onResponse, onRetry, renewSession, ...rest } = others
  const settings: Record<string, unknown> = given(rest)
  for (const name of Object.keys(settings)) {
    if (!KNOWN.has(name)) throw new UsageError(`a client has no option ${name}`)
  }
  for (const name of TIMES) {
    const value = settings[name]
    if (value === undefined) continue
    if (typeof value !== 'number') throw new UsageError(`${name} must be a number`)
    settings[name] = number(name, value)
  }
  settings['baseUrl'] ??= process.env['SK_BASE_URL'] || undefined
  settings['rootCertificates'] = options.rootCertificates?.map(pem)
  settings['clientCertificate'] = options.clientCertificate && pem(options.clientCertificate)
  if (credential !== undefined && typeof credential !== 'string') throw new UsageError('credential must be a text')
  const told = hook({ onRequest, onResponse, onRetry })
  const renewal = renewSession && new Renewal(renewSession)
  const made = usable(() => native().Client.connect(credential, JSON.stringify(settings), told, renewal?.call))
  return new Caller(made, { correlation, logger }, renewal)
}

function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}

function pem(text: string | Uint8Array): string {
  return typeof text === 'string' ? text : new TextDecoder().decode(text)
}
