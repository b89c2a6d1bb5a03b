// A receiver of webhooks for tests: it listens, verifies and collects.

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Softknack } from '../client.js'
import { SignatureError } from '../error.js'
import type { Event } from '../models/events.js'
import type { WebhookId } from '../models/ids.js'
import { Webhooks } from '../webhooks.js'
import { SandboxError, type Clock } from './control.js'

/** One attempt of a delivery, as it came. */
export interface Received {
  headers: IncomingHttpHeaders
  body: Buffer
  /** What it was answered with. */
  status: number
}

type Taken = Event | SignatureError

/** A webhook endpoint of a sandbox, and everything that it received. */
export class Receiver {
  /** Every attempt, first to last. */
  readonly received: Received[] = []
  /** The endpoint's ID. */
  readonly webhook: WebhookId
  /** Where it listens. */
  readonly url: string
  readonly #server: Server
  readonly #answers: number[] = []
  readonly #events: Taken[] = []
  readonly #waiting: ((taken: Taken) => void)[] = []

  private constructor(server: Server, url: string, webhook: WebhookId) {
    this.#server = server
    this.url = url
    this.webhook = webhook
  }

  /** @internal */
  static async start(client: Softknack, clock: Clock, patterns: readonly string[]): Promise<Receiver> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    server.unref()
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`
    const endpoint = await client.platform.webhooks.create({ url, events: patterns.length > 0 ? [...patterns] : ['*'] })
    const receiver = new Receiver(server, url, endpoint.id)
    const secret = endpoint.secret ?? ''
    const answer = async (request: IncomingMessage): Promise<number> => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      // The signature's time is the sandbox's, which a test may have moved.
      const now = await clock.now()
      const verifier = new Webhooks(secret, { clock: () => now })
      return receiver.#take(verifier, request.headers, Buffer.concat(chunks))
    }
    server.on('request', (request, response) => {
      // A sandbox that ends in the middle of a delivery hears no answer.
      answer(request).then((status) => response.writeHead(status).end(), () => response.destroy())
    })
    return receiver
  }

  /**
   * The next event that was accepted, waited for at most `timeout` milliseconds.
   *
   * @throws {@link SandboxError} None came in time.
   * @throws {@link SignatureError} It was not rightly signed, or could not be read.
   */
  async nextEvent({ timeout = 10_000 }: { timeout?: number } = {}): Promise<Event> {
    const taken = this.#events.shift() ?? (await this.#wait(timeout))
    if (taken instanceof SignatureError) throw taken
    return taken
  }

  /** Answers the next attempts with these statuses, and then with 204 again. */
  answer(...statuses: number[]): void {
    this.#answers.push(...statuses)
  }

  /** Stops listening. */
  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #wait(timeout: number): Promise<Taken> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(arrived), 1)
        reject(new SandboxError(`no event came within ${timeout} ms`))
      }, timeout)
      const arrived = (taken: Taken) => {
        clearTimeout(timer)
        resolve(taken)
      }
      this.#waiting.push(arrived)
    })
  }

  #take(verifier: Webhooks, headers: IncomingHttpHeaders, body: Buffer): number {
    let taken: Taken
    let status: number
    try {
      taken = verifier.verify(body, headers)
      status = this.#answers.shift() ?? 204
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error
      taken = error
      status = 400
    }
    this.received.push({ headers, body, status })
    if (status < 300 || taken instanceof SignatureError) {
      const arrived = this.#waiting.shift()
      if (arrived === undefined) this.#events.push(taken)
      else arrived(taken)
    }
    return status
  }
}
