// Puts the native half where the loader looks for it: `node scripts/native.mjs <the library that cargo built>`.

import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const { platformName } = createRequire(import.meta.url)('../dist/core.js')
const [library] = process.argv.slice(2)
copyFileSync(library, fileURLToPath(new URL(`../dist/softknack.${platformName()}.node`, import.meta.url)))
