/** What is shown of one branch besides its meetings. */
import { offices } from '#schema/access.ts'
import type { AttendanceRecord, PersonRecord, PostRecord } from './desk-records.ts'

export type HeldPost = {
  readonly id: string
  readonly personId: string
  readonly name: string
  readonly office: PostRecord['body']['office']
  readonly from: string
}

const ranks = Object.keys(offices)

/** Who holds an office of the organisation on a day; the secretary first. People unknown to this device are left out. */
export function postsHeld(
  posts: readonly PostRecord[],
  people: readonly PersonRecord[],
  organisationId: string,
  today: string,
): readonly HeldPost[] {
  const names = new Map(people.map(({ id, body }) => [id, body.name]))
  const held = posts.flatMap(({ id, body }) => {
    const name = names.get(body.personId)
    const isOver = body.until !== undefined && body.until < today
    if (body.organisationId !== organisationId || body.from > today || isOver) return []
    return name === undefined
      ? []
      : [{ id, personId: body.personId, name, office: body.office, from: body.from }]
  })
  return held.sort((left, right) => ranks.indexOf(left.office) - ranks.indexOf(right.office))
}

export type Absences = {
  readonly excused: number
  readonly absent: number
  readonly madeUp: number
}

/** Who was not there, by meeting; only meetings whose names have arrived. */
export function absencesByMeeting(
  rows: readonly AttendanceRecord[],
): ReadonlyMap<string, Absences> {
  const absences = new Map<string, Absences>()
  for (const { body } of rows) {
    const count = absences.get(body.meetingId) ?? { excused: 0, absent: 0, madeUp: 0 }
    const { status } = body
    absences.set(
      body.meetingId,
      status === 'excused' || status === 'absent' || status === 'madeUp'
        ? { ...count, [status]: count[status] + 1 }
        : count,
    )
  }
  return absences
}
