// What an answer looks like: the printed models, by which JSON becomes values and values become JSON.
//
// What the native half finds to be plainly of its shape comes packed, and was checked: of it a value is made by one constructor. All
// else comes as the platform wrote it, and is read by the model's table.

import { inspect, type InspectOptionsStylized } from 'node:util'
import { native, type NativeShape } from './native.js'
import { isObject, readAny, specOf, Table, Unreadable, type Members, type Row } from './table.js'

/** Reads JSON as a value, and writes the value as JSON again. */
export interface Codec<T> {
  /** Its table, as the native half takes it. */
  readonly table: object
  /** The native half's own, by which it packs JSON. */
  readonly native: NativeShape
  read(json: unknown): T
  /** Makes a value of what the native half has packed, and checked by that. */
  make(packed: any): T
  write(value: unknown): unknown
}

const BRACKET = 0x5b

/** Reads a text of the native half's: packed, as far as it was plainly of its shape, and else as the platform wrote it. */
export function readText<T>(codec: Codec<T>, text: string): T {
  const json: unknown = JSON.parse(text)
  return text.charCodeAt(0) === BRACKET ? codec.make(json) : codec.read(json)
}

/** What a model has beside its rows. */
interface Further<T> {
  /** Makes a value of what is packed: of the values of all members, in the order of the rows. */
  made?: Made<T>
  /** What must not be shown, and of which kind it is. */
  hidden?: Record<string, string>
  /** Whether a value holds any of that: what has nothing to hide is far quicker to make. */
  hides?: (value: any) => boolean
}

type Made<T> = new (packed: any) => T

/**
 * A function that makes plain objects.
 *
 * It is no object literal, although it gives the same: V8 watches how long what a literal makes lives, and once pages live long enough
 * it has them made among what is old, where they are never cheap to get rid of again.
 */
export function made<T>(fill: (this: any, packed: any) => void): Made<T> {
  fill.prototype = Object.prototype
  return fill as unknown as Made<T>
}

/** What has a table that the native half packs by. */
abstract class Tabled {
  #native: NativeShape | undefined

  abstract readonly table: object

  get native(): NativeShape {
    return (this.#native ??= native().Shape.of(JSON.stringify(this.table)))
  }
}

/** A model: an object with named members. */
export class Shape<T> extends Tabled implements Codec<T> {
  readonly name: string
  readonly #rows: readonly Row[]
  readonly #made: Made<T> | undefined
  readonly #shown: PropertyDescriptor | undefined
  readonly #hides: ((value: any) => boolean) | undefined
  #built: Table | undefined

  constructor(name: string, rows: readonly Row[], { made, hidden, hides }: Further<T> = {}) {
    super()
    this.name = name
    this.#rows = rows
    this.#made = made
    this.#shown = hidden && { value: showsWithout(hidden) }
    this.#hides = hides
  }

  get table(): object {
    return { members: this.#rows.map(([wire, , spec, flag = 0]) => [wire, specOf(spec), flag]) }
  }

  read(json: unknown): T {
    if (!isObject(json)) throw new Unreadable('it must be an object')
    return this.#hiding(this.#members.read(json) as T)
  }

  make(packed: any): T {
    const value = new (this.#made as Made<T>)(packed)
    if (packed.length > this.#rows.length) this.#members.keep(value as Members, packed[this.#rows.length])
    return this.#hiding(value)
  }

  #hiding(value: T): T {
    if (this.#shown !== undefined && (this.#hides === undefined || this.#hides(value))) {
      // It is quicker than `Object.defineProperty`, and where nothing but the value is told.
      Reflect.defineProperty(value as object, inspect.custom, this.#shown)
    }
    return value
  }

  write(value: unknown): unknown {
    return isObject(value) ? this.#members.write(value) : value
  }

  /** The name in a value of a member that is `wire` on the wire. */
  nameOf(wire: string): string {
    return this.#members.byWire.get(wire)?.name ?? wire
  }

  /** Made when it is first needed, for most programs need few models. */
  get #members(): Table {
    return (this.#built ??= new Table(this.#rows))
  }
}

/** An event: an envelope whose type tells the shape of its data. */
export class EventShape<T> extends Tabled implements Codec<T> {
  readonly #envelope: Shape<Members>
  readonly #data: ReadonlyMap<string, Shape<unknown>>

  constructor(envelope: Shape<Members>, data: Record<string, Shape<unknown>>) {
    super()
    this.#envelope = envelope
    this.#data = new Map(Object.entries(data))
  }

  get table(): object {
    const byType = Object.fromEntries([...this.#data].map(([type, shape]) => [type, shape.table]))
    return { ...this.#envelope.table, byType }
  }

  make(packed: any): T {
    const event = this.#envelope.make(packed)
    const shape = this.#data.get(event['type'] as string)
    if (shape !== undefined) event['data'] = shape.make(event['data'])
    return event as T
  }

  read(json: unknown): T {
    const event = this.#envelope.read(json)
    const shape = this.#data.get(event['type'] as string)
    try {
      event['data'] = shape === undefined ? readAny(event['data']) : shape.read(event['data'])
    } catch (error) {
      throw error instanceof Unreadable ? error.within('data') : error
    }
    return event as T
  }

  write(event: unknown): unknown {
    const json = this.#envelope.write(event) as Members
    const shape = this.#data.get(json['type'] as string)
    if (shape !== undefined) json['data'] = shape.write(json['data'])
    return json
  }

  /** What two names of one type of event have in common, or nothing for a type that this version does not know. */
  kindOf(type: string): unknown {
    return this.#data.get(type)
  }
}

/** Whether there is anything in it. */
export function holds(member: unknown): boolean {
  if (typeof member !== 'object') return member !== undefined
  for (const _ in member) return true
  return false
}

/** How a value with personal or secret members is shown: with their kind in their place. */
function showsWithout(hidden: Record<string, string>) {
  return function (this: Members, _depth: number, options: InspectOptionsStylized): string {
    const shown: Members = { ...this }
    for (const [name, kind] of Object.entries(hidden)) {
      if (shown[name] !== null && shown[name] !== undefined) shown[name] = { [inspect.custom]: () => `[${kind}]` }
    }
    return inspect(shown, options)
  }
}
