// The TypeScript in the documentation compiles, and runs as it is printed.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { idempotencyKey, Webhooks } from 'softknack'
import { Sandbox } from 'softknack/testing'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DOCS = join(ROOT, 'docs')
const PAGES = ['README.md', 'bindings-node/README.md', ...readdirSync(DOCS).map((page) => join('docs', page))]

// What the pages take for granted.
const SURROUNDINGS = `
  import type { Contact, ContactId, Slot, Softknack } from 'softknack'
  declare global {
    const sk: Softknack, contact: Contact, contactId: ContactId, slot: Slot, callId: string, secret: string
    const booking: Parameters<Softknack['calendar']['appointments']['book']>[0]
    const idempotencyKey: typeof import('softknack').idempotencyKey
    const save: (cursor: string | null) => void, offer: (slots: readonly Slot[]) => void
    const confirm: (appointment: { id: string }) => Promise<void>
  }`

const SETTINGS = {
  extends: join(ROOT, 'bindings-node/tsconfig.json'),
  compilerOptions: { noEmit: false, noUnusedLocals: false, outDir: 'run', rootDir: '.' },
  include: ['*.mts'],
}

function* snippets() {
  for (const page of PAGES) {
    const text = readFileSync(join(ROOT, page), 'utf8')
    for (const { 1: source, index } of text.matchAll(/^```ts\n(.*?)^```/gms)) {
      yield { name: `${page}:${text.slice(0, index).split('\n').length + 1}`, source: `${source}\nexport {}\n` }
    }
  }
}

const all = [...snippets()]
let folder, sandbox

before(async () => {
  // Within the package, so that its name means itself.
  const parent = join(ROOT, 'bindings-node/dist')
  mkdirSync(parent, { recursive: true })
  folder = mkdtempSync(join(parent, 'snippets-'))
  all.forEach(({ source }, index) => writeFileSync(join(folder, `${index}.mts`), source))
  writeFileSync(join(folder, 'surroundings.d.mts'), SURROUNDINGS)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(SETTINGS))

  sandbox = await Sandbox.start()
  process.env['SK_API_KEY'] = sandbox.testKey
  process.env['SK_BASE_URL'] = sandbox.baseUrl
})

after(async () => {
  rmSync(folder, { recursive: true })
  await sandbox.close()
})

test('they compile', () => {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' })
  const named = stdout.replaceAll(relative(process.cwd(), folder), '').replaceAll(/(\d+)\.mts/g, (_, index) => all[index].name)
  assert.equal(status, 0, named)
})

all.forEach(({ name }, index) => {
  test(name, async () => {
    await sandbox.reset()
    const business = await sandbox.seed()
    const sk = sandbox.client()
    const [slot, other] = await sk.calendar.availability.list({ service: 'ac_service' }).toArray({ limit: 2 })
    const contact = await sk.crm.contacts.get(business.contacts[0])
    const receiver = await sandbox.receiver('appointment.booked')
    await sk.calendar.appointments.book({ slotId: other.id, contactId: contact.id, service: 'ac_service' })
    const event = await receiver.nextEvent()
    const { body } = receiver.received[0]
    const secret = business.webhookSecret
    Object.assign(globalThis, {
      sk, slot, contact, contactId: contact.id, callId: 'call-1', secret, idempotencyKey,
      booking: { slotId: slot.id, contactId: contact.id, service: 'ac_service' },
      save() {}, offer() {}, async confirm() {},
    })
    const { POST } = await import(pathToFileURL(join(folder, 'run', `${index}.mjs`)).href)
    if (POST) {
      const headers = new Webhooks(secret).sign(event.id, body)
      const request = new Request('http://localhost/', { method: 'POST', headers, body })
      assert.equal((await POST(request)).status, 204)
    }
  })
})
