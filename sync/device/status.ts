/** What the status chip may say, from facts only: what lies in the outbox, and how the last exchange ended. */
import type { Obstacle } from './loop.ts'

export type Chip =
  | 'confirmed'
  | 'sending'
  | 'waiting'
  | 'checking'
  | 'offline'
  | 'attention'
  | 'full'
  | 'signed-out'
  | 'outdated'
  | 'broken'

export type SyncFacts = {
  /** What waits and what was refused is known: it has been read from the disk. */
  readonly known: boolean
  /** The disk cannot be read at all. */
  readonly broken: boolean
  /** How much waits to be sent, and how much was refused. */
  readonly waiting: number
  readonly refused: number
  readonly running: boolean
  /** The first try of this visit is over, or is not made now: before, nobody knows whether there is a network. */
  readonly tried: boolean
  /** How the last finished run ended; undefined before the first. */
  readonly last: 'confirmed' | Obstacle['kind'] | undefined
  readonly storageFull: boolean
}

/** 已送达 is only said where the outbox is empty and the authority has confirmed it, 离线可用 once that was tried (T1). */
export function chipOf(facts: SyncFacts): Chip {
  if (facts.storageFull) return 'full'
  if (facts.broken) return 'broken'
  if (facts.refused > 0) return 'attention'
  if (facts.last === 'signedOut') return 'signed-out'
  if (facts.last === 'outdated') return 'outdated'
  if (facts.waiting > 0) return facts.running ? 'sending' : 'waiting'
  if (!facts.known || (facts.last === undefined && !facts.tried)) return 'checking'
  return facts.last === 'confirmed' ? 'confirmed' : 'offline'
}
