/** What was typed or sent and can no longer be saved, in words, so that it can be told to whoever signed or handed in. */
import { m } from '#lib/i18n/generated/messages.js'
import type { SaidField } from '#lib/record/say-field.ts'
import { sayFields } from '#lib/record/say-field.ts'
import type { AttendanceRow } from '#lib/roll/roll.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { MeetingDraft } from './draft.ts'
import { lateFields } from './draft.ts'
import { frozenFields } from './flaws.ts'
import type { MeetingSources } from './sources.svelte.ts'
import { sayReason } from './words.ts'

/** Of what was noted of the roll in a form, what does not stand there. */
function lateRoll(
  roll: MeetingDraft['roll'],
  rows: readonly AttendanceRow[],
): MeetingDraft['roll'] {
  const noted = new Map(rows.map(({ body }) => [body.personId, body]))
  return Object.fromEntries(
    Object.entries(roll).filter(([personId, { status, reason }]) => {
      const row = noted.get(personId)
      return row?.status !== status || (row.reason ?? '') !== reason.trim()
    }),
  )
}

/** `held`: nothing can be written any more while it is read above, the roll neither. */
export function sayLate(
  { body, refused, rows, nameOf }: Pick<MeetingSources, 'body' | 'refused' | 'rows' | 'nameOf'>,
  draft: MeetingDraft,
  held: boolean,
): readonly SaidField[] {
  const fields = { ...frozenFields(refused), ...lateFields(body, draft, held) }
  const roll = held ? lateRoll(draft.roll, rows) : {}
  return [
    ...sayFields(meeting, fields, nameOf, body),
    ...Object.entries(roll).map(([personId, note]) => ({
      path: `roll/${personId}`,
      label: m.meetings_attendance(),
      value: m.meetings_name_status({
        name: nameOf(personId) ?? m.meetings_somebody(),
        status: sayReason(note),
      }),
    })),
  ]
}
