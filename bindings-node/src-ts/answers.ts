// The answers of calls, as they come from the native door.

import { abortable } from './abort.js'
import { native, type NativeAnswers } from './native.js'

/** What is made of an answer at once, while nothing else is at it; it must not throw. */
type Take<A> = (facts: string, body: string) => A

// Who waits, by ticket. It is no Map: one that things come into and go out of leaves tables behind that lead to the next ones, and
// once a first one is old, everything that ever waited lives until the whole heap is looked through.
const waiting: (Take<void> | undefined)[] = []

// The tickets that can be given out again.
const free: number[] = []

// After as many answers everything else that the event loop has to do has its turn.
const AT_ONCE = 64

let opened: NativeAnswers | undefined
let delivered = 0

/** Waits for the answer of the call which `start` makes, unless `signal` aborts first; gives what `take` makes of it. */
export function answerOf<A>(
  start: (answers: NativeAnswers, ticket: number) => void,
  take: Take<A>,
  signal: AbortSignal | undefined,
): Promise<A> {
  const answers = (opened ??= native().Answers.open(deliver))
  let ticket = 0
  const work = () =>
    new Promise<A>((resolve) => {
      ticket = free.pop() ?? waiting.length
      waiting[ticket] = (facts, body) => resolve(take(facts, body))
      start(answers, ticket)
    })
  if (signal === undefined) return work()
  return abortable(signal, work, () => {
    waiting[ticket] = undefined
    // Where an answer is on its way, it still needs its ticket.
    if (answers.cancel(ticket)) free.push(ticket)
  })
}

function deliver(ticket: number, facts: string, body: string): void {
  const take = waiting[ticket]
  waiting[ticket] = undefined
  free.push(ticket)
  delivered += 1
  if (delivered === AT_ONCE) hold(opened as NativeAnswers)
  take?.(facts, body)
}

function hold(answers: NativeAnswers): void {
  answers.hold()
  setImmediate(() => {
    delivered = 0
    answers.release()
  })
}
