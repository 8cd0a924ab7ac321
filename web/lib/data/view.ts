/** A stored row as screens see it. */
import type { RxDocument } from 'rxdb/plugins/core'
import { readStamp } from '#sync/clock.ts'
import type { DeviceRow } from '#sync/device/row.ts'
import type { Cipher } from './keys/cipher.ts'
import { inBatches } from './keys/cipher.ts'
import type { StoredRow } from './disk/stored.ts'
import { fromStored } from './disk/stored.ts'
import type { Row } from './types.ts'

/** RxDB keeps one document object a revision: so unsealed and unpacked once, and unchanged rows stay the same object. */
const views = new WeakMap<RxDocument<StoredRow>, Promise<Row<unknown>>>()

export function viewOf(document: RxDocument<StoredRow>, cipher: Cipher): Promise<Row<unknown>> {
  const known = views.get(document)
  if (known) return known
  const view = unpacked(document, cipher)
  views.set(document, view)
  return view
}

export const viewsOf = (
  documents: readonly RxDocument<StoredRow>[],
  cipher: Cipher,
): Promise<Row<unknown>[]> => inBatches(documents, (document) => viewOf(document, cipher))

async function unpacked(document: RxDocument<StoredRow>, cipher: Cipher): Promise<Row<unknown>> {
  const { id, type, of, recency, unsent, removed } = document
  const packed = await cipher.open(id, document.packed)
  return viewOfRow(fromStored({ id, type, of, recency, unsent, removed, packed }))
}

const viewOfRow = ({
  id,
  type,
  at,
  rev,
  body,
  stamps,
  problem,
  edits,
}: DeviceRow): Row<unknown> => ({
  id,
  type,
  at,
  enteredAt: enteredAt(stamps),
  body,
  problem,
  edits,
  revision: rev + edits.length,
  mark: markOf(edits),
})

/**
 * What may be written once only keeps its stamp from when the row was begun, also where it was refused at first and mended later
 * (sync/device/mend.ts), and stamps sort by time.
 */
export const enteredAt = (stamps: DeviceRow['stamps']): number =>
  readStamp(Object.values(stamps).reduce((first, each) => (each < first ? each : first), '~')).ms

const markOf = (edits: DeviceRow['edits']): Row<unknown>['mark'] => {
  if (edits.length === 0) return 'arrived'
  return edits.some((edit) => edit.refused) ? 'refused' : 'waiting'
}

/** Oldest word first: stamps sort by time. */
export const byFirstEdit = (left: Row<unknown>, right: Row<unknown>): number =>
  (left.edits[0]?.stamp ?? '') < (right.edits[0]?.stamp ?? '') ? -1 : 1
