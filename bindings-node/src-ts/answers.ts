// The answers of calls, as they come from the native door.

import { abortable } from './abort.js'
import { native, type NativeAnswers } from './native.js'

/** What is made of an answer at once, while nothing else is at it; it must not throw. */
type Take = (facts: string, body: string) => unknown

// Who waits, by ticket, and what is made of the answer. They are no Map, and no function for each call holds both: through those the
// engine's quick look for garbage takes every answer for alive that came after one that is old, and a page is copied again and again
// until all of the heap is looked through.
const resolves: (((made: never) => void) | undefined)[] = []
const takes: (Take | undefined)[] = []

// The tickets that can be given out again.
const free: number[] = []

// After as many answers everything else that the event loop has to do has its turn.
const AT_ONCE = 64

let opened: NativeAnswers | undefined
let delivered = 0

/** Waits for the answer of the call which `start` makes, unless `signal` aborts first; gives what `take` makes of it. */
export function answerOf<A>(
  start: (answers: NativeAnswers, ticket: number) => void,
  take: (facts: string, body: string) => A,
  signal: AbortSignal | undefined,
): Promise<A> {
  const answers = (opened ??= native().Answers.open(deliver))
  if (signal === undefined) return new Promise((resolve) => start(answers, wait(resolve, take)))
  let ticket = 0
  return abortable(
    signal,
    () => new Promise<A>((resolve) => start(answers, (ticket = wait(resolve, take)))),
    () => {
      forget(ticket)
      // An answer that is on its way still needs its ticket.
      if (answers.cancel(ticket)) free.push(ticket)
    },
  )
}

/** Notes who waits, and gives the ticket. */
function wait<A>(resolve: (made: A) => void, take: (facts: string, body: string) => A): number {
  const ticket = free.pop() ?? resolves.length
  resolves[ticket] = resolve
  takes[ticket] = take
  return ticket
}

function deliver(ticket: number, facts: string, body: string): void {
  const [resolve, take] = [resolves[ticket], takes[ticket]]
  forget(ticket)
  free.push(ticket)
  delivered += 1
  if (delivered === AT_ONCE) hold(opened as NativeAnswers)
  if (take !== undefined) resolve?.(take(facts, body) as never)
}

function forget(ticket: number): void {
  resolves[ticket] = undefined
  takes[ticket] = undefined
}

function hold(answers: NativeAnswers): void {
  answers.hold()
  setImmediate(() => {
    delivered = 0
    answers.release()
  })
}
