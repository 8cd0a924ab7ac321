/**
 * Closing somebody's account, by whoever works for an organisation above him: nobody signs in by it any more, and its devices
 * may only bring what they had not sent (as when each is taken back). His file and all he wrote stay. It can be opened again.
 */
import type { Actor } from '../../schema/access.ts'
import { mayCloseAccountOf } from '../../schema/access.ts'
import type { AccountState } from '../../sync/wire/getting-in.ts'
import type { Parts } from '../parts.ts'
import { onFile } from './whom-to-help.ts'

type Books = Pick<Parts, 'accounts' | 'sessions' | 'entries' | 'security' | 'now'>

/** Undefined where whoever asks may not close it. */
export async function accountStateOf(
  parts: Parts,
  actor: Actor,
  personId: string,
): Promise<AccountState | undefined> {
  const person = await parts.store.read((view) => onFile(view, personId, parts.now()))
  return person && mayCloseAccountOf(actor, person) ? stateOf(parts, personId) : undefined
}

function stateOf({ accounts }: Pick<Parts, 'accounts'>, personId: string): AccountState {
  if (accounts.ofPerson(personId)) return { state: 'open' }
  const closedAt = accounts.closedAt(personId)
  return closedAt === undefined ? { state: 'none' } : { state: 'closed', closedAt }
}

/** `by`: the account of whoever does it; undefined at the command line. Every account of the person; false where there is none. */
export async function closeAccounts(
  { accounts, sessions, entries, security, now }: Books,
  personId: string,
  by: string | undefined,
): Promise<boolean> {
  const closed = await accounts.closeOf(personId, now())
  for (const id of closed) await sessions.revokeAll(id, now())
  await entries.voidAll(personId)
  if (closed.length > 0)
    await security.note(now(), { event: 'accountClosed', account: by, person: personId })
  return closed.length > 0
}

/** With the password it had; devices enter anew. */
export async function reopenAccounts(
  { accounts, security, now }: Books,
  personId: string,
  by: string | undefined,
): Promise<boolean> {
  const opened = await accounts.reopenOf(personId)
  if (opened)
    await security.note(now(), { event: 'accountReopened', account: by, person: personId })
  return opened
}
