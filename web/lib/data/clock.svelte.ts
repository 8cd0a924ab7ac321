import type { Notes } from './disk/local-notes.ts'
import type { Clock } from './types.ts'

/** The phone's clock, corrected by what every reply of the server shows. The correction outlives the page. */
export class CorrectedClock implements Clock {
  #offsetMs = $state<number>()
  readonly #notes: Notes
  readonly #wallMs: () => number

  constructor(notes: Notes, wallMs: () => number) {
    this.#notes = notes
    this.#wallMs = wallMs
    const kept = notes.read('clock-offset')
    if (kept !== undefined && Number.isFinite(Number(kept))) this.#offsetMs = Number(kept)
  }

  get offsetMs(): number | undefined {
    return this.#offsetMs
  }

  now(): number {
    return this.#wallMs() + (this.#offsetMs ?? 0)
  }

  learn(offsetMs: number): void {
    if (offsetMs === this.#offsetMs) return
    this.#offsetMs = offsetMs
    this.#notes.write('clock-offset', String(offsetMs))
  }
}
