// Values of the contract that JavaScript has no type of its own for.

import { UsageError } from './error.js'

/**
 * A time, as RFC 3339 in UTC with milliseconds: `2026-11-23T12:00:00.000Z`. Such texts sort by time; `toDate` makes a `Date` of one.
 * Where a time is sent, a `Date` does as well.
 */
export type Timestamp = string

/** The caller's own data: at most 50 keys of 1 to 40 characters, texts of at most 500. */
export type Metadata = Record<string, string | number | boolean>

/**
 * The `Date` of a time.
 *
 * @throws {@link UsageError} It is no time.
 */
export function toDate(time: Timestamp): Date {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) throw new UsageError('a time must be RFC 3339, as 2026-11-23T12:00:00.000Z')
  return date
}
