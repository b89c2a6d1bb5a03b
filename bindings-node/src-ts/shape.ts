// What an answer looks like: the tables that the printed models carry, by which JSON becomes values and values become JSON.
//
// Reading is as strict as the core's: a member that is missing, of another type or an ID of another kind is told by its place
// and by what was expected there, never by what stands there. What this version does not know is kept as it came.

import { inspect, type InspectOptionsStylized } from 'node:util'

/** What a member is read as; `raw` is what is read by something else. */
export type Spec =
  | 'any'
  | 'raw'
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'time'
  | `id:${string}`
  | readonly [Spec]
  | Codec<unknown>

/** The name on the wire, the name in a value, what it is read as; and 1 where it may be null, 2 absent, 3 both. */
export type Row = readonly [wire: string, name: string, spec: Spec, flag?: number]

/** Reads JSON as a value, and writes the value as JSON again. */
export interface Codec<T> {
  read(json: unknown): T
  write(value: unknown): unknown
}

type Members = Record<string, unknown>

// What is null may be absent as well: it is read as null then, unless its absence means something.
const NULL = 1
const NULL_OR_ABSENT = 3

/** JSON that is not of its form: where (a JSON pointer), and what was expected there. */
export class Unreadable extends Error {
  pointer = ''

  /** The same, seen from one level further up. */
  within(step: string | number): this {
    this.pointer = `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}${this.pointer}`
    return this
  }
}

/** What a model has beside its rows. */
interface Further<T> {
  made?: Made<T>
  /**
   * Makes a value of JSON that has all members in order, and nothing of other JSON. It is printed, and far quicker than a table; each model
   * has a function of its own, so that the engine makes one piece of the checks and what they allow.
   */
  quick?: (made: Made<T>) => Quick<T>
  /** What must not be shown, and of which kind it is. */
  hidden?: Record<string, string>
  /** Whether a value holds any of that: what has nothing to hide is far quicker to make. */
  hides?: (value: any) => boolean
}

/** Makes a value of JSON. */
type Made<T> = new (json: any) => T

type Quick<T> = (json: any) => T | undefined

/**
 * A function that makes plain objects.
 *
 * It is no object literal, although it gives the same: V8 watches how long what a literal makes lives, and once pages live long enough
 * it has them made among what is old, where they are never cheap to get rid of again.
 */
export function made<T>(fill: (this: any, json: any) => void): Made<T> {
  fill.prototype = Object.prototype
  return fill as unknown as Made<T>
}

/** A model: an object with named members. */
export class Shape<T> implements Codec<T> {
  readonly name: string
  readonly #rows: readonly Row[]
  readonly #quick: Quick<T> | undefined
  readonly #shown: PropertyDescriptor | undefined
  readonly #hides: ((value: any) => boolean) | undefined
  #built: Table | undefined

  constructor(name: string, rows: readonly Row[], { made, quick, hidden, hides }: Further<T> = {}) {
    this.name = name
    this.#rows = rows
    this.#quick = made && quick?.(made)
    this.#shown = hidden && { value: showsWithout(hidden) }
    this.#hides = hides
  }

  read(json: unknown): T {
    if (!isObject(json)) throw new Unreadable('it must be an object')
    const value = this.#quickly(json) ?? this.#table.read(json)
    if (this.#shown !== undefined && (this.#hides === undefined || this.#hides(value))) {
      // It is quicker than `Object.defineProperty`, and where nothing but the value is told.
      Reflect.defineProperty(value as object, inspect.custom, this.#shown)
    }
    return value as T
  }

  /** Reads what has exactly the members of this version; what has not is left to the table, which tells what is wrong. */
  #quickly(json: Members): T | undefined {
    if (this.#quick === undefined || Object.keys(json).length !== this.#rows.length) return undefined
    try {
      return this.#quick(json)
    } catch (error) {
      if (error instanceof Unreadable) return undefined
      throw error
    }
  }

  write(value: unknown): unknown {
    return isObject(value) ? this.#table.write(value) : value
  }

  /** The name in a value of a member that is `wire` on the wire. */
  nameOf(wire: string): string {
    return this.#table.byWire.get(wire)?.name ?? wire
  }

  /** Made when it is first needed, for most programs need few models. */
  get #table(): Table {
    return (this.#built ??= new Table(this.#rows))
  }
}

/** The rows of a model, ready for use. */
class Table {
  readonly byWire = new Map<string, Field>()
  readonly #byName = new Map<string, Field>()
  readonly #fields: readonly Field[]
  readonly #required: number

  constructor(rows: readonly Row[]) {
    this.#fields = rows.map((row) => new Field(row))
    for (const field of this.#fields) {
      this.byWire.set(field.wire, field)
      this.#byName.set(field.name, field)
    }
    this.#required = this.#fields.filter((field) => field.isRequired).length
  }

  read(json: Members): Members {
    const value: Members = {}
    let seen = 0
    let required = 0
    let wire = ''
    try {
      for (wire in json) {
        const field = this.byWire.get(wire)
        const member = json[wire]
        if (field === undefined) {
          keep(value, wire, readAny(member))
          continue
        }
        value[field.name] = member === null && field.isNullable ? null : field.read(member)
        seen += 1
        if (field.isRequired) required += 1
      }
    } catch (error) {
      throw error instanceof Unreadable ? error.within(wire) : error
    }
    if (seen < this.#fields.length) this.#complete(value, required)
    return value
  }

  /** Tells of a member that is missing, or gives those that may be absent their empty value. */
  #complete(value: Members, required: number): void {
    for (const field of this.#fields) {
      if (Object.hasOwn(value, field.name)) continue
      if (required < this.#required && field.isRequired) throw new Unreadable('it is missing').within(field.wire)
      if (field.isEmptyNull) value[field.name] = null
      else if (field.isList && !field.isNullable) value[field.name] = []
    }
  }

  write(value: Members): Members {
    const json: Members = {}
    for (const name of Object.keys(value)) {
      const field = this.#byName.get(name)
      if (field === undefined) keep(json, name, value[name])
      else json[field.wire] = field.write(value[name])
    }
    return json
  }
}

/** An event: an envelope whose type tells the shape of its data. */
export class EventShape<T> implements Codec<T> {
  readonly #envelope: Shape<Members>
  readonly #data: ReadonlyMap<string, Shape<unknown>>

