/** The records a desk computes with. A row of `lib/data` is one of these; a test writes them by hand. */
import type { BodyFor } from '#schema/define-record.ts'
import type { attendance } from '#schema/records/attendance.ts'
import type { meeting } from '#schema/records/meeting.ts'
import type { organisation } from '#schema/records/organisation.ts'
import type { person } from '#schema/records/person.ts'
import type { tally } from '#schema/records/tally.ts'

type Recorded<R> = { readonly id: string; readonly body: BodyFor<R> }

export type OrganisationRecord = Recorded<typeof organisation>
/** `enteredAt`: when it was written down first, ms; undefined where nobody knows. */
export type MeetingRecord = Recorded<typeof meeting> & { readonly enteredAt?: number | undefined }
export type PersonRecord = Recorded<typeof person>
export type TallyRecord = Recorded<typeof tally>
export type AttendanceRecord = Recorded<typeof attendance>

const names = new Intl.Collator('zh-CN', { numeric: true })

/** Branches and people in the order a Chinese index would list them. */
export const byName = (
  left: { readonly body: { readonly name: string } },
  right: { readonly body: { readonly name: string } },
): number => names.compare(left.body.name, right.body.name)
