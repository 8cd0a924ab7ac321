/** Accounts and the sessions of their devices. Times are ms. */
import type { Connections } from '../store/connections.ts'
import { hashOf } from './random.ts'

export type Account = {
  readonly id: string
  readonly name: string
  readonly personId: string
  readonly password: string
}

export type SessionOnFile = {
  readonly account: Account
  readonly device: string
  readonly renewedAt: number
}

/** Names are typed on phones: case, width and blanks around them do not count. */
const keyOf = (name: string) => name.normalize('NFKC').trim().toLowerCase()

export class AccountBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  get isEmpty(): boolean {
    return this.#statements.any.get() === undefined
  }

  byName(name: string): Account | undefined {
    return this.#statements.byName.get(keyOf(name))
  }

  /** Within a transaction of the store, the account becomes part of it. */
  add(account: Account, now: number): Promise<void> {
    return this.#connections.note(() => {
      const { id, name, personId, password } = account
      this.#statements.add.run(id, name.trim(), keyOf(name), personId, password, now)
    })
  }

  /** A device has one session an account: signing in again ends the one before. */
  startSession(token: string, accountId: string, device: string, now: number): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.replaceSession.run(accountId, device)
      this.#statements.startSession.run(hashOf(token), accountId, device, now, now)
    })
  }

  session(token: string, renewedAfter: number): SessionOnFile | undefined {
    const found = this.#statements.session.get(hashOf(token), renewedAfter)
    if (!found) return undefined
    const { device, renewedAt, ...account } = found
    return { account, device, renewedAt }
  }

  renewSession(token: string, now: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.renew.run(now, hashOf(token)))
  }

  endSession(token: string): Promise<void> {
    return this.#connections.note(() => void this.#statements.endSession.run(hashOf(token)))
  }

  /** Drops sessions that ended by themselves. */
  tidy(renewedBefore: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.dropSessions.run(renewedBefore))
  }
}

function prepare({ writer, lookup }: Connections) {
  return {
    any: lookup.prepare('SELECT 1 FROM account LIMIT 1'),
    byName: lookup.prepare<[string], Account>(
      `SELECT id, name, person AS personId, password FROM account
       WHERE name_key = ? AND closed_at IS NULL`,
    ),
    add: writer.prepare<[string, string, string, string, string, number]>(
      `INSERT INTO account (id, name, name_key, person, password, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    startSession: writer.prepare<[string, string, string, number, number]>(
      `INSERT INTO session (token_hash, account, device, created_at, renewed_at)
       VALUES (?, ?, ?, ?, ?)`,
    ),
    session: lookup.prepare<[string, number], Account & { device: string; renewedAt: number }>(
      `SELECT account.id, account.name, account.person AS personId, account.password,
              session.device, session.renewed_at AS renewedAt
       FROM session JOIN account ON account.id = session.account
       WHERE token_hash = ? AND session.renewed_at > ? AND account.closed_at IS NULL`,
    ),
    renew: writer.prepare<[number, string]>(
      'UPDATE session SET renewed_at = ? WHERE token_hash = ?',
    ),
    replaceSession: writer.prepare<[string, string]>(
      'DELETE FROM session WHERE account = ? AND device = ?',
    ),
    endSession: writer.prepare<[string]>('DELETE FROM session WHERE token_hash = ?'),
    dropSessions: writer.prepare<[number]>('DELETE FROM session WHERE renewed_at <= ?'),
  }
}
