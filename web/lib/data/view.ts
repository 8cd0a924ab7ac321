/** A stored row as screens see it. */
import type { RxDocument } from 'rxdb/plugins/core'
import type { DeviceRow } from '#sync/device/row.ts'
import type { StoredRow } from './stored.ts'
import { fromStored } from './stored.ts'
import type { Row } from './types.ts'

/** RxDB keeps one document object a revision: so unpacked once, and unchanged rows stay the same object. */
const views = new WeakMap<RxDocument<StoredRow>, Row<unknown>>()

export function viewOf(document: RxDocument<StoredRow>): Row<unknown> {
  const known = views.get(document)
  if (known) return known
  const view = viewOfRow(fromStored(document))
  views.set(document, view)
  return view
}

const viewOfRow = ({ id, type, at, body, problem, edits }: DeviceRow): Row<unknown> => ({
  id,
  type,
  at,
  body,
  problem,
  edits,
  mark: markOf(edits),
})

const markOf = (edits: DeviceRow['edits']): Row<unknown>['mark'] => {
  if (edits.length === 0) return 'arrived'
  return edits.some((edit) => edit.refused) ? 'refused' : 'waiting'
}

/** Oldest word first: stamps sort by time. */
export const byFirstEdit = (left: Row<unknown>, right: Row<unknown>): number =>
  (left.edits[0]?.stamp ?? '') < (right.edits[0]?.stamp ?? '') ? -1 : 1
