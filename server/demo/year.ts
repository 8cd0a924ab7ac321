/**
 * A plausible year of one branch: what its secretary would have recorded, from twelve months ago until today. Pure, and
 * the same for the same branch and day, so that the demonstration looks alike everywhere.
 */
import type { Json } from '../../schema/json.ts'
import {
  instantOf,
  lastDayOf,
  localDay,
  localMonth,
  monthAfter,
} from '../../schema/rules/calendar.ts'
import { derivedId } from '../../schema/define-record.ts'
import type { Chance } from './chance.ts'
import { idOf, makeChance } from './chance.ts'
import {
  absenceReasons,
  committeeAgenda,
  lectureTitles,
  notHeldReasons,
  themeDayTopics,
} from './gatherings.ts'

export type DemoMember = { readonly id: string; readonly floating: boolean }

export type DemoBranch = {
  readonly id: string
  readonly name: string
  readonly hasCommittee: boolean
  readonly themeDay: number
  readonly place: string
  readonly secretaryId: string
  readonly recorderId: string
  readonly committee: readonly string[]
  /** Who is expected at a member meeting. */
  readonly members: readonly DemoMember[]
  /** How a branch that needs help got there. */
  readonly trouble: 'none' | 'silent' | 'notHeld' | 'fewCome'
}

export type Recorded = {
  readonly type: 'meeting' | 'attendance'
  readonly id: string
  readonly fields: Readonly<Record<string, Json>>
  /** When the secretary's phone sent it, ms. */
  readonly at: number
}

const hour = 3_600_000

export function yearOf(branch: DemoBranch, nowMs: number): readonly Recorded[] {
  const today = localDay(new Date(nowMs).toISOString())
  const thisMonth = localMonth(new Date(nowMs).toISOString())
  const chance = makeChance(`${branch.name} ${today}`)
  const rate = branch.trouble === 'fewCome' ? 0.55 : 0.82 + chance.next() * 0.15
  const recorded: Recorded[] = []
  for (let step = -12; step <= 0; step += 1) {
    const month = monthAfter(thisMonth, step)
    if (branch.trouble === 'silent' && step >= -1) continue
    for (const gathering of gatheringsOf(branch, month, step, chance)) {
      const startMs = Date.parse(gathering.startsAt)
      const at = startMs + (2 + chance.between(0, chance.falls(0.2) ? 60 : 8)) * hour
      // The branch keeps its evening for itself until the phone finds a signal.
      if (at > nowMs) continue
      recorded.push(...recordedAt(branch, gathering, at, rate, chance))
    }
  }
  return recorded
}

type Gathering = {
  readonly key: string
  readonly kinds: readonly string[]
  readonly startsAt: string
  readonly minutesLong: number
  readonly topic: string
  readonly agenda: readonly { readonly title: string; readonly notes: string }[]
  readonly resolution?: string
  readonly notHeld?: string
  readonly whom: 'members' | 'committee'
}

