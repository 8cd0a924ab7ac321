/** Notes of the demonstration on their way into the books: every one judged by the authority as if a phone had sent it. */
import type { Actor } from '../../schema/access.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { StoreTransaction } from '../../sync/authority/store.ts'
import { makeStamp } from '../../sync/clock.ts'
import type { Parts } from '../parts.ts'
import { idOf } from './chance.ts'
import type { Note } from './note.ts'

export type WritingParts = Pick<Parts, 'registry' | 'store' | 'now'> & {
  /** Not random here: the same sample makes the same records, ids and all. */
  newId(): string
}

/** So many edits a transaction: the more have gone before it in one, the longer SQLite takes for each. */
const batch = 50

export async function actorFor({ store, now }: WritingParts, personId: string): Promise<Actor> {
  const actor = await store.read((view) => actorOf(view, { id: idOf(personId), personId }, now()))
  if (!actor) throw new Error(`${personId} is on no record`)
  return actor
}

/** Refused, nothing of it may stand: what is made up here must be what a phone could have sent. */
export async function writeNotes(parts: WritingParts, notes: readonly Note[]): Promise<void> {
  const actors = new Map<string, Actor>()
  for (const { by } of notes) if (!actors.has(by)) actors.set(by, await actorFor(parts, by))
  for (let start = 0; start < notes.length; start += batch) {
    await parts.store.write(async (transaction) => {
      for (const [offset, note] of notes.slice(start, start + batch).entries()) {
        const actor = actors.get(note.by)
        if (actor) await send(parts, transaction, note, actor, offset)
      }
    })
  }
}

async function send(
  { registry, newId }: WritingParts,
  transaction: StoreTransaction,
  { type, id, fields, at }: Note,
  actor: Actor,
  counter: number,
): Promise<void> {
  const device = `demo-${actor.personId.slice(0, 8)}`
  const edit = {
    id: newId(),
    row: id,
    type,
    version: registry.find(type)?.version ?? 1,
    stamp: makeStamp({ ms: at, counter, device }),
    fields,
    basis: {},
    madeAt: at,
    offset: 0,
  }
  const arrival = { actor, device, now: at, sentAt: at }
  const [verdict] = await acceptEdits(registry, transaction, [edit], arrival, (error) => {
    throw error
  })
  if (verdict?.result !== 'accepted') {
    throw new Error(`the demonstration wrote what is refused: ${type} ${JSON.stringify(verdict)}`)
  }
}
