// Receiving webhooks with a framework's own request.

import { UsageError } from './error.js'
import type { Event } from './models/events.js'
import type { HeadersLike, Webhooks } from './webhooks.js'

/** A request of `fetch`: Next's route handlers, Bun, Deno, and what Hono keeps in `c.req.raw`. */
export interface FetchRequest {
  readonly headers: HeadersLike
  readonly bodyUsed?: boolean
  arrayBuffer(): Promise<ArrayBuffer>
}

/** A request of Node or of what stands on it: `node:http`, Express, Fastify, Nest. */
export interface NodeRequest {
  readonly headers: HeadersLike
  /** The bytes, where something kept them: Nest with `rawBody: true`, or a plugin of Fastify. */
  readonly rawBody?: unknown
  /** The bytes, where a parser left them as they are: `express.raw({ type: '*\/*' })`, or a parser of Fastify with `parseAs: 'buffer'`. */
  readonly body?: unknown
}

/** A request of a framework: itself, or Hono's context. */
export type FrameworkRequest = FetchRequest | NodeRequest | { readonly req: { readonly raw: FetchRequest } }

/** How a delivery is read. */
export interface ReceiveOptions {
  /** The largest body that is read off a stream. Bytes; default: 1 MiB. */
  limit?: number | undefined
}

/**
 * Reads the raw body off a framework's own request, checks its signature, and gives the event.
 *
 * ```ts
 * app.post('/webhooks', express.raw({ type: '*\/*' }), async (req, res) => {        // Express
 *   const event = await receive(webhooks, req)
 *
 * export async function POST(request: Request) {                                  // Next, Bun, Deno
 *   const event = await receive(webhooks, request)
 *
 * app.post('/webhooks', async (c) => { const event = await receive(webhooks, c) }) // Hono
 *
 * http.createServer(async (req, res) => { const event = await receive(webhooks, req) }) // node:http
 *
 * @Post('webhooks') hook(@Req() req: RawBodyRequest<Request>) { return receive(webhooks, req) } // Nest, rawBody: true
 *
 * fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body)) // Fastify
 * fastify.post('/webhooks', async (request) => { const event = await receive(webhooks, request) })
 * ```
 *
 * @throws {@link SignatureError} The delivery is refused; `reason` says why.
 * @throws {@link UsageError} The body was parsed or read before, or is larger than the limit.
 */
export async function receive(
  webhooks: Webhooks,
  request: FrameworkRequest,
  { limit = 1024 * 1024 }: ReceiveOptions = {},
): Promise<Event> {
  const own = 'req' in request && isObject(request.req) && 'raw' in request.req ? request.req.raw : request
  if (!isObject(own) || !('headers' in own)) throw new UsageError('receive takes the request of the framework, as it came')
  const headers = own.headers as HeadersLike
  return webhooks.verify(await rawBody(own as FetchRequest | NodeRequest, limit), headers)
}

async function rawBody(request: FetchRequest | NodeRequest, limit: number): Promise<Uint8Array> {
  if ('arrayBuffer' in request && typeof request.arrayBuffer === 'function') {
    if (request.bodyUsed) throw new UsageError('the body was read before: verify the delivery first, and take the event from that')
    return new Uint8Array(await request.arrayBuffer())
  }
  const { rawBody, body } = request as NodeRequest
  const kept = rawBody ?? body
  // Whatever is kept and is no raw body is told by the verifier.
  if (kept !== undefined && kept !== null) return kept as Uint8Array
  if (isStream(request)) return await collected(request, limit)
  throw new UsageError('the request has no raw body: see the forms in the documentation of receive')
}

type Stream = AsyncIterable<Uint8Array> & { readonly readableEnded?: boolean }

async function collected(stream: Stream, limit: number): Promise<Uint8Array> {
  if (stream.readableEnded) throw new UsageError('the body was read before: verify the delivery first')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > limit) throw new UsageError(`the body is larger than ${limit} bytes: no delivery of the platform is`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

function isStream(value: object): value is Stream {
  return Symbol.asyncIterator in value
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
