// The TypeScript in the documentation compiles, and runs as it is printed.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { idempotencyKey, Inbox, MemoryInbox, Webhooks } from 'softknack'
import { Sandbox } from 'softknack/testing'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DOCS = join(ROOT, 'docs')
const PAGES = ['README.md', 'bindings-node/README.md', ...readdirSync(DOCS).map((page) => join('docs', page))]

// Ends what a page does for ever.
const ENOUGH = new Error('enough')

// What the pages take for granted.
const SURROUNDINGS = `
  import type { Event, Contact, ContactId, Inbox, QueueEntryId, Router, Slot, SlotId, Softknack } from 'softknack'
  declare global {
    const sk: Softknack, contact: Contact, contactId: ContactId, caller: ContactId, slot: Slot, slots: Slot[], callId: string
    const id: QueueEntryId, signal: AbortSignal, inbox: Inbox, router: Router<Promise<void>>
    const secret: string, token: string, slotIds: SlotId[], askTheBackOffice: () => Promise<string>, verifyAgain: () => Promise<string>
    const handle: (event: Event) => void, sendConfirmation: (event: Event) => Promise<void>
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
  // Where cursors are kept.
  process.chdir(folder)
})

after(async () => {
  await sandbox.close()
  process.chdir(ROOT)
  rmSync(folder, { recursive: true })
})

test('they compile', () => {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' })
  const named = stdout.replaceAll(/(\d+)\.mts/g, (_, index) => all[index].name)
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
    const entry = await sk.queue.join({ customerId: contact.id, partySize: 2, matchType: 'FITTED', resourceType: 'table' })
    await sk.queue.allocate({ resourceType: 'table' })
    const { challengeId } = await sk.queue.otp.request({ phone: contact.phone })
    const { code } = (await sandbox.outbox.last()).vars
    const { token } = await sk.queue.otp.verify({ challengeId, code })
    Object.assign(globalThis, {
      sk, slot, slots: [slot, other], contact, contactId: contact.id, caller: contact.id, callId: 'call-1', secret, idempotencyKey,
      id: entry.id, signal: AbortSignal.timeout(60_000), token, slotIds: [slot.id, other.id], askTheBackOffice: async () => token, verifyAgain: async () => token,
      inbox: new Inbox('confirmations', new MemoryInbox()), handle() {}, async sendConfirmation() {},
      router: { route: () => Promise.reject(ENOUGH) },
      booking: { slotId: slot.id, contactId: contact.id, service: 'ac_service' },
      save() {}, offer() {}, async confirm() {},
    })
    const printed = import(pathToFileURL(join(folder, 'run', `${index}.mjs`)).href)
    const { POST, receive } = await printed.catch((error) => {
      if (error !== ENOUGH) throw error
      return {}
    })
    const headers = new Webhooks(secret).sign(event.id, body)
    const request = new Request('http://localhost/', { method: 'POST', headers, body })
    if (POST) assert.equal((await POST(request)).status, 204)
    if (receive) assert.equal(await receive(event), 204)
  })
})
