// Lists: read item by item, page by page, or up to a number. While a page is looked at, the next one is on its way.

import { responseOf, type ApiResponse } from './call.js'
import { NoItemsError, PaginationError, UsageError } from './error.js'

const LARGEST = 100

/** A page as the platform writes it. */
export interface PageJson<T> {
  items: T[]
  hasMore: boolean
  nextCursor: string | null
}

/** Some items of a list, and where it goes on. */
export interface Page<T> extends PageJson<T> {
  /** Whether there are more. A page may be empty and yet not the last. */
  hasMore: boolean
  /** Where the next page begins: pass it as `cursor` to go on later. */
  nextCursor: string | null
  /** What came with the items: status, headers, how the call went. */
  response(): ApiResponse<T[]>
}

/** A page, and what came beside it. */
export class Fetched<T> {
  constructor(
    readonly page: PageJson<T>,
    readonly facts: string,
  ) {}
}

type Fetch<T> = (params: object, signal: AbortSignal | undefined) => Promise<Fetched<T>>

interface Asked {
  limit?: number | undefined
}

/**
 * A list that is read when it is looked into. Leaving a loop early abandons the page that is on its way.
 *
 * ```ts
 * for await (const appointment of sk.calendar.appointments.list({ status: 'booked' })) { … }
 * ```
 */
export class ItemList<T> implements AsyncIterable<T> {
  readonly #operation: string
  readonly #params: Asked
  readonly #fetch: Fetch<T>

  /** @internal */
  constructor(operation: string, params: object, fetch: Fetch<T>) {
    this.#operation = operation
    this.#params = params
    this.#fetch = fetch
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items
  }

  /** All pages, one after the other. */
  pages(): AsyncGenerator<Page<T>, void, undefined> {
    return this.#pages(this.#params, () => false)
  }

  /** The first page alone. */
  async firstPage(): Promise<Page<T>> {
    return pageOf(await this.#fetch(this.#params, undefined))
  }

  /**
   * The first item, or `fallback`.
   *
   * @throws {@link NoItemsError} There is none, and no fallback.
   */
  async first(): Promise<T>
  async first<D>(fallback: D): Promise<T | D>
  async first<D>(...fallback: [] | [D]): Promise<T | D> {
    for await (const page of this.#pages(this.#params, (page) => page.items.length > 0)) {
      for (const item of page.items) return item
    }
    if (fallback.length > 0) return fallback[0] as D
    throw new NoItemsError(`${this.#operation} has no items`, { operation: this.#operation })
  }

  /** All items, or the first `limit` of them, from as many pages as that takes. */
  async toArray({ limit = Infinity }: { limit?: number | undefined } = {}): Promise<T[]> {
    if (typeof limit !== 'number' || Number.isNaN(limit)) throw new UsageError('limit must be a number')
    const items: T[] = []
    if (limit <= 0) return items
    const isLast = (page: PageJson<T>) => items.length + page.items.length >= limit
    for await (const page of this.#pages(this.#sized(limit), isLast)) {
      items.push(...page.items.slice(0, limit - items.length))
    }
    return items
  }

  /** Asks for pages no larger than what is wanted, where the caller did not say how large. */
  #sized(limit: number): Asked {
    if (limit === Infinity || this.#params.limit !== undefined) return this.#params
    return { ...this.#params, limit: Math.min(Math.max(Math.ceil(limit), 1), LARGEST) }
  }

  async *#pages(params: object, isLast: (page: PageJson<T>) => boolean): AsyncGenerator<Page<T>, void, undefined> {
    const seen = new Set<string>()
    let fetched = await this.#fetch(params, undefined)
    for (;;) {
      const cursor = isLast(fetched.page) ? undefined : this.#following(fetched, seen)
      if (cursor === undefined) {
        yield pageOf(fetched)
        return
      }
      const stop = new AbortController()
      const next = this.#fetch({ ...params, cursor }, stop.signal)
      // Where it fails, that is told when the loop comes to it.
      next.catch(() => undefined)
      let isLeft = true
      try {
        yield pageOf(fetched)
        isLeft = false
      } finally {
        if (isLeft) stop.abort()
      }
      fetched = await next
    }
  }

  /** The cursor of the page after `fetched`, or none after the last. */
  #following({ page, facts }: Fetched<T>, seen: Set<string>): string | undefined {
    if (!page.hasMore) return undefined
    const cursor = page.nextCursor
    if (cursor !== null && !seen.has(cursor)) {
      seen.add(cursor)
      return cursor
    }
    const wrong = cursor === null ? 'says that there is more, but not where' : 'gave a cursor a second time'
    const { status, requestId } = responseOf(undefined, facts)
    throw new PaginationError(`pagination: the platform ${wrong}`, { operation: this.#operation, status, requestId })
  }
}

function pageOf<T>({ page, facts }: Fetched<T>): Page<T> {
  Object.defineProperty(page, 'response', { value: () => responseOf(page.items, facts), configurable: true })
  return page as Page<T>
}
