/**
 * The number of a meeting's record, the same on every paper of it: `20261015-402913`. Devices without a network cannot count on
 * together, so nobody counts and nobody types: it follows from the day of the meeting and the id of its row, and every device
 * comes to the same. The six digits follow from the id alone: where somebody puts the day right, they stay, and the record is
 * found by them. Two meetings of one day share a number once in a million pairs; a paper names its branch as well.
 */
import { localDay } from './calendar.ts'

const room = 1_000_000
/** Without a divisor in common with the room: no letter's part of the id is lost. */
const step = 131

export function recordNumber({
  id,
  startsAt,
}: {
  readonly id: string
  readonly startsAt: string
}): string {
  const digits = Array.from(id).reduce(
    (sum, letter) => (sum * step + (letter.codePointAt(0) ?? 0)) % room,
    0,
  )
  return `${localDay(startsAt).replaceAll('-', '')}-${String(digits).padStart(6, '0')}`
}
