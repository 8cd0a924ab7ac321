/** What a command is given of the world. */
import type { Clock } from '../clock.ts'

export type Terminal = {
  /** Where `--data` names none. */
  readonly dataFolder: string
  readonly now: Clock
  /** The answer, and what is said besides it. */
  say(line: string): void
  sayAside(line: string): void
}

/** All is well; it is not; it could not be found out. */
export type ExitCode = 0 | 1 | 2
