/**
 * The second proof at the door of those who work for the Party committee: a code of an authenticator, or one of the codes on
 * paper, each good once. Those who hold such an office cannot enter without; everybody else may have one.
 */
import type { Actor } from '../../schema/access.ts'
import { isOfCommittee } from '../../schema/access.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { Parts } from '../parts.ts'
import type { Account } from './account-book.ts'
import { isOfDemo } from './demo-accounts.ts'
import { hashOf } from './random.ts'
import { inGroups, newCode, readCode } from './short-code.ts'
import { newSecret, stepOfCode } from './totp.ts'

const codesOnPaper = 10
/** Sixty bits each: who has read their hashes out of the database cannot try them all. */
const paperLength = 12

type FactorParts = Pick<Parts, 'factors' | 'meta' | 'now'>

/** The people of the demonstration are made up, and their password is public: nobody needs a telephone to try it. */
export const mustHaveFactor = (parts: FactorParts, account: Account, actor: Actor): boolean =>
  isOfCommittee(actor) && !isOfDemo(parts, account.name)

/** A secret to be put into an authenticator. Always a new one: whoever was shown the last may not be its owner. */
export async function proposeFactor({ factors }: FactorParts, account: Account): Promise<string> {
  const secret = newSecret()
  await factors.propose(account.id, secret)
  return secret
}

/** The codes on paper, shown this once; undefined where the code is none of the proposed secret. */
export async function confirmFactor(
  { factors, now }: FactorParts,
  account: Account,
  code: string,
): Promise<readonly string[] | undefined> {
  const { pending } = factors.of(account.id)
  const step = pending && stepOfCode(pending, digitsIn(code), now())
  if (pending === undefined || !step) return undefined
  const papers = Array.from({ length: codesOnPaper }, () => newCode(paperLength))
  const codes = papers.map(hashOf)
  const confirmed = await factors.confirm(account.id, { secret: pending, step, codes, now: now() })
  return confirmed ? papers.map(inGroups) : undefined
}

export type Proof = 'code' | 'paper'

/** Uses the code up. Fails where it is wrong, and where it was used before. */
export async function useFactor(
  { factors, now }: FactorParts,
  account: Account,
  secret: string,
  code: string,
): Promise<Result<Proof, 'wrongCode'>> {
  const step = stepOfCode(secret, digitsIn(code), now())
  if (step !== undefined)
    return (await factors.useStep(account.id, step)) ? succeed('code') : fail('wrongCode')
  const used = await factors.useCode(account.id, hashOf(readCode(code)), now())
  return used ? succeed('paper') : fail('wrongCode')
}

/** Authenticators show `123 456`, and keyboards write full-width digits. */
const digitsIn = (code: string) => code.normalize('NFKC').replace(/\s/g, '')
