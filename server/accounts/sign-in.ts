/** Signing in. A name that does not exist takes as long and answers the same as a wrong password. */
import type { SignIn } from '../../sync/wire/session.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { Parts } from '../parts.ts'
import type { Account } from './account-book.ts'
import { checkNoPassword, isPassword } from './passwords.ts'
import { newToken } from './random.ts'

export type SignInFailure =
  { readonly kind: 'wrongPassword' } | { readonly kind: 'tooManyTries'; readonly waitMs: number }

export type SignedIn = { readonly account: Account; readonly token: string }

export async function signIn(
  parts: Parts,
  wish: SignIn,
  address: string,
): Promise<Result<SignedIn, SignInFailure>> {
  const attempt = { name: wish.name, address }
  const waitMs = await parts.tries.begin(attempt, parts.now())
  if (waitMs > 0) return fail({ kind: 'tooManyTries', waitMs })
  const account = parts.accounts.byName(wish.name)
  const right = account
    ? await isPassword(account.password, wish.password)
    : await checkNoPassword(wish.password)
  if (!account || !right) return fail({ kind: 'wrongPassword' })
  await parts.tries.succeed(attempt)
  const token = newToken()
  const now = parts.now()
  await parts.accounts.startSession(token, account.id, wish.device.id, now)
  await parts.devices.register(account.id, wish.device, now)
  return succeed({ account, token })
}