function gatheringsOf(
  branch: DemoBranch,
  month: string,
  step: number,
  chance: Chance,
): readonly Gathering[] {
  const number = Number(month.slice(5))
  const dayIn = (wanted: number) =>
    `${month}-${String(Math.min(wanted, Number(lastDayOf(month).slice(8)))).padStart(2, '0')}`
  const subject = chance.pick(themeDayTopics.filter(({ months }) => months.includes(number)))
  const quarterStart = number % 3 === 1
  const lectured = number % 3 === 2
  const lecture = chance.pick(lectureTitles)
  const notHeld =
    branch.trouble === 'notHeld' && step >= -2 ? chance.pick(notHeldReasons) : undefined
  const themeDay: Gathering = {
    key: `${month} theme`,
    kinds: [
      'themeDay',
      ...(quarterStart ? ['memberMeeting'] : []),
      ...(lectured ? ['lecture'] : []),
    ],
    startsAt: instantOf(dayIn(branch.themeDay), chance.pick(['09:00', '09:30', '14:30', '19:30'])),
    minutesLong: chance.between(60, 150),
    topic: lectured ? `${subject.topic}；党课：${lecture}` : subject.topic,
    agenda: [
      ...subject.agenda,
      ...(quarterStart
        ? [
            {
              title: '讨论支部季度工作',
              notes:
                '书记报告上季度工作，党员提出意见4条，有1条不同意见已记下：建议把会改在晚上开。',
            },
          ]
        : []),
    ],
    resolution: subject.resolution,
    ...(notHeld && { notHeld }),
    whom: 'members',
  }
  const committee: Gathering = {
    key: `${month} committee`,
    kinds: ['committee'],
    startsAt: instantOf(dayIn(Math.max(1, branch.themeDay - chance.between(4, 8))), '19:00'),
    minutesLong: chance.between(40, 90),
    topic: '支委会',
    agenda: chance.some(committeeAgenda, 3),
    whom: 'committee',
  }
  const life: Gathering = {
    key: `${month} life`,
    kinds: ['lifeMeeting', 'evaluation'],
    startsAt: instantOf(dayIn(22), '09:00'),
    minutesLong: 180,
    topic: '年度组织生活会和民主评议党员',
    agenda: [
      { title: '书记述职', notes: '书记代表支委会报告一年工作。' },
      { title: '批评和自我批评', notes: '党员逐个发言，提意见不绕弯；对支委会提出意见6条。' },
      { title: '民主测评', notes: '发出测评表，当场收回，结果由支委会综合后分别告知本人。' },
    ],
    whom: 'members',
  }
  const skipped = branch.trouble === 'none' && chance.falls(0.03)
  return [
    ...(branch.hasCommittee && !chance.falls(0.06) ? [committee] : []),
    ...(skipped ? [] : [themeDay]),
    ...(number === 12 && branch.trouble !== 'silent' ? [life] : []),
  ]
}

function recordedAt(
  branch: DemoBranch,
  gathering: Gathering,
  at: number,
  rate: number,
  chance: Chance,
): readonly Recorded[] {
  const id = idOf(`meeting ${branch.name} ${gathering.key}`)
  const { kinds, startsAt, notHeld, topic } = gathering
  const common = { branchId: branch.id, kinds, startsAt, topic }
  if (notHeld) return [{ type: 'meeting', id, at, fields: { ...common, notHeld } }]
  const elements = (name: string, list: readonly Json[]) =>
    Object.fromEntries(list.map((value, index) => [`${name}/k${index + 1}`, value]))
  const meeting: Recorded = {
    type: 'meeting',
    id,
    at,
    fields: {
      ...common,
      endsAt: new Date(Date.parse(startsAt) + gathering.minutesLong * 60_000).toISOString(),
      place: branch.place,
      chairId: branch.secretaryId,
      recorderId: branch.recorderId,
      ...elements(
        'agenda',
        gathering.agenda.map((item, order) => ({ order, ...item })),
      ),
      ...(gathering.resolution &&
        elements('resolutions', [
          { order: 0, text: gathering.resolution, personId: branch.recorderId },
        ])),
    },
  }
  const expected =
    gathering.whom === 'committee'
      ? branch.committee.map((member) => ({ id: member, floating: false }))
      : branch.members
  return [
    meeting,
    ...expected.map((member): Recorded => ({
      type: 'attendance',
      id: derivedId('attendance', [id, member.id]),
      at: at + 60_000,
      fields: {
        meetingId: id,
        personId: member.id,
        branchId: branch.id,
        heldAt: startsAt,
        ...presenceOf(member, member.id === branch.secretaryId ? 1 : rate, chance),
      },
    })),
  ]
}

function presenceOf(
  member: DemoMember,
  rate: number,
  chance: Chance,
): Readonly<Record<string, Json>> {
  if (member.floating) {
    const lot = chance.next()
    if (lot < 0.15) return { status: 'present' }
    if (lot < 0.35) return { status: 'remote' }
    return lot < 0.6 ? { status: 'madeUp' } : { status: 'excused', reason: '跑车在外' }
  }
  if (chance.falls(rate)) return { status: 'present' }
  return chance.falls(0.7)
    ? { status: 'excused', reason: chance.pick(absenceReasons) }
    : { status: 'absent' }
}
