// There is a method for every operation of the OpenAPI document, with its parameters.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import * as softknack from 'softknack'

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8')
const document = JSON.parse(read('../../spec/openapi.json'))
const folder = '../dist/resources/'
const declared = readdirSync(new URL(folder, import.meta.url))
  .filter((name) => name.endsWith('.d.ts'))
  .map((name) => read(folder + name))
  .join('\n')

const camel = (wire) => wire.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
const pascal = (name) => camel(`_${name}`)
const resolved = (schema) =>
  schema.$ref === undefined ? schema : schema.$ref.slice(2).split('/').reduce((found, step) => found[step], document)

/** The members of a printed interface: each name, and whether it must be given. */
function membersOf(name) {
  const body = new RegExp(`export interface ${name} \\{([^}]*)\\n\\}`).exec(declared)?.[1] ?? ''
  const bare = body.replace(/\/\*\*[^]*?\*\//g, '')
  return Object.fromEntries([...bare.matchAll(/^\s+(\w+)(\?)?:/gm)].map(([, member, mark]) => [member, mark === undefined]))
}

const client = new softknack.Softknack({ credential: 'sk_test_1', baseUrl: 'http://localhost:1' })

for (const [path, verbs] of Object.entries(document.paths)) {
  for (const [verb, row] of Object.entries(verbs)) {
    test(`${row.operationId} (${verb} ${path})`, () => {
      const steps = row.operationId.split('.').map(camel)
      const method = steps.reduce((found, step) => found[step], client)
      assert.equal(typeof method, 'function')
      const parameters = row.parameters.map(resolved)
      const expected = {}
      for (const { name, required = false } of parameters.filter((one) => one.in === 'query')) expected[camel(name)] = required
      if (row.requestBody !== undefined) {
        const body = resolved(row.requestBody.content['application/json'].schema)
        for (const name of Object.keys(body.properties)) expected[camel(name)] = (body.required ?? []).includes(name)
      }
      const params = row.operationId.split('.').slice(-2).map(pascal).join('') + 'Params'
      assert.deepEqual(membersOf(params), expected)
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => camel(name))
      const arguments_ = [...inPath, ...(Object.keys(expected).length > 0 ? ['params'] : []), 'options']
      const written = /^\w+\(([^)]*)\)/.exec(method.toString())?.[1] ?? ''
      assert.deepEqual(written.split(',').map((one) => one.split('=')[0].trim()), arguments_)
    })
  }
}

test('there is a class for every code, and a type for every event', () => {
  for (const code of document.components.schemas.ErrorCode.examples) {
    const name = `${pascal(code)}Error`
    assert.ok(softknack[name].prototype instanceof softknack.SoftknackError, name)
    assert.equal(softknack[name].prototype.name, name)
  }
  const events = read('../dist/models/events.d.ts')
  for (const name of Object.keys(document.webhooks)) assert.ok(events.includes(`'${name}'`), name)
})
