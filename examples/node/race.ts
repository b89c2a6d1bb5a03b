// Twenty bookers want one slot at the same moment: one wins it, and the others are told what is still open. Then twenty
// more let the platform choose the next opening for them, and each gets one of their own.
//
//     node race.ts

import assert from 'node:assert/strict'
import { SlotTakenError } from 'softknack'
import { Sandbox } from 'softknack/testing'

const BOOKERS = 20

const sandbox = await Sandbox.start()
const sk = sandbox.client()
const {
  contacts: [contactId],
} = await sandbox.seed()
const { id: slotId } = await sk.calendar.availability.list({ service: 'ac_service' }).first()
const booking = { slotId, contactId, service: 'ac_service' }

/** How many other openings were offered, or nothing where the race was won. */
async function offered(): Promise<number | undefined> {
  try {
    await sk.calendar.appointments.book(booking)
    return undefined
  } catch (error) {
    // A lost race is an answer: the SDK does not send it again.
    if (error instanceof SlotTakenError) return error.nextSlots.length
    throw error
  }
}

const answers = await Promise.all(Array.from({ length: BOOKERS }, offered))
const winners = answers.filter((answer) => answer === undefined).length
console.log(`${BOOKERS} bookers, one slot: ${winners} won, ${BOOKERS - winners} were offered other openings.`)
assert.equal(winners, 1)
assert(!answers.includes(0))

const bookNext = () => sk.calendar.appointments.book({ ...booking, ifTaken: 'book_next' })
const booked = await Promise.all(Array.from({ length: BOOKERS }, bookNext))
const different = new Set(booked.map((appointment) => appointment.slotId)).size
console.log(`${BOOKERS} bookers with book_next: ${different} different slots.`)
assert.equal(different, BOOKERS)
await sandbox.close()
