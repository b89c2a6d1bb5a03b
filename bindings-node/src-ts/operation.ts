// Operations, as the printed resources declare them: a name, and how parameters and answers are written on the wire.

import { Shape, type Codec } from './shape.js'
import type { Row, Spec } from './table.js'

/** An operation of the platform, and what it gives: an item, where it is paged. */
export class Operation<R> {
  readonly #params: Shape<unknown>

  constructor(
    readonly name: string,
    readonly result: Codec<R> | undefined,
    rows: readonly Row[],
  ) {
    this.#params = new Shape(name, rows)
  }

  /** The parameters as JSON. */
  write(params: object): string {
    return JSON.stringify(this.#params.write(params))
  }

  /** A JSON pointer into the parameters, in the names that the caller gave them. */
  pointer(wire: string): string {
    const [, first = '', ...rest] = wire.split('/')
    return wire.startsWith('/') ? ['', this.#params.nameOf(first), ...rest].join('/') : wire
  }
}

type ParamRow = readonly [wire: string, name: string, spec?: Spec]

/** @internal */
export function operation(name: string, result: undefined, rows?: readonly ParamRow[]): Operation<void>
/** @internal */
export function operation<R>(name: string, result: Codec<R>, rows?: readonly ParamRow[]): Operation<R>
/** @internal */
export function operation<R>(
  name: string,
  result: Codec<R> | undefined,
  rows: readonly ParamRow[] = [],
): Operation<R> {
  return new Operation(
    name,
    result,
    rows.map(([wire, name, spec]) => [wire, name, spec ?? 'any', 2]),
  )
}
