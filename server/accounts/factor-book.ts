/**
 * The second proof of each account: an authenticator's secret, and codes on paper for when it is lost. Secrets lie sealed, under
 * a key that is not in the database (keys/server-keys.ts). Times are ms.
 */
import type { ServerKeys } from '../keys/server-keys.ts'
import { isSealed } from '../keys/sealed-secret.ts'
import type { Connections } from '../store/connections.ts'
import { overwriting } from '../store/overwriting.ts'
import { newSecret } from './totp.ts'

export type Factor = {
  /** Undefined until the first right code has shown that the authenticator has it. */
  readonly secret: string | undefined
  /** Shown to be set up, and not yet confirmed. */
  readonly pending: string | undefined
}

export class FactorBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  readonly #keys: Pick<ServerKeys, 'seal' | 'unseal'>

  constructor(connections: Connections, keys: Pick<ServerKeys, 'seal' | 'unseal'>) {
    this.#connections = connections
    this.#statements = prepare(connections)
    this.#keys = keys
    sealEarlier(connections, keys)
  }

  of(account: string): Factor {
    const { secret, pending } = this.#statements.find.get(account) ?? {}
    return { secret: this.#opened(account, secret), pending: this.#opened(account, pending) }
  }

  /**
   * Where the key is lost, the account still has a second proof, and no code fits it: only a paper does. Otherwise whoever
   * knows the password would be asked to set a new one.
   */
  #opened(account: string, kept: string | null | undefined): string | undefined {
    if (kept === null || kept === undefined) return undefined
    return this.#keys.unseal(labelOf(account), kept) ?? newSecret()
  }

  /** Keeps a secret to be confirmed; one that is in use goes on until then. */
  propose(account: string, secret: string): Promise<void> {
    return this.#connections.note(
      () => void this.#statements.propose.run(account, this.#keys.seal(labelOf(account), secret)),
    )
  }

  /** The pending secret is the account's from now on, with these codes on paper and no others. */
  async confirm(
    account: string,
    { secret, step, codes, now }: { secret: string; step: number; codes: string[]; now: number },
  ): Promise<boolean> {
    let confirmed = false
    await this.#connections.note(() => {
      // Another may have been proposed since.
      const pending = this.#statements.pending.get(account) ?? ''
      confirmed = this.#keys.unseal(labelOf(account), pending) === secret
      if (!confirmed) return
      this.#statements.confirm.run(now, step, account)
      this.#statements.dropCodes.run(account)
      for (const hash of codes) this.#statements.addCode.run(account, hash)
    })
    return confirmed
  }

  /** False where this step, or a later one, was used before: nobody enters with a code that was looked over a shoulder. */
  async useStep(account: string, step: number): Promise<boolean> {
    let used = false
    await this.#connections.note(() => {
      used = this.#statements.useStep.run(step, account, step).changes === 1
    })
    return used
  }

  /** False where there is no such code, or it was used before. */
  async useCode(account: string, hash: string, now: number): Promise<boolean> {
    let used = false
    await this.#connections.note(() => {
      used = this.#statements.useCode.run(now, account, hash).changes === 1
    })
    return used
  }

  codesLeft(account: string): number {
    return this.#statements.codesLeft.get(account) ?? 0
  }

  remove(account: string): Promise<void> {
    return this.#connections.note(() => {
      this.#statements.remove.run(account)
      this.#statements.dropCodes.run(account)
    })
  }
}

const labelOf = (account: string) => `second factor ${account}`

/** What an earlier release kept in clear. */
function sealEarlier({ writer }: Connections, keys: Pick<ServerKeys, 'seal'>): void {
  const all = writer
    .prepare<[], { account: string; secret: string | null; pending: string | null }>(
      'SELECT account, secret, pending FROM second_factor',
    )
    .all()
  const put = writer.prepare<[string | null, string | null, string]>(
    'UPDATE second_factor SET secret = ?, pending = ? WHERE account = ?',
  )
  const inClear = (text: string | null) => text !== null && !isSealed(text)
  const clear = all.filter(({ secret, pending }) => inClear(secret) || inClear(pending))
  if (clear.length === 0) return
  overwriting(writer, () => {
    for (const { account, ...kept } of clear) {
      const sealed = (text: string | null) =>
        text !== null && inClear(text) ? keys.seal(labelOf(account), text) : text
      put.run(sealed(kept.secret), sealed(kept.pending), account)
    }
  })
  writer.pragma('wal_checkpoint(TRUNCATE)')
}

const prepare = ({ writer, lookup }: Connections) => ({
  find: lookup.prepare<[string], { secret: string | null; pending: string | null }>(
    'SELECT secret, pending FROM second_factor WHERE account = ?',
  ),
  propose: writer.prepare<[string, string]>(
    `INSERT INTO second_factor (account, pending, last_step) VALUES (?, ?, 0)
     ON CONFLICT (account) DO UPDATE SET pending = excluded.pending`,
  ),
  pending: writer
    .prepare<[string], string | null>('SELECT pending FROM second_factor WHERE account = ?')
    .pluck(),
  confirm: writer.prepare<[number, number, string]>(
    `UPDATE second_factor SET secret = pending, pending = NULL, set_at = ?, last_step = ?
     WHERE account = ?`,
  ),
  useStep: writer.prepare<[number, string, number]>(
    'UPDATE second_factor SET last_step = ? WHERE account = ? AND last_step < ?',
  ),
  remove: writer.prepare<[string]>('DELETE FROM second_factor WHERE account = ?'),
  addCode: writer.prepare<[string, string]>(
    'INSERT INTO recovery_code (account, code_hash) VALUES (?, ?)',
  ),
  useCode: writer.prepare<[number, string, string]>(
    `UPDATE recovery_code SET used_at = ?
     WHERE account = ? AND code_hash = ? AND used_at IS NULL`,
  ),
  codesLeft: lookup
    .prepare<[string], number>(
      'SELECT count(*) FROM recovery_code WHERE account = ? AND used_at IS NULL',
    )
    .pluck(),
  dropCodes: writer.prepare<[string]>('DELETE FROM recovery_code WHERE account = ?'),
})
