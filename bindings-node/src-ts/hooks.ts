// Hooks: what a program can watch without taking part.

/** An attempt. No credential, query or body is in it. */
export interface RequestInfo {
  /** The operation, such as `calendar.appointments.book`. */
  operation: string
  /** The HTTP method. */
  method: string
  /** The path, with IDs. */
  path: string
  /** What the call belongs to. */
  correlationId: string
  /** The key of the call, where it changes something. */
  idempotencyKey: string | null
  /** The number of the attempt, from 1. */
  attempt: number
}

/** An answer, of whatever status. */
export interface ResponseInfo extends RequestInfo {
  /** The HTTP status. */
  status: number
  /** The platform's ID of the request. */
  requestId: string | null
  /** How long the attempt took, in milliseconds. */
  elapsed: number
}

/** An attempt that failed and is followed by another. */
export interface RetryInfo extends RequestInfo {
  /** Why, in a few words: the machine-readable reason where there is one. */
  reason: string
  /** The HTTP status, where an answer came. */
  status: number | null
  /** How long is waited, in milliseconds. */
  wait: number
}

/** The hooks of a client. */
export interface Hooks {
  onRequest?: ((info: RequestInfo) => void) | undefined
  onResponse?: ((info: ResponseInfo) => void) | undefined
  onRetry?: ((info: RetryInfo) => void) | undefined
}

/** One callback for all hooks, as the native door takes it; or none where nobody watches. */
export function hook(hooks: Hooks): ((told: string) => void) | undefined {
  if (!hooks.onRequest && !hooks.onResponse && !hooks.onRetry) return undefined
  return (told) => {
    const [name, info] = JSON.parse(told) as [keyof Hooks, never]
    try {
      hooks[name]?.(info)
    } catch (error) {
      // A hook watches: what it throws is told, and changes nothing.
      process.emitWarning(`softknack: the hook ${name} threw: ${error instanceof Error ? error.message : 'no error'}`)
    }
  }
}
