/** Three signed records that were handed in: one was accepted, one returned, one waits, so that either side sees something. */
import { derivedId } from '../../schema/define-record.ts'
import type { Definition } from '../../schema/define-record.ts'
import { handIn } from '../../schema/records/hand-in.ts'
import { meeting } from '../../schema/records/meeting.ts'
import type { DemoBranch } from './month.ts'
import type { Note } from './note.ts'
import { sealed } from './sealed.ts'
import type { Cast } from './people.ts'
import type { Recorded } from './year.ts'
import { yearOf } from './year.ts'

const hour = 3_600_000
const day = 24 * hour
const iso = (at: number) => new Date(at).toISOString()

type Step = Note['fields']

const answers: readonly Step[] = [
  { state: 'accepted', answer: '记得清楚。' },
  {
    state: 'returned',
    'remarks/agenda': { text: '讨论那一项，请写明谁提了什么意见。' },
    'remarks/files': { text: '请补一张签到表的照片。' },
  },
]

export function reviewsOf({ branches, secretary, staff }: Cast, now: number): readonly Note[] {
  const branch = branches.find(({ secretaryId }) => secretaryId === secretary.id)
  const other = branches.find(({ trouble }) => trouble === 'none')
  if (!branch || !other) throw new Error('the demonstration lacks the branches it reviews')
  return [
    // What is newer is left for whoever tries signing and handing in.
    ...lastOf(branch, now - 30 * day, now, answers.length).flatMap((record, index) => [
      ...handedIn(record, branch.secretaryId),
      answered(record, branch.secretaryId, answers[index] ?? {}, staff.id),
    ]),
    ...lastOf(other, now - 5 * day, now, 1).flatMap((record) =>
      handedIn(record, other.secretaryId),
    ),
  ]
}

/** The last gatherings of a branch before a time that came to a resolution. */
const lastOf = (branch: DemoBranch, before: number, now: number, count: number) =>
  yearOf(branch, now)
    .filter(({ type, fields }) => type === meeting.name && fields['resolutions/k1'] !== undefined)
    .filter(({ at }) => at < before)
    .slice(-count)

const roundIdOf = ({ id }: Recorded) => derivedId(handIn.name, [id, '1'])

function roundOf({ id, fields, at }: Recorded, by: string): Step {
  const { branchId = '', startsAt = '' } = fields
  const common = { meetingId: id, branchId, heldAt: startsAt, round: 1, note: '请镇里审阅。' }
  const times = { handedInAt: iso(at + day), arrivedAt: iso(at + 3 * day) }
  return { ...common, ...times, handedInById: by }
}

/** Signed in the evening, handed in the next day, there two days later. */
function handedIn(record: Recorded, by: string): readonly Note[] {
  const { id, fields, at } = record
  const signing = { stage: 'signed', signedById: by, signedAt: iso(at + hour) }
  return [
    noteOf(by, meeting, id, sealed(meeting, fields, signing), at + hour),
    noteOf(by, handIn, roundIdOf(record), roundOf(record, by), at + 3 * day),
  ]
}

/** The day after it came. */
function answered(record: Recorded, by: string, answer: Step, staffId: string): Note {
  const at = record.at + 4 * day
  const answering = { ...answer, answeredById: staffId, answeredAt: iso(at) }
  const fields = sealed(handIn, roundOf(record, by), answering)
  return noteOf(staffId, handIn, roundIdOf(record), fields, at)
}

const noteOf = (by: string, { name }: Definition, id: string, fields: Step, at: number): Note => ({
  by,
  type: name,
  id,
  fields,
  at,
})
