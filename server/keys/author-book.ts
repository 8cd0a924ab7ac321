/** Who wrote on which device, and since when somebody is signed in. */
import { hashOf } from '../accounts/random.ts'
import type { Connections } from '../store/connections.ts'

export type Author = { readonly id: string; readonly personId: string }

export class AuthorBook {
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#statements = prepare(connections)
  }

  /** The account, where the device is one of its own. */
  authorOn(account: string, device: string): Author | undefined {
    return this.#statements.author.get(account, device)
  }

  /** W8: whether the device was taken back and has brought what it had. Until then its words are taken, however they come. */
  hasEnded(account: string, device: string): boolean {
    return this.#statements.ended.get(account, device) !== undefined
  }

  /** When the session of this token began, ms: nothing that happened later, like using it, moves it. */
  signedInAt(token: string): number | undefined {
    return this.#statements.signedInAt.get(hashOf(token))?.createdAt
  }
}

const prepare = ({ lookup }: Connections) => ({
  author: lookup.prepare<[string, string], Author>(
    `SELECT account.id, account.person AS personId
     FROM account JOIN device ON device.account = account.id
     WHERE account.id = ? AND device.id = ?`,
  ),
  ended: lookup.prepare<[string, string], unknown>(
    'SELECT 1 FROM device WHERE account = ? AND id = ? AND ended_at IS NOT NULL',
  ),
  signedInAt: lookup.prepare<[string], { createdAt: number }>(
    'SELECT created_at AS createdAt FROM session WHERE token_hash = ?',
  ),
})