  constructor(envelope: Shape<Members>, data: Record<string, Shape<unknown>>) {
    this.#envelope = envelope
    this.#data = new Map(Object.entries(data))
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

/** A member of a model. */
class Field {
  readonly wire: string
  readonly name: string
  readonly isNullable: boolean
  readonly isEmptyNull: boolean
  readonly isRequired: boolean
  readonly isList: boolean
  readonly read: (json: unknown) => unknown
  readonly write: (value: unknown) => unknown

  constructor([wire, name, spec, flag = 0]: Row) {
    this.wire = wire
    this.name = name
    this.isNullable = flag === NULL || flag === NULL_OR_ABSENT
    this.isEmptyNull = flag === NULL
    this.isRequired = flag === 0
    this.isList = Array.isArray(spec)
    this.read = readerOf(spec)
    this.write = writerOf(spec)
  }
}

function readerOf(spec: Spec): (json: unknown) => unknown {
  if (isList(spec)) {
    const read = readerOf(spec[0])
    return (json) => listOf(json, read)
  }
  if (typeof spec === 'object') return (json) => spec.read(json)
  if (spec.startsWith('id:')) {
    const prefix = spec.slice(3)
    return (json) => {
      if (isId(json, prefix)) return json
      throw new Unreadable(`it must be an ID that begins with ${prefix}_`)
    }
  }
  return SCALARS[spec as keyof typeof SCALARS]
}

function writerOf(spec: Spec): (value: unknown) => unknown {
  if (isList(spec)) {
    const write = writerOf(spec[0])
    return (value) => (Array.isArray(value) ? value.map(write) : value)
  }
  return typeof spec === 'object' ? (value) => spec.write(value) : (value) => value
}

const SCALARS = {
  any: readAny,
  raw: (json: unknown) => json,
  text: (json: unknown) => expect(isText(json), json, 'a text'),
  integer: (json: unknown) => expect(isInteger(json), json, 'a whole number'),
  number: (json: unknown) => expect(isNumber(json), json, 'a number'),
  boolean: (json: unknown) => expect(isBoolean(json), json, 'true or false'),
  time: (json: unknown) => expect(isTime(json), json, 'a time in RFC 3339'),
}

function expect(holds: boolean, json: unknown, what: string): unknown {
  if (!holds) throw new Unreadable(`it must be ${what}`)
  return json
}

function readAny(json: unknown): unknown {
  if (isAny(json)) return json
  throw new Unreadable('it must hold no number that is too large')
}

/** Whether it is JSON of other languages as well: a number that is too large is none there, and infinite here. */
export function isAny(json: any): boolean {
  if (typeof json === 'number') return Number.isFinite(json)
  if (typeof json !== 'object' || json === null) return json !== undefined
  for (const name in json) if (!isAny(json[name])) return false
  return true
}

export const isText = (json: unknown): json is string => typeof json === 'string'
export const isInteger = (json: unknown): json is number => Number.isInteger(json)
export const isNumber = (json: unknown): json is number => Number.isFinite(json)
export const isBoolean = (json: unknown): json is boolean => typeof json === 'boolean'

const TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/

// Of these it is plain that they are of the calendar, which is slow to ask.
const PLAIN_TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

export function isTime(json: unknown): json is string {
  if (typeof json !== 'string') return false
  return PLAIN_TIME.test(json) || (TIME.test(json) && !Number.isNaN(Date.parse(json)))
}

const ID = /^[A-Za-z0-9_-]+$/

// Most have no hyphen, and for this class alone the engine looks a character up instead of comparing it.
const PLAIN_ID = /^\w+$/

const UNDERSCORE = 0x5f

// As long as an ID of the core may be.
const MAX_ID_LENGTH = 63

/** Whether it is an ID whose kind is `prefix`. */
export function isId(json: unknown, prefix: string): json is string {
  if (typeof json !== 'string' || json.length > MAX_ID_LENGTH || json.length < prefix.length + 2) return false
  return json.startsWith(prefix) && json.charCodeAt(prefix.length) === UNDERSCORE && (PLAIN_ID.test(json) || ID.test(json))
}

export function isListOf(json: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(json) && json.every(is)
}

/** Whether there is anything in it. */
export function holds(member: unknown): boolean {
  if (typeof member !== 'object') return member !== undefined
  for (const _ in member) return true
  return false
}

/** A list whose items are read. */
export function listOf<T>(json: unknown, read: (item: unknown) => T): T[] {
  if (!Array.isArray(json)) throw new Unreadable('it must be a list')
  let index = 0
  try {
    return json.map((item) => {
      const value = read(item)
      index += 1
      return value
    })
  } catch (error) {
    throw error instanceof Unreadable ? error.within(index) : error
  }
}

function isList(spec: Spec): spec is readonly [Spec] {
  return Array.isArray(spec)
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Sets a member of any name: `__proto__` is one like others. */
function keep(members: Members, name: string, value: unknown): void {
  if (name !== '__proto__') members[name] = value
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true })
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
