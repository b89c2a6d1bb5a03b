// Plays `tests/behaviour/`, which every language of the SDK plays. Its README tells the format.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { Play } from './scenarios.mjs'

const folder = new URL('../../tests/behaviour/', import.meta.url)
const scenarios = new Map()
for (const name of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { before, scenarios: written, ...unknown } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  assert.deepEqual(unknown, {})
  for (const scenario of written) scenarios.set(scenario.name, [...before, ...scenario.steps])
}

async function play(steps) {
  const scenario = await Play.begin()
  try {
    for (const [index, step] of steps.entries()) {
      try {
        await scenario.step(step)
      } catch (cause) {
        throw new Error(`step ${index + 1}, ${JSON.stringify(step)}: ${cause.message}`, { cause })
      }
    }
  } finally {
    await scenario.end()
  }
}

for (const [name, steps] of scenarios) test(name, () => play(steps))

test('there are scenarios', () => assert.ok(scenarios.size > 20))

test('a scenario that is altered fails', async () => {
  const alter = (number, member, name, value) => {
    const steps = structuredClone(scenarios.get('the same key with another request is refused'))
    steps.at(number)[member] = { ...steps.at(number)[member], [name]: value }
    return play(steps)
  }
  await alter(-3, 'answer', 'status', 201)
  await assert.rejects(alter(-3, 'answer', 'status', 202), /answer: \/status is 201, not 202/)
  await assert.rejects(alter(-2, 'fails', 'status', 410), /fails: \/status is 409, not 410/)
  await assert.rejects(alter(-1, 'gives', 'booked', 1), /gives: \/booked is 0, not 1/)
})
