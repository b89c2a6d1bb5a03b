// Keys from facts of a business.

import { UsageError } from './error.js'
import { native } from './native.js'

/**
 * The key that follows from facts of your business: texts and IDs, in order.
 *
 * A process that crashed before it saw the answer asks again with the same facts, and has their effect once. Every Softknack
 * SDK derives the same key.
 *
 * ```ts
 * const key = idempotencyKey('booking', callId, slot.id)
 * ```
 *
 * @throws {@link UsageError} A part is no text.
 */
export function idempotencyKey(...parts: string[]): string {
  if (!parts.every((part) => typeof part === 'string' && part.isWellFormed())) {
    throw new UsageError('a key is derived from texts: write other facts as text')
  }
  return native().deriveKey(parts)
}
