/**
 * A phone is let in by a code that somebody who knows its owner shows him: good once, for a quarter of an hour. The device
 * sends along a secret of its own, so that where only the answer was lost it may ask again, and nobody else.
 */
import type { Actor } from '../../schema/access.ts'
import { isOfCommittee } from '../../schema/access.ts'
import type { StoreTransaction } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { Enrol } from '../../sync/wire/getting-in.ts'
import type { Parts } from '../parts.ts'
import type { Account } from './account-book.ts'
import { enter } from './enter.ts'
import { hashOf, newId } from './random.ts'
import { longSessionMs } from './session-book.ts'
import { newCode, readCode } from './short-code.ts'
import { helped, stillStands } from './whom-to-help.ts'

const liveMs = 15 * 60_000
/** So long a phone whose answer was lost may ask for it again: signal comes and goes. */
const askAgainMs = 60 * 60_000
const codeLength = 8

/** Undefined where whoever asks may not let this person in by a code. */
export async function issuePhoneCode(
  parts: Parts,
  actor: Actor,
  personId: string,
): Promise<{ readonly code: string; readonly expiresAt: number } | undefined> {
  const person = await helped(parts, actor, personId)
  // Those who work for the Party committee enter with a password and a second proof.
  if (!person || isOfCommittee(person.actor)) return undefined
  const code = newCode(codeLength)
  const now = parts.now()
  const expiresAt = now + liveMs
  const issuedBy = actor.accountId
  const entry = { kind: 'phone', personId, issuedBy, expiresAt, alsoFactor: false } as const
  await parts.entries.issue(hashOf(code), entry)
  await parts.security.note(now, { event: 'codeIssued', account: issuedBy, person: personId })
  return { code, expiresAt }
}

export type EnrolFailure =
  | { readonly kind: 'unknownCode' | 'usedLink' | 'expired' | 'notAllowed' }
  | { readonly kind: 'tooManyTries'; readonly waitMs: number }

export type Enrolled = {
  readonly account: Account
  readonly token: string
  readonly idleMs: number
}

export async function enrol(
  parts: Parts,
  wish: Enrol,
  address: string,
): Promise<Result<Enrolled, EnrolFailure>> {
  const waitMs = await parts.tries.begin({ address }, parts.now())
  if (waitMs > 0) return fail({ kind: 'tooManyTries', waitMs })
  const entered = await parts.store.write((transaction) => useCode(parts, transaction, wish))
  if (!entered.ok) return entered
  await parts.tries.succeed({ address })
  return entered
}

/** In one transaction: of two phones with the same code, one is first. */
async function useCode(
  parts: Parts,
  transaction: StoreTransaction,
  wish: Enrol,
): Promise<Result<Enrolled, EnrolFailure>> {
  const { entries, now } = parts
  const hash = hashOf(readCode(wish.code))
  const proof = hashOf(wish.proof)
  const entry = entries.find(hash, 'phone')
  if (!entry) return fail({ kind: 'unknownCode' })
  const isRepeated = entry.usedBy === proof
  if (entry.usedBy !== undefined && !isRepeated) return fail({ kind: 'usedLink' })
  if (entry.expiresAt + (isRepeated ? askAgainMs : 0) <= now()) return fail({ kind: 'expired' })
  const person = await stillStands(parts, transaction, entry)
  if (!person || isOfCommittee(person.actor)) return fail({ kind: 'notAllowed' })
  if (!isRepeated) await entries.use(hash, { now: now(), device: wish.device.id, proof })
  const account = await accountFor(parts, entry.personId, person.name)
  const terms = { now: now(), idleMs: longSessionMs, forCommittee: false }
  const token = await enter(parts, account, wish.device, terms)
  return succeed({ account, token, idleMs: longSessionMs })
}

/** The person's account; a new one, without a password, where he has none. */
export async function accountFor(
  { accounts, now }: Pick<Parts, 'accounts' | 'now'>,
  personId: string,
  name: string,
): Promise<Account> {
  const found = accounts.ofPerson(personId)
  if (found) return found
  let free = name
  for (let number = 2; !accounts.isFree(free); number += 1) free = `${name}${number}`
  const account = { id: newId(), name: free, personId, password: '' }
  await accounts.add(account, now())
  return account
}
