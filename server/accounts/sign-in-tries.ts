/**
 * How long to wait after wrong passwords. For a name soon, so that nobody guesses one; for an address late, for a whole
 * village may share one. Kept in the database: starting the server anew forgives nothing.
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
const forgottenAfterMs = 60 * 60_000

export type Attempt = { readonly name: string; readonly address: string }

const subjectOfName = ({ name }: Attempt) => `name:${name.normalize('NFKC').trim().toLowerCase()}`
const subjectOfAddress = ({ address }: Attempt) => `address:${address}`

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
      wait = Math.max(
        this.#waitOf(subjectOfName(attempt), ofName, now),
        this.#waitOf(subjectOfAddress(attempt), ofAddress, now),
      )
      if (wait > 0) return
      const recent = now - forgottenAfterMs
      this.#statements.count.run({ subject: subjectOfName(attempt), now, recent })
      this.#statements.count.run({ subject: subjectOfAddress(attempt), now, recent })
    })
    return wait
  }

  /** The right password clears the name; of its address it takes back only its own attempt. */
  succeed(attempt: Attempt): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.forget.run(subjectOfName(attempt))
      this.#statements.takeBack.run(subjectOfAddress(attempt))
    })
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
