/** Drafts of rows become edits, all of them in one transaction or none. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { DeviceRow } from '#sync/device/row.ts'
import { withdraw } from '#sync/device/row.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import type { Pen } from '#sync/device/write.ts'
import { rowIdOf, write, writeAgain } from '#sync/device/write.ts'
import type { Definition, Registry } from '#schema/define-record.ts'
import type { Stamp } from '#sync/wire/edit.ts'
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
      let after: Stamp | undefined
      for (const { definition, id, draft } of planned) {
        const before = rows.get(id)
        const { fields, evenIfSame = false } = draft
        const written = write(definition, before, { id, fields, evenIfSame, after }, pen)
        if (!written.ok) throw new Flawed({ kind: 'flaw', id, flaw: written.failure })
        if (!written.value || written.value === before) continue
        rows.set(id, written.value)
        changed.add(id)
        // Rows are judged in the order in which they were handed over.
        after = written.value.edits.at(-1)?.stamp
      }
      return { put: [...rows.values()].filter((row) => changed.has(row.id)) }
    })
  } catch (error) {
    if (error instanceof Flawed) return fail(error.failure)
    throw error
  }
  return succeed(ids)
}

/** What was refused goes once more, each edit as it was and under a new id. */
export const sendRefusedAgain = (
  store: DeviceStore,
  rowIds: readonly string[],
  pen: Pen,
): Promise<void> =>
  store.transact(rowIds, (rows) => ({
    put: [...rows.values()].map((row) => ({
      ...row,
      edits: row.edits.map(({ refused, ...edit }) => (refused ? writeAgain(edit, pen) : edit)),
      problem: null,
    })),
  }))

/** The rows without what was refused of them; where nothing is left of one, it goes. */
export const withdrawRefused = (
  store: DeviceStore,
  registry: Registry,
  rowIds: readonly string[],
): Promise<void> =>
  store.transact(rowIds, (rows) => {
    const put: DeviceRow[] = []
    const remove: string[] = []
    for (const [id, row] of rows) {
      const left = withoutRefused(registry, row)
      if (left) put.push(left)
      else remove.push(id)
    }
    return { put, remove }
  })

function withoutRefused(registry: Registry, row: DeviceRow): DeviceRow | undefined {
  let left: DeviceRow | undefined = row
  for (const { id } of row.edits.filter((edit) => edit.refused))
    left = left && withdraw(registry, left, id)
  return left
}
