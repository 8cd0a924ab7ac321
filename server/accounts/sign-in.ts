/**
 * Signing in with a password, and a second proof where there is one or has to be. A name that does not exist takes as long
 * and answers the same as a wrong password. Nothing is kept between the steps: each brings the password again, so that only
 * whoever knows it learns that another proof is wanted.
 */
import type { SignIn } from '../../sync/wire/session.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { isOfCommittee } from '../../schema/access.ts'
import type { Parts } from '../parts.ts'
import type { Account } from './account-book.ts'
import { actorBehind, enter } from './enter.ts'
import { checkNoPassword, isPassword } from './passwords.ts'
import { confirmFactor, mustHaveFactor, proposeFactor, useFactor } from './second-factor.ts'
import { deskSessionMs, longSessionMs } from './session-book.ts'

export type SignInFailure =
  | { readonly kind: 'wrongPassword' | 'codeNeeded' | 'wrongCode' | 'notAllowed' }
  | { readonly kind: 'tooManyTries'; readonly waitMs: number }
  /** The office asks for a second proof and there is none yet: this secret goes into an authenticator. */
  | { readonly kind: 'factorToSet'; readonly secret: string }

export type SignedIn = {
  readonly account: Account
  readonly token: string
  readonly idleMs: number
  /** Where the second proof has just been set up. */
  readonly papers: readonly string[] | undefined
}

export async function signIn(
  parts: Parts,
  wish: SignIn,
  address: string,
): Promise<Result<SignedIn, SignInFailure>> {
  const attempt = { name: wish.name, address }
  const waitMs = await parts.tries.begin(attempt, parts.now())
  if (waitMs > 0) return fail({ kind: 'tooManyTries', waitMs })
  const account = parts.accounts.byName(wish.name)
  const right =
    account && account.password !== ''
      ? await isPassword(account.password, wish.password)
      : await checkNoPassword(wish.password)
  if (!account || !right) return fail({ kind: 'wrongPassword' })
  const actor = await actorBehind(parts, account)
  if (!actor) return fail({ kind: 'notAllowed' })
  const proved = await prove(parts, account, wish.code, mustHaveFactor(parts, account, actor))
  if (!proved.ok) return proved
  await parts.tries.succeed(attempt)
  const forCommittee = isOfCommittee(actor)
  const idleMs = wish.device.desk || forCommittee ? deskSessionMs : longSessionMs
  const terms = { now: parts.now(), idleMs, forCommittee }
  const token = await enter(parts, account, wish.device, terms)
  return succeed({ account, token, idleMs, papers: proved.value })
}

/** The codes on paper, where the second proof was set up by this. */
async function prove(
  parts: Parts,
  account: Account,
  code: string | undefined,
  must: boolean,
): Promise<Result<readonly string[] | undefined, SignInFailure>> {
  const { secret, pending } = parts.factors.of(account.id)
  const about = { account: account.id, person: account.personId }
  if (secret !== undefined) {
    if (code === undefined) return fail({ kind: 'codeNeeded' })
    const used = await useFactor(parts, account, secret, code)
    if (!used.ok) return fail({ kind: 'wrongCode' })
    if (used.value === 'paper')
      await parts.security.note(parts.now(), { event: 'paperUsed', ...about })
    return succeed(undefined)
  }
  if (!must) return succeed(undefined)
  if (code === undefined || pending === undefined)
    return fail({ kind: 'factorToSet', secret: await proposeFactor(parts, account) })
  const papers = await confirmFactor(parts, account, code)
  if (!papers) return fail({ kind: 'wrongCode' })
  await parts.security.note(parts.now(), { event: 'factorSet', ...about })
  return succeed(papers)
}
