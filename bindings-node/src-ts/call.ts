// Calls under way, and their answers.

import { inspect } from 'node:util'
import type { Attempt, RateLimit } from './error.js'

/** A call under way: a promise of its value. */
export interface Call<T> extends Promise<T> {
  /** The value with everything that came beside it. */
  withResponse(): Promise<ApiResponse<T>>
}

/** What came beside a value. */
export interface ResponseFacts {
  /** The HTTP status. */
  status: number
  /** The headers, their names in lower case. */
  headers: Readonly<Record<string, string>>
  /** The platform's ID of the request. */
  requestId: string | null
  /** What the call belonged to. */
  correlationId: string | null
  /** The key of the call, where it changed something. */
  idempotencyKey: string | null
  /** Whether the platform gave the answer of an earlier request with the same key. */
  replayed: boolean
  /** How many requests the credential may still make, where the platform told it. */
  rateLimit: RateLimit | null
  /** Every attempt that was made, first to last. */
  attempts: readonly Attempt[]
}

/** An answer: its value, and everything else that came with it. */
export interface ApiResponse<T> extends ResponseFacts {
  /** What the platform answered. */
  value: T
}

/** An answer; shown without its value, which may be personal. */
export function responseOf<T>(value: T, facts: string): ApiResponse<T> {
  const response: ApiResponse<T> = { value, ...(JSON.parse(facts) as ResponseFacts) }
  Object.defineProperty(response, inspect.custom, { value: shown })
  return response
}

function shown(this: ApiResponse<unknown>, _depth: number, options: object): string {
  const { status, requestId, correlationId, idempotencyKey, replayed } = this
  return `ApiResponse ${inspect({ status, requestId, correlationId, idempotencyKey, replayed }, options)}`
}
