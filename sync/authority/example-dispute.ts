/** For tests: a row that secretary, deputy and township write at the same time, each on a device of his own. */
import type { Json } from '../../schema/json.ts'
import type { ConflictBody } from '../../schema/records/conflict.ts'
import { conflict, isOpen } from '../../schema/records/conflict.ts'
import { makeStamp } from '../clock.ts'
import type { Edit } from '../wire/edit.ts'
import { entry, registry, settleTownship } from '../example-township.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { MemoryStore } from './memory-store.ts'

export const start = Date.parse('2026-03-10T08:00:00.000Z')
export const hour = 3_600_000
export const at = (ms: number, device = 'phone1') =>
  makeStamp({ ms: start + ms, counter: 0, device })
const born = { branchId: 'branchA', author: '甲', title: '原来的', 'items/k': { order: 1 } }
const first = at(0, 'seed')

export type Parts = Partial<Edit> & { readonly id: string; readonly ms: number }

/** Edits are over the first state unless they say otherwise. `wrongBy`: how far the sender's clock is ahead, ms. */
export async function township() {
  const store = new MemoryStore()
  await settleTownship(store)
  const send = async (person: string, device: string, parts: readonly Parts[], wrongBy = 0) => {
    const now = start + 3 * hour
    const edits = parts.map(({ ms, ...edit }) => ({
      row: 'row-1',
      type: entry.name,
      version: 1,
      stamp: at(ms, device),
      fields: {},
      basis: Object.fromEntries(Object.keys(edit.fields ?? {}).map((path) => [path, first])),
      madeAt: start + ms,
      offset: 0,
      ...edit,
    }))
    const actor = await store.read((view) => actorOf(view, { id: person, personId: person }, now))
    if (!actor) throw new Error(person)
    return store.write((transaction) =>
      acceptEdits(
        registry,
        transaction,
        edits,
        { actor, device, now, sentAt: now + wrongBy },
        (error) => {
          throw error
        },
      ),
    )
  }
  await send('secretary-a', 'seed', [{ id: 'born', ms: 0, fields: born, basis: {} }])
  const secretary = (...edits: readonly Parts[]) => send('secretary-a', 'phone1', edits)
  const deputy = (...edits: readonly Parts[]) => send('deputy-a', 'phone2', edits)
  const staff = (...edits: readonly Parts[]) => send('staff', 'desk', edits)
  const row = () => store.read((view) => view.row('row-1'))
  const conflicts = async () =>
    // Kept in the shape of the definition.
    (await store.read((view) => view.rowsOf(conflict.name, 'row-1'))).map((each) => ({
      ...each,
      body: each.body as unknown as ConflictBody,
    }))
  const values = async () =>
    (await conflicts())
      .filter(({ body }) => isOpen(body))
      .map(({ body }) => Object.values(body.sides ?? {}).map(({ value }) => value))
  return { store, send, secretary, deputy, staff, row, conflicts, values }
}

export const title = (value: Json) => ({ title: value })
