// Abort signals: one listener for each, however many calls wait on it, and none when no call does.

const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Waits for `work` unless `signal` aborts first: then `cancel` is called, and the reason of the signal is thrown at once.
 */
export function abortable<T>(signal: AbortSignal, work: () => Promise<T>, cancel: () => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.throwIfAborted()
    const abort = () => {
      cancel()
      reject(signal.reason)
    }
    const leave = enter(signal, abort)
    work().then(resolve, reject).finally(leave)
  })
}

function enter(signal: AbortSignal, abort: () => void): () => void {
  let aborts = waiting.get(signal)
  if (aborts === undefined) {
    const all = new Set<() => void>()
    const listener = () => {
      for (const one of all) one()
    }
    aborts = Object.assign(all, { listener })
    waiting.set(signal, all)
    signal.addEventListener('abort', listener, { once: true })
  }
  const entered = aborts as Set<() => void> & { listener: () => void }
  entered.add(abort)
  return () => {
    entered.delete(abort)
    if (entered.size > 0) return
    signal.removeEventListener('abort', entered.listener)
    waiting.delete(signal)
  }
}
