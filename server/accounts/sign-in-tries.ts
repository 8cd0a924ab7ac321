/**
 * How long to wait after wrong passwords and codes. For a name soon, so that nobody guesses one; for an address late, for a
 * whole village may share one. Kept in the database: starting the server anew forgives nothing.
 */
import type { Connections } from '../store/connections.ts'

type Patience = {
  /** Failures before the first wait. */
  readonly free: number
  readonly firstWaitMs: number
  readonly longestWaitMs: number
}

const ofName: Patience = { free: 5, firstWaitMs: 30_000, longestWaitMs: 15 * 60_000 }
const ofAddress: Patience = { free: 60, firstWaitMs: 60_000, longestWaitMs: 15 * 60_000 }
/** A code is copied from a screen at hand: who is wrong this often is guessing. */
const ofCodes: Patience = { free: 20, firstWaitMs: 60_000, longestWaitMs: 15 * 60_000 }
const forgottenAfterMs = 60 * 60_000

/** Without a name: a code that enrols a phone is guessed for nobody in particular. */
export type Attempt = { readonly name?: string; readonly address: string }

const subjectOfName = (name: string) => `name:${name.normalize('NFKC').trim().toLowerCase()}`

/** What an attempt counts against, and how patiently. */
const subjectsOf = ({ name, address }: Attempt): readonly (readonly [string, Patience])[] =>
  name === undefined
    ? [[`codes:${address}`, ofCodes]]
    : [
        [subjectOfName(name), ofName],
        [`address:${address}`, ofAddress],
      ]

export class SignInTries {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  /**
   * How long this attempt has to wait, ms. Where it need not, it is counted as failed at once: of many
   * attempts sent together, none may pass before the others have been counted.
   */
  async begin(attempt: Attempt, now: number): Promise<number> {
    let wait = 0
    await this.#connections.note(() => {
      const subjects = subjectsOf(attempt)
      wait = Math.max(
        ...subjects.map(([subject, patience]) => this.#waitOf(subject, patience, now)),
      )
      if (wait > 0) return
      const recent = now - forgottenAfterMs
      for (const [subject] of subjects) this.#statements.count.run({ subject, now, recent })
    })
    return wait
  }

  /** What was right clears the name; of its address it takes back only its own attempt. */
  succeed(attempt: Attempt): Promise<void> {
    return this.#connections.note(() => {
      if (attempt.name !== undefined) this.#statements.forget.run(subjectOfName(attempt.name))
      for (const [subject] of subjectsOf(attempt)) this.#statements.takeBack.run(subject)
    })
  }

  /** Ends the waiting of a name, where somebody above knows who it is. */
  forgive(name: string): Promise<void> {
    return this.#connections.note(() => void this.#statements.forget.run(subjectOfName(name)))
  }

  tidy(now: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.drop.run(now - forgottenAfterMs))
  }

  #waitOf(subject: string, patience: Patience, now: number): number {
    const tries = this.#statements.look.get(subject)
    if (!tries || tries.failures < patience.free) return 0
    const doubled = patience.firstWaitMs * 2 ** (tries.failures - patience.free)
    return Math.max(0, tries.lastAt + Math.min(doubled, patience.longestWaitMs) - now)
  }
}

const prepare = ({ writer }: Connections) => ({
  look: writer.prepare<[string], { failures: number; lastAt: number }>(
    'SELECT failures, last_at AS lastAt FROM sign_in_tries WHERE subject = ?',
  ),
  count: writer.prepare<{ subject: string; now: number; recent: number }>(
    `INSERT INTO sign_in_tries (subject, failures, last_at) VALUES (@subject, 1, @now)
     ON CONFLICT (subject) DO UPDATE
     SET failures = iif(last_at > @recent, failures + 1, 1), last_at = @now`,
  ),
  takeBack: writer.prepare<[string]>(
    'UPDATE sign_in_tries SET failures = max(0, failures - 1) WHERE subject = ?',
  ),
  forget: writer.prepare<[string]>('DELETE FROM sign_in_tries WHERE subject = ?'),
  drop: writer.prepare<[number]>('DELETE FROM sign_in_tries WHERE last_at <= ?'),
})
