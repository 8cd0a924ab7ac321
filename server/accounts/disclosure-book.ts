/**
 * Every time the server handed out what no device holds. The member reads the same in his own records (`look`); this copy stays
 * here, is only appended to, and tells how often one account asked.
 */
import type { Connections } from '../store/connections.ts'

export type Disclosure = {
  readonly account: string
  readonly device: string
  /** Whose it is. */
  readonly person: string
  readonly reason: string
}

type KeptDisclosure = Disclosure & { readonly at: number }

const hourMs = 3_600_000
/** Enough for an afternoon of checking papers, and far too little to copy a township. */
const mostAnHour = 20

export class DisclosureBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  /** How long this account has to wait before the next one, ms; 0 where it need not. Ask within the transaction that notes it. */
  waitOf(account: string, now: number): number {
    const nth = this.#statements.nthLast.get(account, mostAnHour - 1)
    return nth === undefined ? 0 : Math.max(0, nth + hourMs - now)
  }

  /** Within a transaction of the store, the entry becomes part of it. */
  note({ account, device, person, reason }: Disclosure, now: number): Promise<void> {
    return this.#connections.note(
      () => void this.#statements.note.run(now, account, device, person, reason),
    )
  }

  /** Oldest first. */
  of(person: string): readonly KeptDisclosure[] {
    return this.#statements.of.all(person)
  }
}

const prepare = ({ writer, lookup }: Connections) => ({
  note: writer.prepare<[number, string, string, string, string]>(
    'INSERT INTO disclosure (at, account, device, person, reason) VALUES (?, ?, ?, ?, ?)',
  ),
  // On the connection that writes: of two asked together, the second sees the first.
  nthLast: writer
    .prepare<[string, number], number>(
      'SELECT at FROM disclosure WHERE account = ? ORDER BY at DESC LIMIT 1 OFFSET ?',
    )
    .pluck(),
  of: lookup.prepare<[string], KeptDisclosure>(
    'SELECT at, account, device, person, reason FROM disclosure WHERE person = ? ORDER BY number',
  ),
})
