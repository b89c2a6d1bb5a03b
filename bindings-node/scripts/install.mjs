// Installs packed packages into a project, as they will come from a registry: `node scripts/install.mjs <folder of tarballs> <project>`.

import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

const [folder, project] = process.argv.slice(2).map((path) => resolve(path))
const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz')).map((name) => join(folder, name))
// The packages of other platforms are not there, and not looked for.
const options = ['--silent', '--no-audit', '--no-fund', '--no-save', '--omit=optional', '--ignore-scripts']
execFileSync('npm', ['install', ...options, ...tarballs], { cwd: project, stdio: 'inherit' })
