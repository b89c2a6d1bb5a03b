// What the printed products and resources share.

import type { Caller } from './caller.js'

/** A group of methods of the client. */
export class Group {
  /** @internal */
  protected readonly caller!: Caller

  /** @internal */
  constructor(caller: Caller) {
    Object.defineProperty(this, 'caller', { value: caller })
  }
}
