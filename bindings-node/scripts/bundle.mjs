// Writes the JavaScript of the package: `node scripts/bundle.mjs`.
//
// All modules stand in one file, `core.js`, for each file that Node has to open costs a start as much as several pages of
// code. The entry points are small files beside it, so that no class is there twice; those for ES modules export the same.

import { readdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../src-ts', import.meta.url))
const outdir = fileURLToPath(new URL('../dist', import.meta.url))
const ENTRIES = ['frameworks.ts', 'testing/index.ts']

const common = { absWorkingDir: root, outdir, platform: 'node', target: 'node20', logLevel: 'warning' }
// White space is left out, a quarter of it all. Names stay for stack traces, and lines short: Node shows the one that threw. A
// function that is made for each call has no name: keeping one costs as much as the rest of it.
const small = { keepNames: true, minifyWhitespace: true, minifySyntax: true, lineLimit: 120 }
const bundled = { ...common, ...small, bundle: true, format: 'cjs' }

/** Whether a module belongs to an entry point alone. */
const isOwn = (file) => file === 'index.ts' || ENTRIES.includes(file) || file.startsWith('testing/')

const modules = readdirSync(root, { recursive: true }).map((file) => file.split(sep).join('/'))
// What users see of it.
const seen = await build({ ...bundled, format: 'esm', entryPoints: ['index.ts'], write: false, metafile: true })
const names = Object.values(seen.metafile.outputs).flatMap(({ exports }) => exports).sort()

const shared = modules.filter((file) => file.endsWith('.ts') && !isOwn(file))
const contents = [
  // These are meant where several modules have something of the same name.
  `export { ${names.join(', ')} } from './index.js'`,
  ...shared.map((file) => `export * from './${file.replace(/\.ts$/, '.js')}'`),
]
await build({ ...bundled, outdir: undefined, outfile: join(outdir, 'core.js'), stdin: { contents: contents.join('\n'), resolveDir: root } })

const index = ["'use strict'", "const core = require('./core.js')", ...names.map((name) => `exports.${name} = core.${name}`)]
writeFileSync(join(outdir, 'index.js'), `${index.join('\n')}\n`)

/** Has an entry point take what is shared from `core.js`. */
const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
      const file = relative(root, join(resolveDir, path.replace(/\.js$/, '.ts'))).split(sep).join('/')
      if (kind === 'entry-point' || isOwn(file)) return undefined
      return { path: relative(resolveDir, root) === '' ? './core.js' : '../core.js', external: true }
    })
  },
}
await build({ ...bundled, entryPoints: ENTRIES, outbase: root, plugins: [apart] })

await build({ ...common, entryPoints: modules.filter((file) => file.endsWith('.mts')), outbase: root, format: 'esm', outExtension: { '.js': '.mjs' } })
