/**
 * A link by which somebody sets his password himself: the first one, or a new one when it was forgotten. Given by whoever may
 * help him in, good once, for three days. A new password ends every session that the old one opened.
 */
import type { Actor } from '../../schema/access.ts'
import type { StoreTransaction, StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { LinkOwner, UseLink, WantLink } from '../../sync/wire/getting-in.ts'
import type { Parts } from '../parts.ts'
import { accountFor } from './enrolment.ts'
import type { Entry } from './entry-book.ts'
import { hashPassword } from './passwords.ts'
import { hashOf, newToken } from './random.ts'
import type { Known } from './whom-to-help.ts'
import { helped, stillStands } from './whom-to-help.ts'

const liveMs = 3 * 86_400_000

export type IssuedLink = { readonly token: string; readonly expiresAt: number }

/** Undefined where whoever asks may not help this person in. */
export async function issueLink(
  parts: Parts,
  actor: Actor,
  { personId, alsoFactor }: WantLink,
): Promise<IssuedLink | undefined> {
  const person = await helped(parts, actor, personId)
  return person && makeLink(parts, { personId, alsoFactor, issuedBy: actor.accountId })
}

/** `issuedBy`: undefined at the command line. */
export async function makeLink(
  { entries, security, now }: Pick<Parts, 'entries' | 'security' | 'now'>,
  link: Pick<Entry, 'personId' | 'alsoFactor' | 'issuedBy'>,
): Promise<IssuedLink> {
  const token = newToken()
  const expiresAt = now() + liveMs
  await entries.issue(hashOf(token), { ...link, kind: 'password', expiresAt })
  await security.note(now(), {
    event: 'linkIssued',
    account: link.issuedBy,
    person: link.personId,
    ...(link.alsoFactor && { detail: 'also removes the second proof' }),
  })
  return { token, expiresAt }
}

export type LinkFailure = 'usedLink' | 'expired' | 'notAllowed' | 'nameTaken'

/** Whose link it is; whoever holds it may know. */
export async function ownerOfLink(
  parts: Parts,
  token: string,
): Promise<Result<LinkOwner, LinkFailure>> {
  const found = await parts.store.read((view) => open(parts, view, token))
  if (!found.ok) return found
  const account = parts.accounts.ofPerson(found.value.entry.personId)
  const name = account && account.password !== '' ? account.name : ''
  return succeed({ personName: found.value.person.name, name })
}

/** The one link there is, where it is good. One that never was and one that was replaced are told alike. */
async function open(
  parts: Parts,
  view: StoreView,
  token: string,
): Promise<Result<{ entry: Entry; person: Known }, LinkFailure>> {
  const entry = parts.entries.find(hashOf(token), 'password')
  if (!entry || entry.usedBy !== undefined) return fail('usedLink')
  if (entry.expiresAt <= parts.now()) return fail('expired')
  const person = await stillStands(parts, view, entry)
  return person ? succeed({ entry, person }) : fail('notAllowed')
}

export async function useLink(
  parts: Parts,
  wish: UseLink,
): Promise<Result<undefined, LinkFailure>> {
  // Looked at first: hashing is slow, and no work for whoever has no link.
  const found = await parts.store.read((view) => open(parts, view, wish.token))
  if (!found.ok) return found
  const password = await hashPassword(wish.password)
  return parts.store.write((transaction) => takeLink(parts, transaction, wish, password))
}

async function takeLink(
  parts: Parts,
  transaction: StoreTransaction,
  { token, name }: UseLink,
  password: string,
): Promise<Result<undefined, LinkFailure>> {
  const { accounts, entries, factors, sessions, security, now } = parts
  const found = await open(parts, transaction, token)
  if (!found.ok) return found
  const { entry, person } = found.value
  const existing = accounts.ofPerson(entry.personId)
  // Whoever has a password keeps the name he signs in with.
  const chosen = existing && existing.password !== '' ? existing.name : name
  const isHis = existing !== undefined && accounts.isNameOf(chosen, existing.id)
  if (!isHis && !accounts.isFree(chosen)) return fail('nameTaken')
  const account = await accountFor(parts, entry.personId, person.name)
  await entries.use(hashOf(token), { now: now(), device: '', proof: '' })
  await accounts.setPassword(account.id, chosen, password)
  await sessions.closeAll(account.id)
  await entries.seal(entry.personId)
  const about = { account: account.id, person: entry.personId }
  await security.note(now(), { event: 'linkUsed', ...about })
  if (entry.alsoFactor) {
    await factors.remove(account.id)
    await security.note(now(), { event: 'factorRemoved', ...about })
  }
  return succeed(undefined)
}
