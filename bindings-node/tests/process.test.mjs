// Processes: when they end, what they load, and how many copies of the package they may hold.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import * as imported from 'softknack'
import { Sandbox } from 'softknack/testing'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

let sandbox, environment

before(async () => {
  sandbox = await Sandbox.start()
  environment = { ...process.env, SK_API_KEY: sandbox.testKey, SK_BASE_URL: sandbox.baseUrl }
})
after(() => sandbox.close())

/** Runs a program, and gives what it printed. */
async function program(text, env = environment) {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', text], { cwd: root, env, timeout: 120_000 })
  return stdout.trim()
}

test('an idle client keeps no process alive, and a call under way does', async () => {
  const text = `
    import { Softknack } from 'softknack'
    const sk = new Softknack({ onRequest: () => {} })
    await sk.crm.contacts.list().firstPage()
    const at = performance.now()
    process.on('exit', () => console.log(performance.now() - at))
  `
  // The fastest of some, beside what a program without a client takes here.
  const fastest = async (text) => Math.min(...[await program(text), await program(text), await program(text)].map(Number))
  const [idle, without] = [await fastest(text), await fastest(text.replace(/(import|const sk|await).*/g, ''))]
  assert.ok(idle < 200 + 10 * without, `it took ${idle} ms to end, and without a client ${without} ms`)
  const pending = `
    import { Softknack } from 'softknack'
    new Softknack().crm.contacts.create({ name: 'Priya' }).then(({ name }) => console.log(name))
  `
  assert.equal(await program(pending), 'Priya')
})

test('a client reads its key and its address from the environment', async () => {
  const text = `
    import { Softknack, ConfigurationError } from 'softknack'
    try { console.log(new Softknack().mode) } catch (error) { console.log(error instanceof ConfigurationError, error.message) }
  `
  assert.equal(await program(text), 'test')
  const { SK_API_KEY: _, ...without } = environment
  assert.match(await program(text, without), /^true .*SK_API_KEY/)
})

test('import and require give one and the same package', () => {
  const required = require('softknack')
  for (const name of Object.keys(required)) assert.equal(imported[name], required[name], name)
  assert.ok(Object.keys(required).length > 50)
})

test('errors of another copy of the package are known by their class', () => {
  const folder = mkdtempSync(join(tmpdir(), 'softknack-'))
  cpSync(join(root, 'dist'), folder, { recursive: true, filter: (path) => !path.endsWith('.node') })
  const copy = require(join(folder, 'index.js'))
  const theirs = new copy.SlotTakenError('softknack: taken')
  assert.ok(theirs instanceof imported.SlotTakenError && theirs instanceof imported.SoftknackError)
  assert.ok(!(theirs instanceof imported.NotFoundError))
  class Own extends imported.SlotTakenError {}
  assert.ok(!(theirs instanceof Own) && new Own('x') instanceof imported.SlotTakenError)
  for (const other of [null, undefined, 1, {}, new Error('x')]) assert.ok(!(other instanceof imported.SoftknackError))
  rmSync(folder, { recursive: true })
})

test('a native half that is missing is told with platform, files and remedy', async () => {
  const text = `
    import { Softknack } from 'softknack'
    try { new Softknack() } catch (error) { console.log(error.name, error.message, error.details) }
  `
  const told = await program(text, { ...environment, SOFTKNACK_NATIVE: '/nowhere/softknack.node' })
  assert.match(told, new RegExp(`^NativeModuleError .*${process.platform}-${process.arch}.*npm install`))
  assert.match(told, /tried:\n  \/nowhere\/softknack\.node: /)
})

test('eight workers with their own clients end cleanly', async () => {
  const text = `
    const { Softknack } = require('softknack')
    const sk = new Softknack()
    const pages = []
    // Not all at once: a call should not have to wait for eight thousand others.
    const round = () => Promise.all(Array.from({ length: 100 }, () => sk.crm.contacts.list({ limit: 1 }).firstPage()))
    const work = async () => {
      while (pages.length < 1000) pages.push(...(await round()))
      require('node:worker_threads').parentPort.postMessage(pages.length)
    }
    work()
  `
  const worker = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(text, { eval: true, env: environment })
      let count
      worker.on('message', (message) => (count = message))
      worker.on('error', reject)
      worker.on('exit', (status) => resolve([count, status]))
    })
  const ended = await Promise.all(Array.from({ length: 8 }, worker))
  assert.deepEqual(ended, Array.from({ length: 8 }, () => [1000, 0]))
})

test('a sandbox ends with the process that started it, even where that is killed', async () => {
  const text = `
    import { Sandbox } from 'softknack/testing'
    console.log((await Sandbox.start()).baseUrl)
    setInterval(() => {}, 1000)
  `
  const running = spawn(process.execPath, ['--input-type=module', '--eval', text], { cwd: root })
  const [printed] = await once(running.stdout, 'data')
  const url = `${String(printed).trim()}/healthz`
  assert.ok((await fetch(url)).ok)
  running.kill('SIGKILL')
  // The sandbox writes its log to the same place: that is closed when both have ended.
  await once(running, 'close', { signal: AbortSignal.timeout(60_000) })
  await assert.rejects(fetch(url))
})

test('the package has no dependencies at run time', () => {
  const { dependencies = {} } = require('../package.json')
  assert.deepEqual(dependencies, {})
  const required = /require\("(?!node:|\.|softknack-sandbox)([^"]+)"\)/
  for (const script of ['core.js', 'index.js', 'frameworks.js', 'testing/index.js']) {
    assert.doesNotMatch(readFileSync(join(root, 'dist', script), 'utf8'), required)
  }
})
