/** What every way in ends with: a new session, and what the device is told of whoever is signed in. */
import { textOf } from '../../schema/json.ts'
import type { Actor } from '../../schema/access.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { Session } from '../../sync/wire/session.ts'
import type { Parts } from '../parts.ts'
import type { Account } from './account-book.ts'
import { newToken } from './random.ts'
import type { SessionTerms } from './session-book.ts'

export type EnteringDevice = { readonly id: string; readonly label: string }

/** The token of a new session. Always a new one: whoever planted a token in a browser gains nothing by it. */
export async function enter(
  parts: Pick<Parts, 'sessions' | 'devices'>,
  account: Account,
  { id, label }: EnteringDevice,
  { now, ...terms }: { readonly now: number } & SessionTerms,
): Promise<string> {
  const token = newToken()
  await parts.sessions.start(token, account.id, id, now, terms)
  await parts.devices.register(account.id, { id, label }, now)
  return token
}

/** Undefined where the account's person is on no record. */
export const actorBehind = (
  { store, now }: Pick<Parts, 'store' | 'now'>,
  { id, personId }: Pick<Account, 'id' | 'personId'>,
): Promise<Actor | undefined> => store.read((view) => actorOf(view, { id, personId }, now()))

/** Undefined where the account's person is on no record. */
export function sessionOf(
  { store, now }: Pick<Parts, 'store' | 'now'>,
  { id, name, personId }: Account,
  device: string,
): Promise<Session | undefined> {
  const time = now()
  return store.read(async (view) => {
    const actor = await actorOf(view, { id, personId }, time)
    const person = await view.row(personId)
    const personName = textOf(person?.body, 'name')
    return actor && { account: { id, name }, personName, actor, device, now: time }
  })
}
