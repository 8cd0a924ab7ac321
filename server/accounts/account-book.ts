/** Accounts: who may sign in as which person. Times are ms. */
import type { Connections } from '../store/connections.ts'

export type Account = {
  readonly id: string
  readonly name: string
  readonly personId: string
  /** `''` where there is none: such an account is entered by its devices alone. */
  readonly password: string
}

export type AccountLine = Account & {
  readonly createdAt: number
  /** null while it may be used. */
  readonly closedAt: number | null
  readonly hasFactor: boolean
  readonly devices: number
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

  byId(id: string): Account | undefined {
    return this.#statements.byId.get(id)
  }

  /** The account of a person, the oldest where he has several. */
  ofPerson(personId: string): Account | undefined {
    return this.#statements.ofPerson.get(personId)
  }

  /** When the person's accounts were closed; undefined where one is open, or there is none. */
  closedAt(personId: string): number | undefined {
    return this.#statements.closedAt.get(personId)?.closedAt ?? undefined
  }

  /** The accounts that were open until now. */
  async closeOf(personId: string, now: number): Promise<readonly string[]> {
    let closed: string[] = []
    await this.#connections.note(() => {
      closed = this.#statements.close.all(now, personId)
    })
    return closed
  }

  async reopenOf(personId: string): Promise<boolean> {
    let opened = false
    await this.#connections.note(() => {
      opened = this.#statements.reopen.run(personId).changes > 0
    })
    return opened
  }

  /** Also closed ones. */
  evenClosed(name: string): Pick<Account, 'id' | 'personId'> | undefined {
    return this.#statements.evenClosed.get(keyOf(name))
  }

  /** Also a closed account keeps its name: nobody is to be taken for who had it before. */
  isFree(name: string): boolean {
    return this.#statements.taken.get(keyOf(name)) === undefined
  }

  isNameOf(name: string, id: string): boolean {
    return this.#statements.taken.get(keyOf(name)) === id
  }

  /** Everybody who may sign in, by name. */
  all(): readonly AccountLine[] {
    return this.#statements.all
      .all()
      .map(({ hasFactor, ...line }) => ({ ...line, hasFactor: hasFactor === 1 }))
  }

  /** Within a transaction of the store, the account becomes part of it. */
  add(account: Account, now: number): Promise<void> {
    return this.#connections.note(() => {
      const { id, name, personId, password } = account
      this.#statements.add.run(id, name.trim(), keyOf(name), personId, password, now)
    })
  }

  /** The name with which a password is asked for, and the password's hash. */
  setPassword(id: string, name: string, password: string): Promise<void> {
    return this.#connections.note(
      () => void this.#statements.setPassword.run(name.trim(), keyOf(name), password, id),
    )
  }
}

function prepare({ writer, lookup }: Connections) {
  return {
    any: lookup.prepare('SELECT 1 FROM account LIMIT 1'),
    byName: lookup.prepare<[string], Account>(
      `SELECT id, name, person AS personId, password FROM account
       WHERE name_key = ? AND closed_at IS NULL`,
    ),
    ofPerson: writer.prepare<[string], Account>(
      `SELECT id, name, person AS personId, password FROM account
       WHERE person = ? AND closed_at IS NULL ORDER BY created_at, id LIMIT 1`,
    ),
    byId: lookup.prepare<[string], Account>(
      `SELECT id, name, person AS personId, password FROM account
       WHERE id = ? AND closed_at IS NULL`,
    ),
    taken: writer.prepare<[string], string>('SELECT id FROM account WHERE name_key = ?').pluck(),
    all: lookup.prepare<[], Omit<AccountLine, 'hasFactor'> & { hasFactor: number }>(
      `SELECT id, name, person AS personId, password, created_at AS createdAt,
         closed_at AS closedAt,
         EXISTS (SELECT 1 FROM second_factor
                 WHERE account = account.id AND secret IS NOT NULL) AS hasFactor,
         (SELECT count(*) FROM session
          WHERE session.account = account.id AND revoked_at IS NULL) AS devices
       FROM account ORDER BY closed_at IS NOT NULL, name_key`,
    ),
    add: writer.prepare<[string, string, string, string, string, number]>(
      `INSERT INTO account (id, name, name_key, person, password, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    closedAt: writer.prepare<[string], { closedAt: number | null }>(
      `SELECT CASE WHEN count(*) = count(closed_at) THEN max(closed_at) END AS closedAt
       FROM account WHERE person = ?`,
    ),
    close: writer
      .prepare<[number, string], string>(
        'UPDATE account SET closed_at = ? WHERE person = ? AND closed_at IS NULL RETURNING id',
      )
      .pluck(),
    reopen: writer.prepare<[string]>(
      'UPDATE account SET closed_at = NULL WHERE person = ? AND closed_at IS NOT NULL',
    ),
    evenClosed: lookup.prepare<[string], Pick<Account, 'id' | 'personId'>>(
      'SELECT id, person AS personId FROM account WHERE name_key = ?',
    ),
    setPassword: writer.prepare<[string, string, string, string]>(
      'UPDATE account SET name = ?, name_key = ?, password = ? WHERE id = ?',
    ),
  }
}
