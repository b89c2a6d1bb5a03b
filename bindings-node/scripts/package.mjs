// Packs what is shipped: `node scripts/package.mjs <native library> <sandbox program> <folder>`.
//
// The packages `softknack` and `softknack-sandbox` hold no binaries: those stand in packages of their own, one for each platform,
// of which npm installs the one that fits.

import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { PLATFORMS, platformName } = createRequire(import.meta.url)('../dist/core.js')
const [library, program, folder] = process.argv.slice(2).map((path) => resolve(path))
const { devDependencies: _, scripts: __, ...shipped } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { version, license, repository, engines } = shipped
const common = { version, license, repository, engines }
const platform = platformName()

rmSync(folder, { recursive: true, force: true })

/** What each platform's package of `name` is called, at this very version. */
const optional = (name) => Object.fromEntries(PLATFORMS.map((one) => [`${name}-${one}`, version]))

/** Which machines a platform's package is for. */
function only(platform) {
  const [os, cpu, abi] = platform.split('-')
  const libc = { gnu: ['glibc'], musl: ['musl'] }[abi]
  return { os: [os], cpu: [cpu], ...(libc && { libc }) }
}

function pack(manifest, fill) {
  const stage = join(folder, manifest.name)
  mkdirSync(stage, { recursive: true })
  fill(stage)
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: stage, stdio: ['ignore', 'ignore', 'inherit'] })
  rmSync(stage, { recursive: true })
  console.log(`${manifest.name} packed`)
}

pack({ ...shipped, optionalDependencies: optional('softknack') }, (stage) => {
  const isShipped = (path) => !path.endsWith('.node')
  cpSync(join(root, 'dist'), join(stage, 'dist'), { recursive: true, filter: isShipped })
  copyFileSync(join(root, 'README.md'), join(stage, 'README.md'))
})

const native = `softknack.${platform}.node`
const half = { name: `softknack-${platform}`, description: `The native half of softknack for ${platform}.`, ...common }
pack({ ...half, ...only(platform), main: native, files: [native] }, (stage) => copyFileSync(library, join(stage, native)))

const sandbox = { name: 'softknack-sandbox', description: 'The Softknack platform in a box, for tests.', ...common }
pack({ ...sandbox, bin: 'cli.js', main: 'index.js', optionalDependencies: optional('softknack-sandbox') }, (stage) => {
  cpSync(join(root, 'sandbox-package'), stage, { recursive: true })
})

const binary = basename(program)
pack({ ...sandbox, name: `softknack-sandbox-${platform}`, ...only(platform), files: [binary] }, (stage) => {
  copyFileSync(program, join(stage, binary))
  chmodSync(join(stage, binary), 0o755)
})
