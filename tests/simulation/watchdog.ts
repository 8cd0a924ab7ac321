/**
 * Ends a simulation in which nothing moves: promises that nobody keeps, or a loop that never ends. It runs in a thread of its
 * own, for whoever is stuck cannot look at a clock. Where many exchanges lead nowhere the laws say so themselves (L1).
 */
import { writeSync } from 'node:fs'
import { Worker, isMainThread, workerData } from 'node:worker_threads'

type Watched = { readonly counter: SharedArrayBuffer; readonly patienceMs: number }

const lookEveryMs = 1_000

/** Tell it of every step by calling `moved`. */
export function watch(patienceMs: number): { moved(): void; end(): Promise<unknown> } {
  const counter = new SharedArrayBuffer(4)
  const worker = new Worker(new URL(import.meta.url), { workerData: { counter, patienceMs } })
  const view = new Int32Array(counter)
  return { moved: () => void Atomics.add(view, 0, 1), end: () => worker.terminate() }
}

function guard({ counter, patienceMs }: Watched): void {
  const view = new Int32Array(counter)
  let last = -1
  let still = 0
  setInterval(() => {
    const now = Atomics.load(view, 0)
    still = now === last ? still + lookEveryMs : 0
    last = now
    if (still < patienceMs) return
    writeSync(2, `L1: nothing has moved for ${still / 1_000} s, after ${now} histories\n`)
    process.kill(process.pid, 'SIGKILL')
  }, lookEveryMs)
}

if (!isMainThread) guard(workerData as Watched)
