// `node bench.mjs <responder>`: what the package costs beside others, each in a process of its own and in turn, as Markdown tables.
//
// It runs where the packed packages are installed: `cargo xtask bench` sees to that.

import { execFile, spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contenders } from './contenders.mjs'

const ROUNDS = 7
const CALLS = 4_000
const STARTS = 31

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

const median = (figures) => figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)]

// How theirs compares with ours: each round by itself, for the machine is not as fast in one as in another.
const ratio = (theirs, ours) => median(theirs.map((figure, round) => figure / ours[round]))

const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)
const head = (...cells) => {
  console.log()
  row(...cells)
  row(...cells.map(() => '---'))
}

await calls()
await webhooks()
await starts()
sizes()

async function calls() {
  const responder = spawn(process.argv[2], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.on('exit', () => responder.kill())
  const address = await new Promise((resolve, reject) => {
    responder.on('error', reject)
    responder.stdout.once('data', (line) => resolve(String(line).trim()))
  })
  const rounds = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of Object.keys(contenders)) {
      const { stdout } = await run(process.execPath, [join(here, 'calls.mjs'), name, address, String(CALLS)])
      rounds[name].push(JSON.parse(stdout))
    }
  }
  responder.kill()

  const of = (name, kind, inFlight) => rounds[name].map((round) => round[kind][inFlight])
  const table = (kind, names, inFlights) => {
    head(...['', ...inFlights.flatMap((inFlight) => [`${inFlight} in flight, µs`, 'of ours'])])
    for (const name of names) {
      const cells = (one) => [median(of(name, kind, one)).toFixed(1), ratio(of(name, kind, one), of('softknack', kind, one)).toFixed(2)]
      row(name, ...inFlights.flatMap(cells))
    }
  }
  console.log(`\nProcessor time of one booking, Node ${process.version}, medians of ${ROUNDS} rounds of ${CALLS} calls`)
  table('post', Object.keys(contenders), [1, 16, 64])
  console.log('\nProcessor time of one page of 100 appointments; undici with JSON.parse')
  table('page', ['softknack', 'undici'], [1, 16])
}

async function webhooks() {
  const { stdout } = await run(process.execPath, [join(here, 'webhooks.mjs')])
  const figures = JSON.parse(stdout)
  console.log('\nA delivery of 1 KB')
  head('', 'µs', 'ours is faster by')
  for (const [what, theirs] of [['checked', 'stripe, checked'], ['typed event', 'stripe, event']]) {
    const ours = `softknack, ${what}`
    row(ours, median(figures[ours]).toFixed(2), '')
    row(theirs, median(figures[theirs]).toFixed(2), ratio(figures[theirs], figures[ours]).toFixed(2))
  }
}

async function starts() {
  const programs = {
    'bare node': [''],
    "require('softknack')": ["require('softknack')"],
    "require('softknack'), and a client": ["new (require('softknack').Softknack)({ credential: 'sk_test_benchmark' })"],
    "import 'softknack'": ["import 'softknack'", '--input-type=module'],
    "require('undici')": ["require('undici')"],
    "require('stripe')": ["require('stripe')"],
    "require('openai')": ["require('openai')"],
  }
  const figures = Object.fromEntries(Object.keys(programs).map((name) => [name, []]))
  for (let start = 0; start < STARTS; start += 1) {
    for (const [name, [text, ...options]] of Object.entries(programs)) {
      const begin = performance.now()
      await run(process.execPath, [...options, '--eval', text], { cwd: here })
      figures[name].push(performance.now() - begin)
    }
  }
  console.log(`\nFrom nothing to the end of the process, medians of ${STARTS}`)
  head('', 'ms', 'over bare node')
  const bare = figures['bare node']
  for (const [name, all] of Object.entries(figures)) {
    row(name, median(all).toFixed(1), median(all.map((start, round) => start - bare[round])).toFixed(1))
  }
}

function sizes() {
  const installed = (name) => folderSize(dirname(require.resolve(`${name}/package.json`)))
  const { name: native } = require('softknack/package.json')
  const [platform] = readdirSync(dirname(dirname(require.resolve('softknack/package.json')))).filter((folder) => folder.startsWith(`${native}-`))
  console.log('\nUnpacked')
  head('', 'MB')
  const megabytes = (bytes) => (bytes / 1e6).toFixed(2)
  row('softknack', megabytes(installed('softknack')))
  row(platform, megabytes(installed(platform)))
}

function folderSize(folder) {
  const sizes = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)))
  return sizes.filter((entry) => entry.isFile()).reduce((sum, { size }) => sum + size, 0)
}
