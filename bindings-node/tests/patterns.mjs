// References and patterns, as `tests/behaviour/README.md` tells them.

import { isDeepStrictEqual } from 'node:util'

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a scenario has given names to. */
export class Scope {
  #values = new Map()

  set(name, value) {
    this.#values.set(name, value)
  }

  /** The value with its references followed. */
  resolve(value) {
    if (typeof value === 'string' && value.startsWith('$')) return this.#find(value.slice(1))
    if (Array.isArray(value)) return value.map((item) => this.resolve(item))
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.resolve(member)]))
  }

  #find(reference) {
    const [name, ...steps] = reference.split('.')
    if (!this.#values.has(name)) throw new Error(`nothing is called ${name}`)
    return steps.reduce((found, step) => {
      if (!Object.hasOwn(found, step)) throw new Error(`no ${step} on the way to ${reference}`)
      return found[step]
    }, this.#values.get(name))
  }
}

/** What is amiss with a value, by a pattern without references; or nothing. */
export function fault(pattern, value) {
  if (Array.isArray(pattern)) {
    if (!Array.isArray(value)) return ' is no list'
    if (value.length !== pattern.length) return ` has ${value.length} items, not ${pattern.length}`
    return first(pattern.entries(), value)
  }
  if (isObject(pattern)) {
    const special = Object.entries(pattern).find(([name]) => name.startsWith('$'))
    return special === undefined ? first(Object.entries(pattern), value) : ofSpecial(special, value)
  }
  return isDeepStrictEqual(pattern, value) ? undefined : ` is ${JSON.stringify(value)}, not ${JSON.stringify(pattern)}`
}

/** The fault of the first member that has one. */
function first(members, value) {
  for (const [name, pattern] of members) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    if (!isThere && isObject(pattern) && '$absent' in pattern) continue
    const found = isThere ? fault(pattern, value[name]) : ' is missing'
    if (found !== undefined) return `/${name}${found}`
  }
}

const SPECIAL = {
  $starts_with: (argument, value) => typeof value === 'string' && value.startsWith(argument),
  $length: (argument, value) => Array.isArray(value) && value.length === argument,
  $not: (argument, value) => fault(argument, value) !== undefined,
  $absent: () => false,
}

function ofSpecial([name, argument], value) {
  if (SPECIAL[name](argument, value)) return undefined
  return ` is ${JSON.stringify(value)}, which ${name} ${JSON.stringify(argument)} does not hold for`
}
