/**
 * The sessions of accounts, one a device. Times are ms. A session that was taken back stays on file: its device is still to
 * bring what it had not sent, and then to be told.
 */
import type { Connections } from '../store/connections.ts'
import type { Account } from './account-book.ts'
import { hashOf } from './random.ts'

/** On a phone of one's own, from the last use. */
export const longSessionMs = 180 * 86_400_000
/** At a desk, where others come and go. */
export const deskSessionMs = 12 * 3_600_000

export type SessionOnFile = {
  readonly account: Account
  readonly device: string
  readonly renewedAt: number
  readonly idleMs: number
  /** Opened by whoever then worked for the Party committee: with his second proof, and for hours. */
  readonly forCommittee: boolean
  /** `revoked`: what the device has not sent may still come. `ended`: it came, and nothing more is taken. */
  readonly state: 'open' | 'revoked' | 'ended'
}

/** What a session is opened for, and how long it then counts from its last use. */
export type SessionTerms = Pick<SessionOnFile, 'idleMs' | 'forCommittee'>

type Found = Account & {
  device: string
  renewedAt: number
  idleMs: number
  forCommittee: number
  revokedAt: number | null
  endedAt: number | null
}

export class SessionBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  /** A device has one session an account: signing in again ends the one before. */
  start(
    token: string,
    accountId: string,
    device: string,
    now: number,
    { idleMs = longSessionMs, forCommittee = false }: Partial<SessionTerms> = {},
  ): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.replace.run(accountId, device)
      this.#statements.start.run(
        hashOf(token),
        accountId,
        device,
        now,
        now,
        idleMs,
        forCommittee ? 1 : 0,
      )
    })
  }

  /** The session of a token that counts at this time: in use, or taken back. */
  find(token: string, now: number): SessionOnFile | undefined {
    const found = this.#statements.find.get(hashOf(token))
    if (!found) return undefined
    const { device, renewedAt, idleMs, forCommittee, revokedAt, endedAt, ...account } = found
    // One that was taken back is remembered however long nobody came: the device does not know it yet.
    if (revokedAt === null && renewedAt + idleMs <= now) return undefined
    const state = endedAt !== null ? 'ended' : revokedAt !== null ? 'revoked' : 'open'
    return { account, device, renewedAt, idleMs, forCommittee: forCommittee === 1, state }
  }

  renew(token: string, now: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.renew.run(now, hashOf(token)))
  }

  /** Signed out by its own device. */
  close(token: string): Promise<void> {
    return this.#connections.note(() => void this.#statements.close.run(hashOf(token)))
  }

  /** Takes a device's session back; false where it has none. */
  async revoke(accountId: string, device: string, now: number): Promise<boolean> {
    let revoked = false
    await this.#connections.note(() => {
      revoked = this.#statements.revoke.run(now, accountId, device).changes === 1
    })
    return revoked
  }

  /** Takes back every session of an account: it was closed. */
  revokeAll(accountId: string, now: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.revokeAll.run(now, accountId))
  }

  /** Nothing is taken any more from a session that was taken back, nor from its device in a file: the device has been told. */
  end(token: string, now: number): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.end.run(now, hashOf(token))
      this.#statements.endDevice.run(now, hashOf(token))
    })
  }

  /** After a new password nobody stays in by the old one. What was taken back stays so. */
  closeAll(accountId: string): Promise<void> {
    return this.#connections.note(() => void this.#statements.closeAll.run(accountId))
  }

  tidy(now: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.drop.run(now - longSessionMs))
  }
}

const prepare = ({ writer, lookup }: Connections) => ({
  start: writer.prepare<[string, string, string, number, number, number, number]>(
    `INSERT INTO session
       (token_hash, account, device, created_at, renewed_at, idle_ms, for_committee)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ),
  find: lookup.prepare<[string], Found>(
    `SELECT account.id, account.name, account.person AS personId, account.password,
            session.device, session.renewed_at AS renewedAt, session.idle_ms AS idleMs,
            session.for_committee AS forCommittee, session.revoked_at AS revokedAt, session.ended_at AS endedAt
     FROM session JOIN account ON account.id = session.account
     WHERE token_hash = ? AND (account.closed_at IS NULL OR session.revoked_at IS NOT NULL)`,
  ),
  renew: writer.prepare<[number, string]>('UPDATE session SET renewed_at = ? WHERE token_hash = ?'),
  replace: writer.prepare<[string, string]>('DELETE FROM session WHERE account = ? AND device = ?'),
  close: writer.prepare<[string]>('DELETE FROM session WHERE token_hash = ?'),
  closeAll: writer.prepare<[string]>(
    'DELETE FROM session WHERE account = ? AND revoked_at IS NULL',
  ),
  revoke: writer.prepare<[number, string, string]>(
    `UPDATE session SET revoked_at = ? WHERE account = ? AND device = ? AND revoked_at IS NULL`,
  ),
  revokeAll: writer.prepare<[number, string]>(
    'UPDATE session SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL',
  ),
  end: writer.prepare<[number, string]>(
    'UPDATE session SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL',
  ),
  endDevice: writer.prepare<[number, string]>(
    `UPDATE device SET ended_at = ?
     WHERE (account, id) = (SELECT account, device FROM session WHERE token_hash = ?)`,
  ),
  drop: writer.prepare<[number]>(
    'DELETE FROM session WHERE max(renewed_at, coalesce(revoked_at, 0)) <= ?',
  ),
})
