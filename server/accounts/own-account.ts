/** What somebody changes of his own account. Whoever sits down at an open screen must not be able to: each asks for the password. */
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { ChangePassword, OwnAccount, WantFactor } from '../../sync/wire/getting-in.ts'
import type { Parts } from '../parts.ts'
import type { Account } from './account-book.ts'
import { enter } from './enter.ts'
import { checkNoPassword, hashPassword, isPassword } from './passwords.ts'
import { confirmFactor, proposeFactor, useFactor } from './second-factor.ts'
import type { SessionOnFile } from './session-book.ts'

export type OwnFailure =
  | { readonly kind: 'wrongPassword' | 'codeNeeded' | 'wrongCode' }
  | { readonly kind: 'tooManyTries'; readonly waitMs: number }

export function ownAccount({ factors }: Pick<Parts, 'factors'>, account: Account): OwnAccount {
  return {
    name: account.name,
    hasPassword: account.password !== '',
    hasFactor: factors.of(account.id).secret !== undefined,
    codesLeft: factors.codesLeft(account.id),
  }
}

/** Counted like signing in: an open screen is no place to guess at leisure. */
async function counted<Value>(
  parts: Parts,
  account: Account,
  address: string,
  work: () => Promise<Result<Value, OwnFailure>>,
): Promise<Result<Value, OwnFailure>> {
  const attempt = { name: account.name, address }
  const waitMs = await parts.tries.begin(attempt, parts.now())
  if (waitMs > 0) return fail({ kind: 'tooManyTries', waitMs })
  const result = await work()
  if (result.ok) await parts.tries.succeed(attempt)
  return result
}

const knows = (account: Account, password: string): Promise<boolean> =>
  account.password === '' ? checkNoPassword(password) : isPassword(account.password, password)

/** The token of this device's new session; every other one is over. */
export const changePassword = (
  parts: Parts,
  { account, device, idleMs, forCommittee }: SessionOnFile,
  wish: ChangePassword,
  { label, address }: { readonly label: string; readonly address: string },
): Promise<Result<string, OwnFailure>> =>
  counted(parts, account, address, async () => {
    if (!(await knows(account, wish.old))) return fail({ kind: 'wrongPassword' })
    const password = await hashPassword(wish.password)
    await parts.accounts.setPassword(account.id, account.name, password)
    await parts.sessions.closeAll(account.id)
    await parts.entries.seal(account.personId)
    const about = { account: account.id, person: account.personId, device, address }
    await parts.security.note(parts.now(), { event: 'passwordChanged', ...about })
    const terms = { now: parts.now(), idleMs, forCommittee }
    return succeed(await enter(parts, account, { id: device, label }, terms))
  })

/** A new secret for an authenticator. Whoever has a second proof gives that one too. */
export const wantFactor = (
  parts: Parts,
  { account }: SessionOnFile,
  { password, code }: WantFactor,
  address: string,
): Promise<Result<string, OwnFailure>> =>
  counted(parts, account, address, async () => {
    if (!(await knows(account, password))) return fail({ kind: 'wrongPassword' })
    const { secret } = parts.factors.of(account.id)
    if (secret !== undefined) {
      if (code === undefined) return fail({ kind: 'codeNeeded' })
      const used = await useFactor(parts, account, secret, code)
      if (!used.ok) return fail({ kind: 'wrongCode' })
    }
    return succeed(await proposeFactor(parts, account))
  })

/** The codes on paper. */
export const setFactor = (
  parts: Parts,
  { account, device }: SessionOnFile,
  code: string,
  address: string,
): Promise<Result<readonly string[], OwnFailure>> =>
  counted(parts, account, address, async () => {
    const papers = await confirmFactor(parts, account, code)
    if (!papers) return fail({ kind: 'wrongCode' })
    const about = { account: account.id, person: account.personId, device, address }
    await parts.security.note(parts.now(), { event: 'factorSet', ...about })
    return succeed(papers)
  })
