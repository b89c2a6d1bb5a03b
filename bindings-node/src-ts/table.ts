// The tables that models carry: how JSON is read and written member by member.
//
// Reading is as strict as the core's: a member that is missing, of another type or an ID of another kind is told by its place
// and by what was expected there, never by what stands there. What this version does not know is kept as it came.

import type { Codec } from './shape.js'

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

export type Members = Record<string, unknown>

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

/** The rows of a model, ready for use. */
export class Table {
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
          const kept = readAny(member)
          if (!this.#byName.has(wire)) keep(value, wire, kept)
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

  /** Keeps what is not of the table, unless it is called as what is. */
  keep(value: Members, unknown: Members): void {
    for (const name of Object.keys(unknown)) if (!this.#byName.has(name)) keep(value, name, unknown[name])
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

/** A spec as the native half takes it. */
export function specOf(spec: Spec): unknown {
  if (isList(spec)) return [specOf(spec[0])]
  return typeof spec === 'object' ? spec.table : spec
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
  text: (json: unknown) => expect(typeof json === 'string', json, 'a text'),
  integer: (json: unknown) => expect(Number.isInteger(json), json, 'a whole number'),
  number: (json: unknown) => expect(Number.isFinite(json), json, 'a number'),
  boolean: (json: unknown) => expect(typeof json === 'boolean', json, 'true or false'),
  time: (json: unknown) => expect(isTime(json), json, 'a time in RFC 3339'),
}

function expect(holds: boolean, json: unknown, what: string): unknown {
  if (!holds) throw new Unreadable(`it must be ${what}`)
  return json
}

export function readAny(json: unknown): unknown {
  if (isAny(json)) return json
  throw new Unreadable('it must hold no number that is too large')
}

/** Whether it is JSON of other languages as well: a number that is too large is none there, and infinite here. */
function isAny(json: any): boolean {
  if (typeof json === 'number') return Number.isFinite(json)
  if (typeof json !== 'object' || json === null) return json !== undefined
  for (const name in json) if (!isAny(json[name])) return false
  return true
}

const TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/

function isTime(json: unknown): boolean {
  return typeof json === 'string' && TIME.test(json) && !Number.isNaN(Date.parse(json))
}

const ID = /^[A-Za-z0-9_-]+$/

// As long as an ID of the core may be.
const MAX_ID_LENGTH = 63

/** Whether it is an ID whose kind is `prefix`. */
export function isId(json: unknown, prefix: string): json is string {
  if (typeof json !== 'string' || json.length > MAX_ID_LENGTH || json.length < prefix.length + 2) return false
  return json.startsWith(`${prefix}_`) && ID.test(json)
}

/** A list whose items are read. */
function listOf<T>(json: unknown, read: (item: unknown) => T): T[] {
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

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Sets a member of any name: `__proto__` is one like others. */
function keep(members: Members, name: string, value: unknown): void {
  if (name !== '__proto__') members[name] = value
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true })
}
