import type { RowDraft } from '#lib/data/types.ts'
import { callsOf } from '#schema/rules/calls.ts'
import { countRoll } from './counts.ts'
import type { MeetingDraft, ShownMeeting } from '#lib/meeting/draft.ts'
import type { RollLine } from './roll.ts'
import { calledRows, isRollCalled } from './roll.ts'
import type { RollChange } from './roll-rows.ts'
import { attendanceDrafts, rollChange, takenAway } from './roll-rows.ts'
import type { MeetingSources } from '#lib/meeting/sources.svelte.ts'

type Parts = {
  readonly sources: MeetingSources
  readonly draft: () => MeetingDraft
  readonly shown: () => ShownMeeting
}

/** Who is called to a meeting that is being written down, and who of them came. */
export class RollCall {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Who alone is called, where it does not call everybody. */
  readonly only = $derived.by(() => this.#parts.sources.calledTo(this.#parts.shown()))

  readonly isTalk = $derived.by(() => callsOf(this.#parts.shown()).whom === 'nobody')

  readonly lines = $derived.by(() =>
    this.#parts.sources.rollFor(this.#parts.draft(), this.#parts.shown()),
  )

  readonly counts = $derived.by(() => countRoll(this.lines))

  readonly #rows = $derived.by(() =>
    this.#parts.sources.rowsFor(this.#parts.draft(), this.#parts.shown()),
  )

  readonly isCalled = $derived.by(() => isRollCalled(this.lines, this.#rows))

  /** How many rows are put away with a meeting that was not held. */
  readonly puttingAway = $derived.by(() =>
    this.#parts.draft().notHeld ? this.#parts.sources.rows.length : 0,
  )

  /** How many come back with one that was held after all. */
  readonly comingBack = $derived.by(
    () => this.#rows.filter(({ body }) => body.removedAt !== undefined).length,
  )

  readonly #isAnew = $derived.by(() =>
    this.#parts.sources.isAnew(this.#parts.draft(), this.#parts.shown()),
  )

  /** Where others are called than when the rows were noted. */
  readonly change = $derived.by((): RollChange | undefined =>
    this.#isAnew && !this.#parts.draft().notHeld ? rollChange(this.lines, this.#rows) : undefined,
  )

  /** Who may still be ticked: of a signed roll, whoever was missed. */
  readonly open = $derived.by(() =>
    this.#parts.sources.isSigned
      ? this.lines.filter(({ noted }) => noted === undefined)
      : this.lines,
  )

  /** What was noted here of somebody by name, and came too late for a signed roll. */
  readonly late = $derived.by((): readonly RollLine[] => {
    const { roll } = this.#parts.draft()
    if (!this.#parts.sources.isSigned) return []
    return this.lines.flatMap((line) => {
      const note = roll[line.personId]
      if (!note || note.over !== undefined || line.noted === undefined) return []
      const isSame = note.status === line.status && note.reason === line.reason
      return isSame ? [] : [{ ...line, status: note.status, reason: note.reason }]
    })
  })

  /** Taken back: it was not called yet. */
  readonly isUncalled = $derived.by(
    () => this.#parts.draft().uncalled !== undefined && !this.#parts.sources.isSigned,
  )

  /** How many rows a roll taken back puts away. */
  readonly uncalling = $derived.by(() => this.#uncalled.length)

  readonly #uncalled = $derived.by(() =>
    this.isUncalled ? calledRows(this.#parts.sources.rows) : [],
  )

  get lateIds(): readonly string[] {
    return this.late.map(({ personId }) => personId)
  }

  drafts(meetingId: string, isSigned: boolean, nowMs: number): readonly RowDraft[] {
    const written = attendanceDrafts({
      meetingId,
      draft: this.#parts.draft(),
      startsAt: this.#parts.shown().startsAt,
      lines: this.lines,
      rows: this.#rows,
      nowMs,
      anew: this.#isAnew,
      isSigned,
    })
    const ids = written.map(({ id }) => id)
    const left = this.#uncalled.filter(({ id }) => !ids.includes(id))
    return [...written, ...left.map((row) => takenAway({ nowMs }, row))]
  }
}
