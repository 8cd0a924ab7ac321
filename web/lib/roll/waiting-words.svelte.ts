import type { Records } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import { isSelf, keepsBranch } from '#schema/access.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { OwnWord } from '#schema/records/own-word.ts'
import { ownWord } from '#schema/records/own-word.ts'
import type { Waiting } from '#schema/rules/own-words.ts'
import { whatWaits } from '#schema/rules/own-words.ts'
import { notedAt, notedById } from './attendance-answers.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import type { AttendanceRow } from './roll.ts'

export type WaitingWord = { readonly id: string; readonly what: Waiting; readonly word: OwnWord }

/** What members said of gatherings and waits for whoever keeps their branch's book. Construct it while a component begins. */
export class WaitingWords {
  readonly #actor: () => Actor | undefined
  readonly #words
  readonly #rows
  readonly #meetings

  constructor(records: Pick<Records, 'list'>, actor: () => Actor | undefined) {
    this.#actor = actor
    this.#words = records.list(ownWord)
    this.#rows = records.list(attendance, () => ({
      ids: this.#words.current.map(({ body }) => notedAt(body)),
    }))
    this.#meetings = records.list(meeting, () => ({
      ids: this.#words.current.map(({ body }) => body.meetingId),
      removed: true,
    }))
  }

  get ready(): boolean {
    return this.#words.ready && this.#rows.ready && this.#meetings.ready
  }

  /** Also one that was taken away; undefined where it is not on this device. */
  readonly meetingOf = ({ meetingId }: OwnWord): MeetingBody | undefined =>
    this.#meetings.current.find(({ id }) => id === meetingId)?.body

  /** What the branch noted, also what was taken back. */
  readonly notedOf = (word: OwnWord): AttendanceRow['body'] | undefined =>
    notedById(this.#rows.current).get(notedAt(word))

  /** Nothing before all lists are here: what the branch has noted already would stand there for a moment, to be pressed. */
  readonly current = $derived.by((): readonly WaitingWord[] => {
    const actor = this.#actor()
    if (!actor || !this.ready) return []
    const noted = notedById(this.#rows.current)
    return this.#words.current
      .filter(({ body }) => keepsBranch(actor, body.branchId) && !isSelf(actor, body.personId))
      .flatMap(({ id, body }) =>
        whatWaits(body, noted.get(notedAt(body)), this.meetingOf(body)).map((what) => ({
          id,
          what,
          word: body,
        })),
      )
  })
}
