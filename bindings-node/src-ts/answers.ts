// The answers of calls, as they come from the native door: a burst of them costs one turn of the event loop.

import { abortable } from './abort.js'
import { native, type NativeAnswers } from './native.js'

const waiting = new Map<number, (text: string) => void>()

let opened: NativeAnswers | undefined
let tickets = 0

/** Waits for the text that answers the call which `start` makes, unless `signal` aborts first. */
export function answerOf(start: (answers: NativeAnswers, ticket: number) => void, signal: AbortSignal | undefined): Promise<string> {
  const answers = (opened ??= native().Answers.open(deliver))
  const ticket = (tickets = (tickets + 1) >>> 0)
  const work = () =>
    new Promise<string>((resolve) => {
      waiting.set(ticket, resolve)
      start(answers, ticket)
    })
  if (signal === undefined) return work()
  return abortable(signal, work, () => {
    waiting.delete(ticket)
    answers.cancel(ticket)
  })
}

function deliver(): void {
  const [numbers, texts] = (opened as NativeAnswers).drain()
  for (let at = 0; at < numbers.length; at += 1) {
    const ticket = numbers[at] as number
    const resolve = waiting.get(ticket)
    waiting.delete(ticket)
    resolve?.(texts[at] as string)
  }
}
