// Starting a sandbox, and what it consists of.

import { spawn, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { inspect } from 'node:util'
import { Softknack } from '../client.js'
import type { BookingPageId, ContactId, OrganisationId, ResourceId, ScheduleId, WebhookId } from '../models/ids.js'
import type { ClientOptions } from '../options.js'
import { Shape } from '../shape.js'
import { Clock, Control, Faults, Outbox, SandboxError } from './control.js'
import { Receiver } from './receiver.js'

/** What a demo business consists of. */
export interface Business {
  organisation: OrganisationId
  mode: string
  /** `ac_service`, an hour at home by one of the staff, and `table_dinner`, a table in the evening. */
  services: string[]
  staff: ResourceId[]
  tables: ResourceId[]
  schedules: ScheduleId[]
  /** Two people with verified numbers. */
  contacts: [ContactId, ContactId, ...ContactId[]]
  bookingPage: BookingPageId
  bookingPageSlug: string
  webhook: WebhookId
  /** What signs the deliveries of the demo's own endpoint. */
  webhookSecret: string
}

const businessShape = new Shape<Business>(
  'Business',
  [
    ['organisation', 'organisation', 'id:org'],
    ['mode', 'mode', 'text'],
    ['services', 'services', ['text']],
    ['staff', 'staff', ['id:res']],
    ['tables', 'tables', ['id:res']],
    ['schedules', 'schedules', ['id:sch']],
    ['contacts', 'contacts', ['id:ctc']],
    ['booking_page', 'bookingPage', 'id:bkp'],
    ['booking_page_slug', 'bookingPageSlug', 'text'],
    ['webhook', 'webhook', 'id:whk'],
    ['webhook_secret', 'webhookSecret', 'text'],
  ],
  { hidden: { webhookSecret: 'secret' } },
)

/** How a sandbox is started. */
export interface SandboxOptions {
  /** Keeps everything in this file across restarts. Default: in memory. */
  file?: string | undefined
  /** Plays the live environment, too. Otherwise `sk_live_` keys are refused. */
  live?: boolean | undefined
  /** The program to run. Default: `SOFTKNACK_SANDBOX`, else that of the package `softknack-sandbox`. */
  program?: string | undefined
}

/** What the program tells when it is ready. */
interface Ready {
  base_url: string
  test_key: string
  live_key?: string | null
  admin_token: string
}

/**
 * The platform in a box, in a process of its own. It ends with this process, or when it is closed.
 *
 * ```ts
 * const sandbox = await Sandbox.start()
 * const sk = sandbox.client()
 * await sandbox.faults.next('calendar.appointments.book').disconnectAfterCommit()
 * await sandbox.clock.advance({ minutes: 3 })
 * ```
 */
export class Sandbox {
  /** Where it listens. */
  readonly baseUrl: string
  /** An API key of its first organisation. */
  readonly testKey: string
  /** A live key, where it plays the live environment. */
  readonly liveKey: string | undefined
  /** What the control plane is asked with, for what has no method here. */
  readonly adminToken: string
  /** Its clock. */
  readonly clock: Clock
  /** Faults that are to come. */
  readonly faults: Faults
  /** Messages that would have been sent. */
  readonly outbox: Outbox
  readonly #child: ChildProcess
  readonly #control: Control
  readonly #end: () => void
  #receivers: Receiver[] = []

  private constructor(child: ChildProcess, ready: Ready) {
    this.baseUrl = ready.base_url
    this.testKey = ready.test_key
    this.liveKey = ready.live_key ?? undefined
    this.#child = child
    this.adminToken = ready.admin_token
    this.#control = new Control(ready.base_url, ready.admin_token)
    this.clock = new Clock(this.#control)
    this.faults = new Faults(this.#control)
    this.outbox = new Outbox(this.#control)
    this.#end = () => void child.kill()
    process.once('exit', this.#end)
  }

  /**
   * Starts one.
   *
   * @throws {@link SandboxError} The program is not there, or does not start.
   */
  static async start({ file, live = false, program = find() }: SandboxOptions = {}): Promise<Sandbox> {
    const options = ['--port', '0', '--json', '--no-seed', '--until-stdin-closes']
    options.push(...(live ? ['--live'] : []), ...(file ? ['--file', file] : []))
    // Its input closes when this process ends, even where that is killed and closes nothing itself.
    const child = spawn(program, options, { stdio: ['pipe', 'pipe', 'inherit'] })
    const ready = JSON.parse(await firstLine(child)) as Ready
    // It keeps no process alive: whoever forgets to close it is not held up.
    child.unref()
    if (child.stdin instanceof Socket) child.stdin.unref()
    child.stdout?.destroy()
    return new Sandbox(child, ready)
  }

  /** A client of it. */
  client(options: ClientOptions = {}): Softknack {
    return new Softknack({ credential: this.testKey, baseUrl: this.baseUrl, ...options })
  }

  /** Sets up a demo business. Again, it tells what that consists of. */
  async seed(): Promise<Business> {
    return businessShape.read(await this.#control.ask('POST', '/seed', {}))
  }

  /** An endpoint that receives the events of these types and patterns: `appointment.*`. Default: all of them. */
  async receiver(...patterns: string[]): Promise<Receiver> {
    const receiver = await Receiver.start(this.client(), this.clock, patterns)
    this.#receivers.push(receiver)
    return receiver
  }

  /** Waits until everything that is due was done, deliveries included. */
  async settle(): Promise<void> {
    await this.#control.ask('POST', '/settle')
  }

  /** Removes everything but the first organisation and its keys. Faults are gone, the clock is where it stood. */
  async reset(): Promise<void> {
    await this.#closeReceivers()
    await this.#control.ask('POST', '/reset')
  }

  /** Ends it. */
  async close(): Promise<void> {
    process.off('exit', this.#end)
    await this.#closeReceivers()
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()))
    this.#child.ref()
    this.#child.kill()
    await ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  [inspect.custom](): string {
    return `Sandbox { ${this.baseUrl} }`
  }

  toJSON(): { baseUrl: string } {
    return { baseUrl: this.baseUrl }
  }

  async #closeReceivers(): Promise<void> {
    const receivers = this.#receivers
    this.#receivers = []
    await Promise.all(receivers.map((receiver) => receiver.close()))
  }
}

/** The line that the program prints when it is ready. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new SandboxError('the sandbox cannot be started', { cause })))
    child.once('exit', (status, signal) => {
      reject(new SandboxError(`the sandbox ended with ${status === null ? signal : `status ${status}`} before it was ready`))
    })
    if (child.stdout) createInterface(child.stdout).once('line', resolve)
  })
}

function find(): string {
  const given = process.env['SOFTKNACK_SANDBOX']
  if (given) return given
  try {
    return (require('softknack-sandbox') as { program: string }).program
  } catch (cause) {
    throw new SandboxError('the sandbox is not installed: npm install --save-dev softknack-sandbox', { cause })
  }
}
