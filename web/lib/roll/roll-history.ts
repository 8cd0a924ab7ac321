/** What a save changed in a roll: its edits, one a member, as one entry of the meeting's history. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayList } from '#lib/i18n/say-words.ts'
import { sayReason } from '#lib/meeting/words.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import { partsOfId } from '#schema/define-record.ts'
import type { Presence } from '#schema/records/attendance.ts'
import type { HistoryLine } from '#sync/wire/history.ts'

/** One edit of the meeting, or those of its roll that were written and came together. */
export type HistoryEntry = { readonly line: HistoryLine; readonly roll: readonly HistoryLine[] }

/** In the order of the lines. */
export function entriesOf(lines: readonly HistoryLine[]): readonly HistoryEntry[] {
  const entries = new Map<string, HistoryEntry & { roll: HistoryLine[] }>()
  for (const line of lines) {
    const { edit, row, personName, device, madeAt, receivedAt, result } = line
    const key =
      row === undefined ? edit : [personName, device, madeAt, receivedAt, result].join(' ')
    const known = entries.get(key)
    if (known) known.roll.push(line)
    else entries.set(key, { line, roll: row === undefined ? [] : [line] })
  }
  return [...entries.values()]
}

type Side = 'before' | 'after'

const textAt = ({ fields }: HistoryLine, path: string, side: Side): string | undefined => {
  const value = fields.find((field) => field.path === path)?.[side]
  return typeof value === 'string' ? value : undefined
}

/** `请假：车在修`; undefined where it said nothing then. */
function sayAt(line: HistoryLine, side: Side): string | undefined {
  const reason = textAt(line, 'reason', side)
  // A choice of the definition, checked as it was written.
  const status = textAt(line, 'status', side) as Presence | undefined
  return status === undefined ? reason : sayReason({ status, reason })
}

function sayRollLine(line: HistoryLine): string | undefined {
  if (textAt(line, 'removedAt', 'after') !== undefined) return m.attend_history_out()
  const [before, after] = [sayAt(line, 'before'), sayAt(line, 'after')]
  if (after === undefined) return undefined
  return before === undefined ? after : m.attend_history_change({ before, after })
}

/** `赵华杰、周伟秀（到会）`: those of whom the same was said, together. */
export function sayRollChanges(
  roll: readonly HistoryLine[],
  nameOf: NameOf,
): readonly { readonly path: string; readonly words: string }[] {
  const names = new Map<string, string[]>()
  for (const line of roll) {
    const said = sayRollLine(line)
    const personId = partsOfId(line.row ?? '').at(-1) ?? ''
    const name = textAt(line, 'guestName', 'after') ?? nameOf(personId) ?? m.meetings_somebody()
    if (said !== undefined) names.set(said, [...(names.get(said) ?? []), name])
  }
  return [...names].map(([status, of]) => ({
    path: status,
    words: m.meetings_name_status({ name: sayList(of), status }),
  }))
}
