// The sandbox's control plane: its clock, its faults, its outbox.

import { SoftknackError, named } from '../error.js'
import type { ContactId, MessageId } from '../models/ids.js'
import { Shape } from '../shape.js'
import type { Timestamp } from '../values.js'

/** The sandbox could not be started, or did not do what it was told. */
export class SandboxError extends SoftknackError {
  static { named(this, 'SandboxError') }
}

/** The way to the control plane. */
export class Control {
  readonly #baseUrl: string
  readonly #token: string

  constructor(baseUrl: string, token: string) {
    this.#baseUrl = baseUrl
    this.#token = token
  }

  /** What the control plane answers, as JSON. */
  async ask(method: string, path: string, body?: object): Promise<unknown> {
    let response: Response
    let text: string
    try {
      response = await fetch(`${this.#baseUrl}/sandbox/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
      text = await response.text()
    } catch (cause) {
      throw new SandboxError('the sandbox does not answer', { cause })
    }
    if (response.ok) return text === '' ? null : JSON.parse(text)
    const problem = JSON.parse(text) as { detail?: string; title: string; code: string; errors?: { param: string; detail: string }[] }
    const faults = (problem.errors ?? []).map(({ param, detail }) => `; ${param} ${detail}`).join('')
    throw new SandboxError(`the sandbox refuses: ${problem.detail ?? problem.title}${faults}`, {
      code: problem.code,
      status: response.status,
      outcome: 'refused',
    })
  }
}

/** A span of time, its parts added up. */
export interface Duration {
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
}

/** The sandbox's clock. Everything that waits follows it: deliveries, reminders, expiries. */
export class Clock {
  readonly #control: Control

  constructor(control: Control) {
    this.#control = control
  }

  /** What time it is in the sandbox. */
  async now(): Promise<Date> {
    return stateOf(await this.#control.ask('GET', '/clock'))
  }

  /** Moves it on. What falls due on the way happens, each at its own time, before this is done. Gives the new time. */
  async advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): Promise<Date> {
    return await this.#change({ advance_seconds: Math.round(((days * 24 + hours) * 60 + minutes) * 60 + seconds) })
  }

  /** Sets it. Forwards, what falls due on the way happens; backwards, nothing happens again. */
  async set(to: Date | Timestamp): Promise<Date> {
    return await this.#change({ now: to })
  }

  /** Stops it: it moves only when it is told to. */
  async freeze(): Promise<Date> {
    return await this.#change({ frozen: true })
  }

  /** Lets it run on from where it stands. */
  async resume(): Promise<Date> {
    return await this.#change({ frozen: false })
  }

  async #change(change: object): Promise<Date> {
    return stateOf(await this.#control.ask('POST', '/clock', change))
  }
}

function stateOf(answer: unknown): Date {
  return new Date((answer as { now: string }).now)
}

/** A message that would have been sent. */
export interface OutboxMessage {
  id: MessageId
  /** The organisation and the environment, as `org_…/test`. */
  tenant: string
  contactId: ContactId
  channel: string | null
  /** The contact's address on that channel. */
  to: string | null
  template: string
  /** What the template is filled with: a one-time code, for one. */
  vars: Record<string, unknown>
  status: string
  createdAt: Timestamp
}

const messageShape = new Shape<OutboxMessage>(
  'OutboxMessage',
  [
    ['id', 'id', 'id:msg'],
    ['tenant', 'tenant', 'text'],
    ['contact_id', 'contactId', 'id:ctc'],
    ['channel', 'channel', 'text', 1],
    ['to', 'to', 'text', 1],
    ['template', 'template', 'text'],
    ['vars', 'vars', 'any'],
    ['status', 'status', 'text'],
    ['created_at', 'createdAt', 'time'],
  ],
  { hidden: { to: 'personal', vars: 'personal' } },
)

/** Which messages are meant. */
export interface OutboxFilter {
  template?: string | undefined
  contactId?: ContactId | undefined
}

/** The messages that would have been sent, one-time codes among them. */
export class Outbox {
  readonly #control: Control

  constructor(control: Control) {
    this.#control = control
  }

  /** The last thousand messages that match, newest first. */
  async list({ template, contactId }: OutboxFilter = {}): Promise<OutboxMessage[]> {
    const query = new URLSearchParams({ limit: '1000' })
    if (template !== undefined) query.set('template', template)
    if (contactId !== undefined) query.set('contact_id', contactId)
    const { data } = (await this.#control.ask('GET', `/outbox?${query}`)) as { data: unknown[] }
    return data.map((message) => messageShape.read(message))
  }

  /**
   * The newest message that matches.
   *
   * @throws {@link SandboxError} There is none.
   */
  async last(filter: OutboxFilter = {}): Promise<OutboxMessage> {
    const [newest] = await this.list(filter)
    if (newest === undefined) throw new SandboxError('no such message is in the outbox')
    return newest
  }
}

/** Faults that are to come. */
export class Faults {
  readonly #control: Control

  constructor(control: Control) {
    this.#control = control
  }

  /** The `nth` request of `operation` from now, or of any, and so many `times` from there. Then say which fault. */
  next(operation?: string, { nth = 1, times = 1 }: { nth?: number; times?: number } = {}): NextRequest {
    return new NextRequest(this.#control, { nth, times, ...(operation !== undefined && { operation: wireName(operation) }) })
  }

  /** How many faults are still to come. */
  async pending(): Promise<number> {
    const { data } = (await this.#control.ask('GET', '/faults')) as { data: unknown[] }
    return data.length
  }

  /** Takes everything back. */
  async clear(): Promise<void> {
    await this.#control.ask('DELETE', '/faults')
  }
}

/** An operation by its name in every language: `appointments.markNoShow` is `appointments.mark_no_show`. */
function wireName(operation: string): string {
  return operation.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Which requests a fault shall hit. */
export class NextRequest {
  readonly #control: Control
  readonly #rule: object

  constructor(control: Control, rule: object) {
    this.#control = control
    this.#rule = rule
  }

  /** It waits so many milliseconds, and is carried out then. */
  async latency(milliseconds: number): Promise<void> {
    await this.#add({ latency_ms: Math.round(milliseconds) })
  }

  /** It is answered with this status, and nothing is done. `retryAfter` is in milliseconds, whole seconds of them. */
  async status(status: number, { retryAfter }: { retryAfter?: number } = {}): Promise<void> {
    await this.#add({ status, ...(retryAfter !== undefined && { retry_after_seconds: Math.ceil(retryAfter / 1000) }) })
  }

  /** The connection breaks off, and nothing was done. */
  async disconnectBeforeCommit(): Promise<void> {
    await this.#add({ disconnect: 'before_commit' })
  }

  /** The connection breaks off when everything was done, and nobody is told. */
  async disconnectAfterCommit(): Promise<void> {
    await this.#add({ disconnect: 'after_commit' })
  }

  async #add(fault: object): Promise<void> {
    await this.#control.ask('POST', '/faults', { ...this.#rule, ...fault })
  }
}
