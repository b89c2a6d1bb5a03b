// `node calls.mjs <contender> <address> <calls a measurement>`: the processor time of its calls, in a process that does nothing else.
// Prints microseconds a call, as JSON.

import { contenders } from './contenders.mjs'

const [name, address, count] = process.argv.slice(2)
const { post, page } = await contenders[name](address)
const calls = Number(count)

// Measured is a process that has served for a while: the compiler has seen what all its calls have in common.
await run(post, 2 * calls, 16)

const measured = { post: {}, page: {} }
for (const inFlight of [1, 16, 64]) measured.post[inFlight] = await measure(post, calls, inFlight)
if (page) for (const inFlight of [1, 16]) measured.page[inFlight] = await measure(page, calls / 4, inFlight)
process.stdout.write(JSON.stringify(measured), () => process.exit())

/** Microseconds of the whole process for a call, its threads and its share of collecting garbage included. */
async function measure(call, calls, inFlight) {
  // Connections are opened, and the compiler has seen the rest.
  await run(call, calls, inFlight)
  const before = process.cpuUsage()
  await run(call, calls, inFlight)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

async function run(call, calls, inFlight) {
  let left = calls
  const worker = async () => {
    while (left > 0) {
      left -= 1
      await call()
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}
