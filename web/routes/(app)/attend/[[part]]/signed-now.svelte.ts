/** A code that is always of this half minute. Construct it while a component begins. */
import type { Clock } from '#lib/data/types.ts'
import { stepMs } from '#lib/roll/attendance-code.ts'

export class SignedNow {
  readonly #clock: Pick<Clock, 'now'>
  #step = $state(0)
  /** Undefined until it is known, and where this device cannot keep one. */
  key = $state<string>()
  failed = $state(false)

  constructor(clock: Pick<Clock, 'now'>, key: Promise<string | undefined>) {
    this.#clock = clock
    this.#look()
    void key.then((found) => {
      this.key = found
      this.failed = found === undefined
    })
  }

  /** Of the half minute shown. */
  get nowMs(): number {
    return this.#step * stepMs
  }

  run(): () => void {
    const timer = setInterval(() => this.#look(), 1_000)
    return () => clearInterval(timer)
  }

  #look(): void {
    this.#step = Math.floor(this.#clock.now() / stepMs)
  }
}
