// `softknack/testing` under jest.

const { SlotTakenError } = require('softknack')
const { Sandbox } = require('softknack/testing')

let sandbox

beforeAll(async () => {
  sandbox = await Sandbox.start()
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.reset())

test('a lost race, and the event of the booking that won', async () => {
  const { contacts } = await sandbox.seed()
  const sk = sandbox.client()
  const receiver = await sandbox.receiver('appointment.booked')
  const { id } = await sk.calendar.availability.list({ service: 'ac_service' }).first()
  const book = (contactId) => sk.calendar.appointments.book({ slotId: id, contactId, service: 'ac_service' })
  const booked = await book(contacts[0])
  await expect(book(contacts[1])).rejects.toThrow(SlotTakenError)
  await sandbox.settle()
  const event = await receiver.nextEvent()
  expect(event.data).toMatchObject({ appointment: booked })
})

test('a signal of the test runner aborts a call', async () => {
  await sandbox.faults.next('crm.contacts.list').latency(60_000)
  const signal = AbortSignal.timeout(20)
  await expect(sandbox.client().crm.contacts.list({}, { signal }).first()).rejects.toThrow(/timeout/)
})
