import type { Records } from '#lib/data/types.ts'
import type { MeetingRecord } from '#lib/record/recorded.ts'
import type { BodyFor } from '#schema/define-record.ts'
import { attachment } from '#schema/records/attachment.ts'
import { attendance } from '#schema/records/attendance.ts'
import { tally } from '#schema/records/tally.ts'
import type { Gathering } from '#schema/rules/duties.ts'
import type { Phase } from '#schema/rules/phase.ts'
import { notesGathering, phaseOf, showsGathering, talliesGathering } from '#schema/rules/phase.ts'

type Facts = { readonly meetings: readonly MeetingRecord[]; readonly now: number }

/**
 * Of which meetings something is recorded beside their own row: by what the branch published of who came, by a roll of this device
 * that is still on its way, by photos and papers. Whoever may read a meeting holds the same of it: phone and desk agree. Looked for
 * only from the first meeting on that does not speak for itself. Construct it while a component begins.
 */
export class Noted {
  readonly #facts: () => Facts
  readonly #tallies
  readonly #files
  readonly #outbox

  constructor(records: Pick<Records, 'list' | 'outbox'>, facts: () => Facts) {
    this.#facts = facts
    const span = () => (this.#from === undefined ? { ids: [] } : { from: this.#from })
    this.#tallies = records.list(tally, span)
    this.#files = records.list(attachment, span)
    this.#outbox = records.outbox()
  }

  readonly #from = $derived.by(() => {
    const { meetings, now } = this.#facts()
    const silent = meetings.filter(({ body, enteredAt }) => {
      return phaseOf({ ...body, enteredAt }, now) === 'unrecorded'
    })
    return silent.map(({ body }) => body.startsAt).sort()[0]
  })

  get ready(): boolean {
    return this.#tallies.ready && this.#files.ready && this.#outbox.ready
  }

  readonly #ids = $derived.by(
    (): ReadonlySet<string> =>
      // Made anew, never changed.
      // eslint-disable-next-line svelte/prefer-svelte-reactivity
      new Set([
        ...this.#tallies.current.filter(({ body }) => talliesGathering(body)).map(meetingOf),
        ...this.#files.current.filter(({ body }) => showsGathering(body)).map(meetingOf),
        ...this.#outbox.current.flatMap(({ type, body }) => {
          if (type !== attendance.name) return []
          // The row's type says what its body is.
          const row = body as BodyFor<typeof attendance>
          return notesGathering(row) ? [row.meetingId] : []
        }),
      ]),
  )

  readonly of = ({ id, body, enteredAt }: MeetingRecord): MeetingRecord['body'] & Gathering => ({
    ...body,
    enteredAt,
    noted: this.#ids.has(id),
  })

  readonly phaseOf = (meeting: MeetingRecord): Phase => phaseOf(this.of(meeting), this.#facts().now)
}

const meetingOf = ({ body }: { readonly body: { readonly meetingId: string } }) => body.meetingId
