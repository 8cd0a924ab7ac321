import { limits } from '../wire/sync.ts'
import type { DeviceRow, HeldEdit } from './row.ts'

/**
 * The edits to send now: oldest first, bounded in number and size, refused ones left out (P5: they hold up nobody). Rows of which
 * something was put off hold up nobody either (A2): they, `putOff`, go after all others, each still in its order.
 */
export function sendable(
  rows: readonly DeviceRow[],
  putOff: ReadonlySet<string> = new Set(),
): readonly HeldEdit[] {
  const isPutOff = ({ row }: HeldEdit) => Number(putOff.has(row))
  const waiting = rows
    .flatMap((row) => row.edits.filter((edit) => !edit.refused))
    .sort((left, right) => isPutOff(left) - isPutOff(right) || (left.stamp < right.stamp ? -1 : 1))
  let room = limits.requestBytes / 4
  const batch: HeldEdit[] = []
  for (const edit of waiting) {
    room -= JSON.stringify(edit).length
    if (batch.length > 0 && (room < 0 || batch.length >= limits.editsPerRequest)) break
    batch.push(edit)
  }
  return batch
}
