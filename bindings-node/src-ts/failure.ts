// The errors that calls end with, made of the facts that the native door tells.

import * as base from './error.js'
import { byCode } from './errors.js'
import { problemShape } from './models/problem.js'
import type { Operation } from './operation.js'
import { thrownAs } from './session.js'

/** What the native door tells of a call that failed. */
interface Told extends Omit<base.Facts, 'problem'> {
  kind: string
  message: string
  causes?: readonly string[]
  problem?: unknown
  thrown?: number | null
}

const BY_KIND: Record<string, typeof base.SoftknackError> = {
  configuration: base.ConfigurationError,
  invalid_request: base.InvalidRequestError,
  connection: base.ConnectionError,
  timeout: base.TimeoutError,
  api: base.ApiError,
  decode: base.DecodeError,
  pagination: base.PaginationError,
  renewal: base.RenewalError,
  usage: base.UsageError,
}

/** The error of which the door told these facts, in the words of the caller of `operation`. */
export function errorOf(json: string, operation?: Operation<unknown>): base.SoftknackError {
  const told = JSON.parse(json) as Told
  const { kind, causes = [], problem, thrown, ...facts } = told
  let message = told.message
  let details = told.details ?? ''
  const fieldErrors = (told.fieldErrors ?? []).map((fault) => {
    const param = operation?.pointer(fault.param) ?? fault.param
    message = message.replaceAll(fault.param, param)
    details = details.replaceAll(fault.param, param)
    return { ...fault, param }
  })
  // Where a session was not renewed, or not in time, its code is only half of it.
  const known = told.code && kind !== 'renewal' && kind !== 'timeout' ? byCode[told.code] : undefined
  const Kind = known ?? BY_KIND[kind] ?? base.SoftknackError
  const below = causes.reduceRight<Error | undefined>((below, text) => new Error(text, below && { cause: below }), undefined)
  const cause = thrown ? thrownAs(thrown) : below
  const all = { ...facts, details, fieldErrors, problem: readable(problem), ...(cause !== undefined && { cause }) }
  return new Kind(message, all)
}

/** What `make` gives. What the door throws has its facts as data, and becomes an error of ours. */
export function usable<T>(make: () => T, operation?: Operation<unknown>): T {
  let refused: base.SoftknackError
  try {
    return make()
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (!message.startsWith('!')) throw error
    refused = errorOf(message.slice(1), operation)
  }
  throw refused
}

/** The platform's refusal, where it is of its form. */
function readable(problem: unknown): base.Facts['problem'] {
  if (problem === null || problem === undefined) return undefined
  try {
    return problemShape.read(problem)
  } catch {
    return undefined
  }
}
