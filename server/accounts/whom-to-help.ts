/** Who may open the door for whom, from the records as they are now: schema/access.ts says the rule. */
import type { Actor, Helped } from '../../schema/access.ts'
import { mayHelpIn } from '../../schema/access.ts'
import { textOf } from '../../schema/json.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import type { Parts } from '../parts.ts'
import type { Entry } from './entry-book.ts'

/** Somebody with the rights he would have, were he signed in. */
export type Known = { readonly actor: Actor; readonly name: string }

/** Undefined where there is no such person. */
export async function known(
  view: StoreView,
  personId: string,
  nowMs: number,
): Promise<Known | undefined> {
  const actor = await actorOf(view, { id: '', personId }, nowMs)
  const row = await view.row(personId)
  return actor && { actor, name: textOf(row?.body, 'name') }
}

/** Somebody on file, also one who was taken off the roll and holds nothing any more. */
export async function onFile(
  view: StoreView,
  personId: string,
  nowMs: number,
): Promise<Helped | undefined> {
  const actor = await actorOf(view, { id: '', personId }, nowMs)
  if (actor) return actor
  const row = await view.row(personId)
  return row?.type === 'person'
    ? { personId, branchId: textOf(row.body, 'branchId'), offices: [] }
    : undefined
}

/** The person, where whoever asks may help him in: a closed account is opened first, by whoever may. */
export async function helped(
  { store, accounts, now }: Pick<Parts, 'store' | 'accounts' | 'now'>,
  actor: Actor,
  personId: string,
): Promise<Known | undefined> {
  if (accounts.closedAt(personId) !== undefined) return undefined
  const person = await store.read((view) => known(view, personId, now()))
  return person && mayHelpIn(actor, person.actor) ? person : undefined
}

/**
 * Whether whoever gave a code or link might still give it: offices change within the days it lives, and by a code for a plain
 * member nobody is to become the township's clerk.
 */
export async function stillStands(
  { accounts, now }: Pick<Parts, 'accounts' | 'now'>,
  view: StoreView,
  { issuedBy, personId }: Entry,
): Promise<Known | undefined> {
  const person =
    accounts.closedAt(personId) === undefined ? await known(view, personId, now()) : undefined
  // At the command line, by whoever holds the data folder.
  if (!person || issuedBy === undefined) return person
  const issuer = accounts.byId(issuedBy)
  const actor = issuer && (await actorOf(view, issuer, now()))
  return actor && mayHelpIn(actor, person.actor) ? person : undefined
}
