/** What an unsent row is, in words, and where it can be opened. Looks up the names of what it hangs under. */
import type { Live, Records, Row } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { shortDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { RecordType } from '#schema/define-record.ts'
import { registry } from '#schema/records/index.ts'
import { lesson } from '#schema/records/lesson.ts'
import { meeting } from '#schema/records/meeting.ts'
import { person } from '#schema/records/person.ts'
import { localDay } from '#schema/rules/calendar.ts'
import { lessonTitle } from '#lib/lesson/words.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import { sayKinds } from '#lib/meeting/words.ts'
import type { Unsent } from '#lib/data/unsent.ts'
import { isByTheWay } from '#lib/data/unsent.ts'

type Named = {
  readonly name?: string
  readonly title?: string
  readonly stem?: string
  readonly meetingId?: string
  readonly lessonId?: string
  readonly personId?: string
  readonly lines?: string
}

export class UnsentTitle {
  readonly #group: () => Unsent
  readonly #meeting: Live<Row<MeetingBody> | undefined>
  readonly #lesson: Live<Row<NonNullable<typeof lesson.body>> | undefined>
  readonly #person: Live<Row<NonNullable<typeof person.body>> | undefined>

  constructor(records: Records, group: () => Unsent) {
    this.#group = group
    const named = <B>(type: RecordType<B>, wanted: (body: Named) => string | undefined) =>
      records.one(type, () => wanted((group().rows[0]?.body ?? {}) as Named))
    this.#meeting = named(meeting, ({ meetingId }) => meetingId)
    this.#lesson = named(lesson, ({ lessonId }) => lessonId)
    this.#person = named(person, ({ personId }) => personId)
  }

  get #row(): Row<unknown> | undefined {
    return this.#group().rows[0]
  }

  get main(): string {
    const { type, rows } = this.#group()
    const body = (this.#row?.body ?? {}) as Named
    if (type === 'meeting') return sayMeetingBody(this.#row?.body)
    if (type === 'attendance') {
      const roll = m.sync_row_attendance({ meeting: sayMeetingBody(this.#meeting.current?.body) })
      return rows.length === 1 ? nameAfter(roll, this.#person.current?.body.name) : roll
    }
    if (type === 'attachment')
      return m.sync_row_files({ meeting: sayMeetingBody(this.#meeting.current?.body) })
    if (type === 'study') {
      const title = this.#lesson.current && lessonTitle(this.#lesson.current.body)
      return m.sync_row_study({ title: title ?? '' })
    }
    const words = registry.find(type)?.words
    if (type === 'handIn')
      return nameAfter(words ? sayWords(words) : '', sayMeetingBody(this.#meeting.current?.body))
    if (isByTheWay(type) && words && rows.length > 1)
      return m.privacy_data_count({ kind: sayWords(words), count: rows.length })
    const name = body.name ?? body.title ?? body.stem ?? this.#person.current?.body.name
    return nameAfter(words ? sayWords(words) : m.sync_field_this(), name)
  }

  get sub(): string | undefined {
    const { type, rows } = this.#group()
    if (rows.length === 1) return undefined
    if (type === 'attachment') return m.sync_row_files_count({ count: rows.length })
    return type === 'attendance' ? m.sync_row_attendance_count({ count: rows.length }) : undefined
  }

  /** The screen of the record, where it has one. */
  get href(): string | undefined {
    const { type } = this.#group()
    const body = (this.#row?.body ?? {}) as Named
    if (type === 'meeting') return `/meetings/${this.#row?.id ?? ''}`
    if (type === 'attendance' || type === 'attachment' || type === 'handIn')
      return `/meetings/${body.meetingId ?? ''}`
    if (type === 'study') return `/study/${body.lessonId ?? ''}`
    if (type === 'correction') return '/privacy/corrections'
    if (type === 'meetingTemplate') return '/templates'
    if (type === 'dutyRule' || type === 'holiday') return '/rules'
    if (type === 'ownWord')
      return `/attend/${body.lines === undefined ? 'leave' : 'makeup'}?meeting=${body.meetingId ?? ''}`
    if (type === 'exclusion') return '/attend/exclusions'
    if (type === 'consent') return '/privacy/choices'
    return undefined
  }
}

const nameAfter = (kind: string, name: string | undefined) =>
  name === undefined ? kind : m.sync_row_named({ kind, name })

function sayMeetingBody(body: unknown): string {
  const { kinds, startsAt } = (body ?? {}) as Partial<MeetingBody>
  if (!kinds || !startsAt) return m.sync_meeting_unknown()
  return m.sync_row_meeting({ day: shortDay(localDay(startsAt)), kinds: sayKinds(kinds) })
}
