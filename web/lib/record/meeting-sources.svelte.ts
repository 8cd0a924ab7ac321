import type { Records } from '#lib/data/types.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import { person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'
import { post } from '#schema/records/post.ts'
import { localDay } from '#schema/rules/calendar.ts'
import type { MeetingDraft, ShownMeeting } from './meeting-draft.ts'
import type { RollLine } from './meeting-roll.ts'
import { committeeOn, rollOf } from './meeting-roll.ts'

/** What a form reads of the device while it is open, always as it stands. Construct it while a component begins. */
export class MeetingSources {
  readonly #row
  readonly #people
  readonly #files
  readonly #posts
  readonly #attendance

  constructor(records: Pick<Records, 'one' | 'list'>, id: string, branchId: () => string) {
    this.#row = records.one(meeting, () => id)
    this.#people = records.list(person, () => ({ of: branchId() }))
    this.#files = records.list(personFile)
    this.#posts = records.list(post)
    this.#attendance = records.list(attendance, () => ({ of: id }))
  }

  get ready(): boolean {
    return this.#row.ready
  }

  get body() {
    return this.#row.current?.body
  }

  /** This device's edits of the meeting that the server did not accept. */
  get refused() {
    return this.#row.current?.edits.filter((edit) => edit.refused) ?? []
  }

  get rows() {
    return this.#attendance.current
  }

  readonly people = $derived.by(() =>
    this.#people.current.map(({ id, body }) => ({ id, name: body.name, initials: body.initials })),
  )

  /** A meeting of the committee alone calls the committee alone. */
  rollFor(draft: MeetingDraft, { kinds, startsAt }: ShownMeeting): readonly RollLine[] {
    const { branchId, roll } = draft
    const committeeAlone = kinds.length === 1 && kinds[0] === 'committee' && startsAt !== ''
    return rollOf({
      branchId,
      roll,
      people: this.#people.current,
      files: this.#files.current,
      rows: this.rows,
      only: committeeAlone
        ? committeeOn(this.#posts.current, branchId, localDay(startsAt))
        : undefined,
    })
  }
}
