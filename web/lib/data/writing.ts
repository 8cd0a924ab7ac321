/** Drafts of rows become edits, all of them in one transaction or none. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { DeviceRow } from '#sync/device/row.ts'
import { withdraw } from '#sync/device/row.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import type { Pen } from '#sync/device/write.ts'
import { rowIdOf, write, writeAgain } from '#sync/device/write.ts'
import type { Definition, Registry } from '#schema/define-record.ts'
import type { RowDraft, WriteFailure } from './types.ts'

type Planned = { readonly definition: Definition; readonly id: string; readonly draft: RowDraft }

/** Leaves the transaction without writing; never seen outside this file. */
class Flawed extends Error {
  readonly failure: WriteFailure
  constructor(failure: WriteFailure) {
    super('a draft has a flaw')
    this.failure = failure
  }
}

/** Ids are settled once: where a transaction must be tried again, it writes the same rows. */
export const plan = (drafts: readonly RowDraft[], pen: Pen): readonly Planned[] =>
  drafts.map((draft) => ({
    definition: draft.type,
    id: rowIdOf(draft.type, draft, pen),
    draft,
  }))

export async function writePlanned(
  store: DeviceStore,
  planned: readonly Planned[],
  pen: Pen,
): Promise<Result<readonly string[], WriteFailure>> {
  const ids = planned.map(({ id }) => id)
  try {
    await store.transact([...new Set(ids)], (held) => {
      const rows = new Map<string, DeviceRow>(held)
      const changed = new Set<string>()
      for (const { definition, id, draft } of planned) {
        const before = rows.get(id)
        const written = write(definition, before, { id, fields: draft.fields }, pen)
        if (!written.ok) throw new Flawed({ kind: 'flaw', id, flaw: written.failure })
        if (!written.value || written.value === before) continue
        rows.set(id, written.value)
        changed.add(id)
      }
      return { put: [...rows.values()].filter((row) => changed.has(row.id)) }
    })
  } catch (error) {
    if (error instanceof Flawed) return fail(error.failure)
    throw error
  }
  return succeed(ids)
}

export const sendRefusedAgain = (store: DeviceStore, rowId: string, pen: Pen): Promise<void> =>
  store.transact([rowId], (rows) => {
    const row = rows.get(rowId)
    if (!row) return { put: [] }
    const edits = row.edits.map(({ refused, ...edit }) => (refused ? writeAgain(edit, pen) : edit))
    return { put: [{ ...row, edits, problem: null }] }
  })

export const withdrawEdit = (
  store: DeviceStore,
  registry: Registry,
  rowId: string,
  editId: string,
): Promise<void> =>
  store.transact([rowId], (rows) => {
    const row = rows.get(rowId)
    if (!row) return { put: [] }
    const left = withdraw(registry, row, editId)
    return left ? { put: [left] } : { put: [], remove: [rowId] }
  })
