// Telling of calls: a logger that the caller passes, and spans where OpenTelemetry's API is in use.
//
// No key, no query and no body is ever told.

import { SoftknackError } from './error.js'
import type { ResponseFacts } from './call.js'

/** Where calls are told of: `console`, or a logger with the same methods. */
export interface Logger {
  debug(message: string): void
  info(message: string): void
}

/** As much of a span of OpenTelemetry's API as is needed. */
interface Span {
  setAttribute(name: string, value: string | number): unknown
  setStatus(status: { code: number; message?: string }): unknown
  end(): void
}

interface Context {
  setValue(key: symbol, value: unknown): Context
}

/** What OpenTelemetry's API keeps for all of its copies. */
interface Telemetry {
  trace?: { getTracer(name: string): { startSpan(name: string, options: object, context?: Context): Span } }
  context?: { active(): Context }
  propagation?: {
    inject(context: Context, carrier: Record<string, string>, setter: { set(carrier: Record<string, string>, key: string, value: string): void }): void
  }
}

const TELEMETRY = Symbol.for('opentelemetry.js.api.1')
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN')
const CLIENT = 2
const ERROR = 2
const setter = { set: (carrier: Record<string, string>, key: string, value: string) => void (carrier[key] = value) }

/** A call that is told of. */
export interface Observed {
  /** Headers by which the span goes on at the platform. */
  headers: Record<string, string>
  answered(facts: string): void
  failed(error: unknown): void
}

/** Begins to tell of a call; or nothing, where nobody looks. */
export function observe(operation: string, logger: Logger | undefined): Observed | undefined {
  const telemetry = (globalThis as { [TELEMETRY]?: Telemetry })[TELEMETRY]
  if (logger === undefined && telemetry?.trace === undefined) return undefined
  const headers: Record<string, string> = {}
  const span = telemetry?.trace && spanOf(operation, telemetry, headers)
  const started = performance.now()
  return {
    headers,
    answered(json) {
      const { status, requestId, attempts } = JSON.parse(json) as ResponseFacts
      for (const [index, { result }] of attempts.slice(0, -1).entries()) {
        logger?.info(`softknack: ${operation}: attempt ${index + 1}: ${result}, tried again`)
      }
      const elapsed = (performance.now() - started).toFixed(1)
      logger?.debug(`softknack: ${operation}: ${status} in ${elapsed} ms, request ${requestId}`)
      span?.setAttribute('http.response.status_code', status)
      span?.setAttribute('softknack.attempts', attempts.length)
      if (requestId !== null) span?.setAttribute('softknack.request_id', requestId)
      span?.end()
    },
    failed(error) {
      // The text of an error of ours has neither keys nor bodies in it; that of another, an abort's reason, is the caller's own.
      const message = error instanceof SoftknackError ? error.message : 'abandoned'
      logger?.info(error instanceof SoftknackError ? message : `softknack: ${operation}: ${message}`)
      span?.setStatus({ code: ERROR, message })
      span?.end()
    },
  }
}

function spanOf(operation: string, telemetry: Telemetry, headers: Record<string, string>): Span | undefined {
  const active = telemetry.context?.active()
  const span = telemetry.trace?.getTracer('softknack').startSpan(operation, { kind: CLIENT }, active)
  if (active !== undefined && span !== undefined) telemetry.propagation?.inject(active.setValue(SPAN, span), headers, setter)
  return span
}
