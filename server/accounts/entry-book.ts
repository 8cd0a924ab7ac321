/**
 * What lets a person in once: codes that enrol a phone, and links by which a password is set. Only their hashes are kept, and
 * those a while longer than they live, so that whoever comes with an old one hears why. Times are ms.
 */
import type { Connections } from '../store/connections.ts'

export type EntryKind = 'phone' | 'password'

export type Entry = {
  readonly kind: EntryKind
  readonly personId: string
  /** The account that gave it; undefined where it was made at the command line. */
  readonly issuedBy: string | undefined
  readonly expiresAt: number
  /** Using it also removes the second proof. */
  readonly alsoFactor: boolean
  /** Who used it, where somebody did: by the hash of what only that device knows. */
  readonly usedBy: string | undefined
}

type Found = Omit<Entry, 'issuedBy' | 'alsoFactor' | 'usedBy'> & {
  issuedBy: string | null
  alsoFactor: number
  usedAt: number | null
  proof: string | null
}

const rememberedMs = 7 * 86_400_000

export class EntryBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  /** The one before, of the same kind for the same person, is good for nothing any more. */
  issue(hash: string, entry: Omit<Entry, 'usedBy'>): Promise<void> {
    const { kind, personId, issuedBy, expiresAt, alsoFactor } = entry
    return this.#connections.note(() => {
      this.#statements.void.run(personId, kind)
      this.#statements.issue.run(
        hash,
        kind,
        personId,
        issuedBy ?? null,
        expiresAt,
        alsoFactor ? 1 : 0,
      )
    })
  }

  find(hash: string, kind: EntryKind): Entry | undefined {
    const found = this.#statements.find.get(hash, kind)
    if (!found) return undefined
    const { issuedBy, alsoFactor, usedAt, proof, ...entry } = found
    return {
      ...entry,
      issuedBy: issuedBy ?? undefined,
      alsoFactor: alsoFactor === 1,
      usedBy: usedAt === null ? undefined : (proof ?? ''),
    }
  }

  /** Within a transaction. False where somebody was quicker. */
  async use(hash: string, by: { now: number; device: string; proof: string }): Promise<boolean> {
    let used = false
    await this.#connections.note(() => {
      used = this.#statements.use.run(by.now, by.device, by.proof, hash).changes === 1
    })
    return used
  }

  /** No phone of this person may ask again for the answer it once got: its session was taken back. */
  seal(personId: string): Promise<void> {
    return this.#connections.note(() => void this.#statements.seal.run(personId))
  }

  /** Every code and link of a person is good for nothing any more. */
  voidAll(personId: string): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.void.run(personId, 'phone')
      this.#statements.void.run(personId, 'password')
      this.#statements.seal.run(personId)
    })
  }

  tidy(now: number): Promise<void> {
    return this.#connections.note(() => void this.#statements.drop.run(now - rememberedMs))
  }
}

const prepare = ({ writer }: Connections) => ({
  void: writer.prepare<[string, string]>(
    'DELETE FROM entry_code WHERE person = ? AND kind = ? AND used_at IS NULL',
  ),
  issue: writer.prepare<[string, string, string, string | null, number, number]>(
    `INSERT INTO entry_code (code_hash, kind, person, issued_by, expires_at, also_factor)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ),
  find: writer.prepare<[string, string], Found>(
    `SELECT kind, person AS personId, issued_by AS issuedBy, expires_at AS expiresAt,
            also_factor AS alsoFactor, used_at AS usedAt, proof_hash AS proof
     FROM entry_code WHERE code_hash = ? AND kind = ?`,
  ),
  use: writer.prepare<[number, string, string, string]>(
    `UPDATE entry_code SET used_at = ?, device = ?, proof_hash = ?
     WHERE code_hash = ? AND used_at IS NULL`,
  ),
  seal: writer.prepare<[string]>(
    `UPDATE entry_code SET proof_hash = '' WHERE person = ? AND used_at IS NOT NULL`,
  ),
  drop: writer.prepare<[number]>('DELETE FROM entry_code WHERE expires_at < ?'),
})
