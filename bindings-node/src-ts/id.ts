// IDs: a prefix that tells their kind, an underscore, and the rest.

import { UsageError } from './error.js'
import { native } from './native.js'
import { isId } from './table.js'

/**
 * The function that makes an ID of a text of your own, after a look at its form. It never repeats a text that is none.
 *
 * @internal
 */
export function idOf<Id extends string>(kind: string, prefix: string): (text: string) => Id {
  return (text) => {
    if (isId(text, prefix)) return text as Id
    throw new UsageError(`${kind}: it must begin with ${prefix}_, and go on with letters, digits, _ and -`)
  }
}

/** When the ID was made, which stands in it; or nothing where it is no full one. */
export function idTime(id: string): Date | undefined {
  const made = native().idTime(id)
  return made === null ? undefined : new Date(made)
}
