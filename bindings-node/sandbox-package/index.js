'use strict'

// The program of this platform, which stands in a package of its own.

const { existsSync } = require('node:fs')
const { join, dirname } = require('node:path')

const { platform, arch } = process
const abis = { linux: ['-gnu', '-musl'], win32: ['-msvc'] }[platform] ?? ['']
const suffix = platform === 'win32' ? '.exe' : ''

/** The path of the program. */
function program() {
  const names = abis.map((abi) => `softknack-sandbox-${platform}-${arch}${abi}`)
  for (const name of names) {
    try {
      const path = join(dirname(require.resolve(`${name}/package.json`)), `softknack-sandbox${suffix}`)
      if (existsSync(path)) return path
    } catch {
      // It is not the one that npm installed.
    }
  }
  throw new Error(
    `softknack-sandbox: no program for ${platform}-${arch} (tried ${names.join(', ')}): install it with the optional ` +
      'dependencies: npm install --save-dev softknack-sandbox --include=optional',
  )
}

Object.defineProperty(exports, 'program', { get: program, enumerable: true })
