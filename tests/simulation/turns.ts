/**
 * Lets several runs go on at once and decides, step by step, whose turn it is: two tabs on one database, two requests at
 * the authority. Everything here lives in memory, so one turn of the event loop later all of them stand at a gate, wait
 * for each other, or have ended; the same order of turns always gives the same history.
 */

import { LawBroken } from './faults.ts'

/** Waits until it may go on. */
export type Gate = () => Promise<void>

export const openGate: Gate = () => Promise.resolve()

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Runs all of them to their ends. `order` says which of those that wait goes next, over and over. */
export async function takeTurns(
  runs: readonly ((gate: Gate) => Promise<void>)[],
  order: readonly number[],
): Promise<void> {
  const waiting: (() => void)[] = []
  const gate: Gate = () => new Promise((resolve) => waiting.push(resolve))
  let running = runs.length
  const ends = runs.map((run) =>
    run(gate).finally(() => {
      running -= 1
    }),
  )
  const ended = Promise.allSettled(ends)
  for (let turn = 0; running > 0; turn += 1) {
    await settled()
    const next = (order[turn % Math.max(order.length, 1)] ?? 0) % Math.max(waiting.length, 1)
    const [go] = waiting.splice(next, 1)
    if (!go && running > 0) throw new LawBroken('L1', 'everybody waits for somebody else')
    go?.()
  }
  for (const end of await ended) if (end.status === 'rejected') throw end.reason
}
