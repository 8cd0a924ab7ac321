/** What the status chip may say, from facts only: what lies in the outbox, and how the last exchange ended. */
import type { Obstacle } from './loop.ts'

export type Chip =
  'confirmed' | 'sending' | 'waiting' | 'offline' | 'attention' | 'full' | 'signed-out' | 'outdated'

export type SyncFacts = {
  /** How much waits to be sent, and how much was refused. */
  readonly waiting: number
  readonly refused: number
  readonly running: boolean
  /** How the last finished run ended; undefined before the first. */
  readonly last: 'confirmed' | Obstacle['kind'] | undefined
  readonly storageFull: boolean
}

/** 已送达 is only said where the outbox is empty and the authority has confirmed it (T1). */
export function chipOf(facts: SyncFacts): Chip {
  if (facts.storageFull) return 'full'
  if (facts.refused > 0) return 'attention'
  if (facts.last === 'signedOut') return 'signed-out'
  if (facts.last === 'outdated') return 'outdated'
  if (facts.waiting > 0) return facts.running ? 'sending' : 'waiting'
  return facts.last === 'confirmed' ? 'confirmed' : 'offline'
}
