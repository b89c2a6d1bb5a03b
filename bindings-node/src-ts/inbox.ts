// The answers of calls, as they come from the native door: a burst of them costs one turn of the event loop.

import { abortable } from './abort.js'
import { native, type NativeInbox } from './native.js'

const waiting = new Map<number, (text: string) => void>()

let opened: NativeInbox | undefined
let tickets = 0

/** Waits for the text that answers the call which `start` makes, unless `signal` aborts first. */
export function answerOf(start: (inbox: NativeInbox, ticket: number) => void, signal: AbortSignal | undefined): Promise<string> {
  const inbox = (opened ??= native().Inbox.open(deliver))
  const ticket = (tickets = (tickets + 1) >>> 0)
  const work = () =>
    new Promise<string>((resolve) => {
      waiting.set(ticket, resolve)
      start(inbox, ticket)
    })
  if (signal === undefined) return work()
  return abortable(signal, work, () => {
    waiting.delete(ticket)
    inbox.cancel(ticket)
  })
}

function deliver(): void {
  const [numbers, texts] = (opened as NativeInbox).drain()
  for (let at = 0; at < numbers.length; at += 1) {
    const ticket = numbers[at] as number
    const resolve = waiting.get(ticket)
    waiting.delete(ticket)
    resolve?.(texts[at] as string)
  }
}
