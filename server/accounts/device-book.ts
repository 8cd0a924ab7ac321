/** The devices of each account and how they fared when they last spoke: what lets a secretary find a phone full of unsent work. */
import type { Health } from '../../sync/wire/request.ts'
import type { Connections } from '../store/connections.ts'

export class DeviceBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  /** Who signs in on a device that had ended begins anew with it. */
  register(account: string, device: { id: string; label: string }, now: number): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.register.run(account, device.id, device.label, now, now)
    })
  }

  /** What the device last said of itself; undefined where it never did. */
  remembered(account: string, id: string): Remembered | undefined {
    const found = this.#statements.remembered.get(account, id)
    return found && { ...found, oldest: found.oldest ?? 0 }
  }

  labelOf(account: string, id: string): string {
    return this.#statements.label.get(account, id) ?? ''
  }

  /** The devices of these persons' accounts, the one heard of last first. */
  of(personIds: readonly string[]): readonly KnownDevice[] {
    return this.#statements.of.all(JSON.stringify(personIds))
  }

  /** How many were heard of since (ms). */
  seenSince(ms: number): number {
    return this.#statements.seen.get(ms) ?? 0
  }

  noteContact(account: string, id: string, now: number, health?: Health): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.contact.run({
        account,
        id,
        now,
        app: health?.app ?? null,
        unsent: countable(health?.unsent),
        oldest: countable(health?.oldest),
        offset: countable(health?.offset),
        used: countable(health?.storageUsed),
      })
    })
  }
}

/** A device may say any number of itself; the database counts to 2^63, and no word of a device must cost it its reply. */
const countable = (said: number | undefined): number | null =>
  said === undefined
    ? null
    : Math.max(Number.MIN_SAFE_INTEGER, Math.min(said, Number.MAX_SAFE_INTEGER))

/** When the device was last heard of, and what it then had not sent. Times are ms. */
type Remembered = { lastContact: number; unsent: number; oldest: number }

/** A device as it was last heard of, and its session, where it has one. Times are ms. */
export type KnownDevice = {
  readonly accountId: string
  readonly deviceId: string
  readonly personId: string
  readonly label: string
  readonly lastContact: number
  readonly app: string | null
  readonly unsent: number | null
  readonly oldest: number | null
  readonly offset: number | null
  readonly storageUsed: number | null
  readonly renewedAt: number | null
  readonly idleMs: number | null
  readonly revokedAt: number | null
  readonly endedAt: number | null
}

type Contact = {
  account: string
  id: string
  now: number
  app: string | null
  unsent: number | null
  oldest: number | null
  offset: number | null
  used: number | null
}

const prepare = ({ writer, lookup }: Connections) => ({
  register: writer.prepare<[string, string, string, number, number]>(
    `INSERT INTO device (account, id, label, first_contact, last_contact) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account, id) DO UPDATE SET label = excluded.label,
       last_contact = excluded.last_contact, ended_at = NULL`,
  ),
  remembered: lookup.prepare<
    [string, string],
    { lastContact: number; unsent: number; oldest: number | null }
  >(
    `SELECT last_contact AS lastContact, unsent, oldest FROM device
     WHERE account = ? AND id = ? AND unsent IS NOT NULL`,
  ),
  label: lookup
    .prepare<[string, string], string>('SELECT label FROM device WHERE account = ? AND id = ?')
    .pluck(),
  of: lookup.prepare<[string], KnownDevice>(
    `SELECT device.account AS accountId, device.id AS deviceId, account.person AS personId,
            device.label, device.last_contact AS lastContact, device.app, device.unsent,
            device.oldest, device.clock_offset AS offset, device.storage_used AS storageUsed,
            session.renewed_at AS renewedAt, session.idle_ms AS idleMs,
            session.revoked_at AS revokedAt, session.ended_at AS endedAt
     FROM device JOIN account ON account.id = device.account
     LEFT JOIN session ON session.account = device.account AND session.device = device.id
     WHERE account.person IN (SELECT value FROM json_each(?))
     ORDER BY device.last_contact DESC, device.id`,
  ),
  seen: lookup
    .prepare<[number], number>('SELECT count(*) FROM device WHERE last_contact > ?')
    .pluck(),
  // What the device left unsaid stays as it last said it.
  contact: writer.prepare<Contact>(
    `UPDATE device SET last_contact = @now, app = coalesce(@app, app),
       unsent = coalesce(@unsent, unsent), oldest = coalesce(@oldest, oldest),
       clock_offset = coalesce(@offset, clock_offset),
       storage_used = coalesce(@used, storage_used)
     WHERE account = @account AND id = @id`,
  ),
})
