/**
 * For how long a busy server asked to be left alone (L2). It stands outside the database and is the same for every tab of the
 * account and for the next visit: a page opened anew must not come sooner than the one before it.
 */
import type { Notes } from '../disk/local-notes.ts'

type Noted = { readonly from: number; readonly until: number }

export class Respite {
  readonly #notes: Notes
  readonly #name: string
  readonly #wallMs: () => number

  constructor(notes: Notes, accountId: string, wallMs: () => number) {
    this.#notes = notes
    this.#name = `respite.${accountId}`
    this.#wallMs = wallMs
  }

  begin(ms: number): void {
    const from = this.#wallMs()
    this.#notes.write(this.#name, JSON.stringify({ from, until: from + ms } satisfies Noted))
  }

  end(): void {
    this.#notes.write(this.#name, undefined)
  }

  /** 0 where nobody asked for one, or it is over. A clock that was set back ends it: nobody waits for a year. */
  get leftMs(): number {
    const noted = this.#notes.read(this.#name)
    if (noted === undefined) return 0
    // Only this file writes it.
    const { from, until } = JSON.parse(noted) as Noted
    const now = this.#wallMs()
    return now < from ? 0 : Math.max(0, until - now)
  }
}
