/**
 * What happened at the door, and who opened it for whom. Only appended to; the database itself keeps what is younger than
 * six months. No password, code or token stands here, nor a name that no account has: people type passwords there.
 */
import type { DoorKind } from '../../sync/wire/door-log.ts'
import type { Connections } from '../store/connections.ts'

/** So long everything is kept. */
const keptMs = 400 * 86_400_000

export type SecurityEvent = {
  readonly event: DoorKind
  /** Whose session or account acted; absent at the command line, and where nobody was recognised. */
  readonly account?: string | undefined
  /** Whom it concerns. */
  readonly person?: string | undefined
  readonly device?: string | undefined
  readonly address?: string | undefined
  readonly detail?: string | undefined
}

export type KeptEvent = {
  readonly number: number
  readonly at: number
  readonly event: string
  readonly account: string | null
  readonly person: string | null
  readonly device: string | null
  readonly address: string | null
  readonly detail: string | null
}

/** Whom it is about, and who acted, where an account did. */
export type EventAbout = KeptEvent & { readonly about: string; readonly actor: string | null }

type AboutPeople = {
  readonly branches: readonly string[]
  readonly kinds: readonly DoorKind[]
  /** Part of the person's name. */
  readonly name: string
  readonly before: number
  readonly limit: number
}

export class SecurityLog {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  /** Within a transaction of the store, the entry becomes part of it. */
  note(now: number, { event, account, person, device, address, detail }: SecurityEvent) {
    const words = [account, person, device, address, detail].map((word) => word ?? null)
    return this.#connections.note(() => void this.#statements.note.run(now, event, ...words))
  }

  /** Oldest first. */
  since(ms: number): readonly KeptEvent[] {
    return this.#statements.since.all(ms)
  }

  /** Of these kinds, about people of these branches, newest first. */
  about({ branches, kinds, name, before, limit }: AboutPeople): readonly EventAbout[] {
    const words = [JSON.stringify(branches), JSON.stringify(kinds)] as const
    return this.#statements.about.all(before, ...words, name, limit)
  }

  tidy(now: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.drop.run(now - keptMs))
  }
}

const prepare = ({ writer, lookup }: Connections) => ({
  note: writer.prepare<[number, string, ...(string | null)[]]>(
    `INSERT INTO security_event (at, event, account, person, device, address, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ),
  since: lookup.prepare<[number], KeptEvent>(
    `SELECT number, at, event, account, person, device, address, detail FROM security_event
     WHERE at >= ? ORDER BY number`,
  ),
  about: lookup.prepare<[number, string, string, string, number], EventAbout>(
    `SELECT number, security_event.at AS at, event, account, security_event.person AS person, device, address,
            detail, row.id AS about, account.person AS actor
     FROM security_event LEFT JOIN account ON account.id = security_event.account
     JOIN row ON row.id = coalesce(security_event.person, account.person) AND row.type = 'person'
     WHERE number < ? AND row.parent IN (SELECT value FROM json_each(?))
       AND event IN (SELECT value FROM json_each(?)) AND instr(row.body ->> 'name', ?) > 0
     ORDER BY number DESC LIMIT ?`,
  ),
  drop: writer.prepare<[number]>('DELETE FROM security_event WHERE at < ?'),
})
