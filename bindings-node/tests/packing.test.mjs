// What the native half packs: the same values come of it as of the tables, and the same errors.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'

const core = createRequire(import.meta.url)('../dist/core.js')
const { EventShape, Shape, Webhooks, made, native, readText } = core
const SECRET = `whsec_${'k'.repeat(32)}`
const signer = new Webhooks(SECRET)
const door = native().Webhooks.build([SECRET], [''], 'nexus', '', 300_000)

const shapes = Object.entries(core).filter(([, value]) => value instanceof Shape || value instanceof EventShape)

/** What the native half gives of a text for JSON.parse: a delivery is read by whatever shape is asked for. */
const packer = (shape) => {
  const read = door.reader(shape.native)
  return (text) => read(Buffer.from(text), signer.sign('evt_1', text)['x-nexus-signature'])
}

/** JSON of a table: of every member what it may be. */
function jsonOf(spec) {
  if (Array.isArray(spec)) return fc.array(jsonOf(spec[0]), { maxLength: 3 })
  if (spec.byType) {
    const types = [...Object.entries(spec.byType), ['of.another.kind', 'any']]
    return fc.constantFrom(...types).chain(([type, data]) => {
      const specOf = ([name, one]) => (one === 'raw' ? jsonOf(data) : name === 'type' ? fc.constant(type) : jsonOf(one))
      return fc.record(Object.fromEntries(spec.members.map((member) => [member[0], specOf(member)])))
    })
  }
  if (spec.members) {
    const member = ([name, one, flag]) => [name, flag % 2 === 1 ? fc.option(jsonOf(one)) : jsonOf(one)]
    return fc.record(Object.fromEntries(spec.members.map(member)))
  }
  if (spec.startsWith('id:')) return fc.stringMatching(/^[A-Za-z0-9_-]{1,26}$/).map((rest) => `${spec.slice(3)}_${rest}`)
  return {
    any: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))),
    text: fc.string({ unit: 'binary' }),
    integer: fc.integer(),
    number: fc.integer().map((number) => number / 8),
    boolean: fc.boolean(),
    time: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  }[spec]
}

const isFebruarysEnd = (text) => /-02-29T/.test(text)

test('what is of its shape is packed, and gives what the tables give', () => {
  assert.ok(shapes.length > 20)
  for (const [name, shape] of shapes) {
    const pack = packer(shape)
    fc.assert(
      fc.property(jsonOf(shape.table), fc.constantFrom(0, 2), (json, space) => {
        const text = JSON.stringify(json, null, space)
        const packed = pack(text)
        // A leap day is a time that is left to JavaScript.
        assert.ok(packed.startsWith('[') || isFebruarysEnd(text), name)
        const [value, expected] = [readText(shape, packed), shape.read(JSON.parse(text))]
        assert.deepEqual(value, expected)
        // What is personal is hidden in both.
        assert.equal(inspect(value, { depth: 9, sorted: true }), inspect(expected, { depth: 9, sorted: true }))
      }),
      { numRuns: 30 },
    )
  }
})

/** What may become of a value on the way from a newer or a broken platform. */
const CHANGES = [
  () => null,
  () => 'text',
  () => 'evt_1',
  () => '2026-02-30T00:00:00Z',
  () => 1.5,
  () => [],
  () => ({}),
  (value) => (Array.isArray(value) ? [...value, 1] : { ...value, added: { any: 'thing' } }),
  (value) => (Array.isArray(value) ? value.slice(1) : Object.fromEntries(Object.entries(value ?? {}).slice(1))),
  (value) => (Array.isArray(value) ? value.toReversed() : Object.fromEntries(Object.entries(value ?? {}).reverse())),
]

/** The same JSON with one value in it changed: the one that `place` counts to. */
function changed(json, place, change) {
  let left = place
  const walk = (value) => {
    if (left-- === 0) return change(value)
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member)]))
  }
  return walk(json)
}

/** What comes of it: a value, or where and why there is none. */
function outcome(read) {
  try {
    return { value: read() }
  } catch (error) {
    return error instanceof SyntaxError ? { fails: 'it is no JSON' } : { fails: error.message, at: error.pointer }
  }
}

test('whatever a text is, the tables would give the same', () => {
  for (const [, shape] of shapes) {
    const pack = packer(shape)
    const same = (given) => {
      // Half a character cannot be sent.
      const text = given.toWellFormed()
      const packed = pack(text)
      // Half a character, which was cut out of an escape.
      if (packed === null) return
      assert.deepEqual(outcome(() => readText(shape, packed)), outcome(() => shape.read(JSON.parse(text))), text)
    }
    const place = fc.nat({ max: 30 })
    fc.assert(
      fc.property(jsonOf(shape.table), place, fc.constantFrom(...CHANGES), (json, at, change) => same(JSON.stringify(changed(json, at, change)))),
      { numRuns: 60 },
    )
    fc.assert(
      fc.property(jsonOf(shape.table), fc.nat(), fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', 'e', ' '), (json, at, other) => {
        const text = JSON.stringify(json)
        same(text.slice(0, at % text.length) + other + text.slice((at % text.length) + 1))
      }),
      { numRuns: 60 },
    )
  }
})

test('a member that the table does not know never takes the place of one that it knows', () => {
  const shape = new Shape('Known', [['slot_id', 'slotId', 'id:slt']], { made: made(function (a) { this.slotId = a[0] }) })
  const text = '{"slotId":"another","slot_id":"slt_1","__proto__":1}'
  const packed = packer(shape)(text)
  assert.ok(packed.startsWith('['))
  for (const value of [readText(shape, packed), shape.read(JSON.parse(text))]) {
    assert.deepEqual(Object.entries(value), [['slotId', 'slt_1'], ['__proto__', 1]])
  }
})

test('a type that is escaped is read as what it is', () => {
  const [, eventShape] = shapes.find(([name]) => name === 'eventShape')
  const json = fc.sample(jsonOf(eventShape.table).filter((event) => event.type === 'appointment.booked'), 1)[0]
  const text = JSON.stringify(json).replace('"appointment.booked"', '"appointment\\u002ebooked"')
  assert.deepEqual(readText(eventShape, packer(eventShape)(text)), eventShape.read(JSON.parse(text)))
})
