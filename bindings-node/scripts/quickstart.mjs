// Installs the packed packages into a clean project, and runs the quickstart there, as an ES module and as CommonJS:
// `node scripts/quickstart.mjs <folder of tarballs>`.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'

// More than this nobody should ship without noticing.
const LARGEST = 4_000_000

const [tarballs] = process.argv.slice(2)
const project = mkdtempSync(join(tmpdir(), 'softknack-quickstart-'))
const scripts = fileURLToPath(new URL('.', import.meta.url))
const node = (...args) => execFileSync(process.execPath, args, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] })

writeFileSync(join(project, 'package.json'), '{ "private": true }\n')
execFileSync(process.execPath, [join(scripts, 'install.mjs'), tarballs, project], { stdio: 'inherit' })

const packages = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))
assert.ok(packages.every((name) => name.startsWith('softknack')), `it brought others along: ${packages}`)
const sizeOf = (folder) => {
  const entries = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)))
  return entries.filter((entry) => entry.isFile()).reduce((sum, { size }) => sum + size, 0)
}
const shipped = packages.filter((name) => !name.startsWith('softknack-sandbox'))
const size = shipped.reduce((sum, name) => sum + sizeOf(join(project, 'node_modules', name)), 0)
assert.ok(size <= LARGEST, `${shipped.join(' and ')} are ${size} bytes, more than ${LARGEST}`)

const source = readFileSync(join(scripts, '../../examples/node/quickstart.ts'), 'utf8')
const { code } = transformSync(source, { loader: 'ts', format: 'esm', target: 'node20' })
writeFileSync(join(project, 'quickstart.mjs'), code)
node('quickstart.mjs')

// CommonJS has no await outside of functions.
const required = code.replaceAll(/^import (.+) from (".+");$/gm, 'const $1 = require($2);')
writeFileSync(join(project, 'quickstart.cjs'), `(async () => {\n${required}\n})()\n`)
node('quickstart.cjs')

rmSync(project, { recursive: true })
console.log(`the quickstart runs in a clean project, as both kinds of module; ${shipped.join(' and ')}: ${size} bytes`)
