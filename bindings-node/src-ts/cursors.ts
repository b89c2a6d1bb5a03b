// Where a reader of events keeps how far it came.

import fs = require('node:fs')

/**
 * Where a reader keeps how far it came, as one short text that means nothing to anybody else.
 *
 * One store belongs to one reader: two that share one would each miss what the other has read. Where the effect of an event lies
 * in a database, keep the text there, and save it in the effect's own transaction.
 */
export interface CursorStore {
  /** What was saved last, or nothing where nothing was. */
  load(): string | null | undefined | Promise<string | null | undefined>
  /** Keeps `cursor` in place of what was there. After a crash either is there, and nothing in between. */
  save(cursor: string): void | Promise<void>
}

/** A cursor in this process's memory: for tests, and for readers that begin anew with each process. */
export class MemoryCursor implements CursorStore {
  #cursor: string | undefined

  load(): string | undefined {
    return this.#cursor
  }

  save(cursor: string): void {
    this.#cursor = cursor
  }
}

// `fs.promises` is loaded when it is first looked at, and all streams with it: that would be half of the time that this package takes
// to load.

/** A cursor in a file of its own, replaced as a whole each time. Its folder must be there. */
export class FileCursor implements CursorStore {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  async load(): Promise<string | undefined> {
    try {
      return await fs.promises.readFile(this.#path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  async save(cursor: string): Promise<void> {
    const fresh = `${this.#path}.new`
    const file = await fs.promises.open(fresh, 'w')
    try {
      await file.writeFile(cursor)
      // Else the name could outlive a power cut, and what stands under it not.
      await file.sync()
    } finally {
      await file.close()
    }
    await fs.promises.rename(fresh, this.#path)
  }
}
