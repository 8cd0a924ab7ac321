import type { Records } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { shortDay } from '#lib/i18n/people-time.ts'
import type { Presence } from '#schema/records/attendance.ts'
import { ownWord } from '#schema/records/own-word.ts'
import { leaveDay } from '#schema/rules/own-words.ts'
import { sayReason } from '#lib/meeting/words.ts'

type Line = {
  readonly personId: string
  readonly status: Presence | undefined
  readonly reason?: string | undefined
}

/** Leaves of a meeting that was on another day when they were asked for. Construct it while a component begins. */
export class MovedLeaves {
  readonly #words
  readonly #startsAt: () => string | undefined

  constructor(
    records: Pick<Records, 'list'>,
    id: () => string,
    startsAt: () => string | undefined,
  ) {
    this.#words = records.list(ownWord, () => ({ of: id() }))
    this.#startsAt = startsAt
  }

  /** `请假：外出务工（原定11月30日）` */
  readonly say = (line: Line): string => {
    const day = this.#dayOf(line.personId)
    const said = sayReason(line)
    return line.status === 'excused' && day
      ? m.attend_leave_planned_for({ said, day: shortDay(day) })
      : said
  }

  #dayOf(personId: string): string | undefined {
    const startsAt = this.#startsAt()
    const word = this.#words.current.find(({ body }) => body.personId === personId)
    return startsAt ? leaveDay(word?.body, startsAt) : undefined
  }
}
