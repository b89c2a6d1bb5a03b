// Removes what an earlier build wrote, which might be packed otherwise: `node scripts/clean.mjs`. The native half stays.

import { readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
try {
  for (const name of readdirSync(dist)) if (!name.endsWith('.node')) rmSync(dist + name, { recursive: true })
} catch (error) {
  if (error.code !== 'ENOENT') throw error
}
