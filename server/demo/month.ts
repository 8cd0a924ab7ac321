/** Which gatherings a branch of the demonstration township held, or did not hold, in one month. */
import { instantOf, lastDayOf } from '../../schema/rules/calendar.ts'
import type { Chance } from './chance.ts'
import { committeeAgenda, lectureTitles, notHeldReasons, themeDayTopics } from './gatherings.ts'

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
  /** Out of contact, and by approval not counted. */
  readonly lost: readonly string[]
  readonly trouble: 'none' | 'silent' | 'notHeld' | 'fewCome' | 'late'
}

export type Gathering = {
  readonly key: string
  readonly kinds: readonly string[]
  readonly startsAt: string
  readonly minutesLong: number
  readonly topic?: string
  readonly agenda: readonly { readonly title: string; readonly notes: string }[]
  readonly resolution?: string
  readonly notHeld?: string
  readonly whom: 'members' | 'committee'
}

/** `step` counts months back from the present one, 0. */
export function gatheringsOf(
  branch: DemoBranch,
  month: string,
  step: number,
  chance: Chance,
): readonly Gathering[] {
  const themeDay = themeDayOf(branch, month, step, chance)
  const committee = committeeOf(branch, month, chance)
  const skipped =
    (branch.trouble === 'none' && chance.falls(0.03)) || (branch.trouble === 'late' && step === 0)
  return [
    ...(branch.hasCommittee && !chance.falls(0.06) ? [committee] : []),
    ...(skipped ? [] : [themeDay]),
    ...(month.endsWith('-12') && branch.trouble !== 'silent' ? [lifeMeetingOf(month)] : []),
  ]
}

const dayIn = (month: string, wanted: number) =>
  `${month}-${String(Math.min(wanted, Number(lastDayOf(month).slice(8)))).padStart(2, '0')}`

/** In a quarter's first month it is the member meeting as well, in its second a lecture. */
function themeDayOf(branch: DemoBranch, month: string, step: number, chance: Chance): Gathering {
  const number = Number(month.slice(5))
  const subject = chance.pick(themeDayTopics.filter(({ months }) => months.includes(number)))
  const opensQuarter = number % 3 === 1
  const lectured = number % 3 === 2
  const lecture = chance.pick(lectureTitles)
  const notHeld =
    branch.trouble === 'notHeld' && step >= -2 ? chance.pick(notHeldReasons) : undefined
  return {
    key: `${month} theme`,
    kinds: [
      'themeDay',
      ...(opensQuarter ? ['memberMeeting'] : []),
      ...(lectured ? ['lecture'] : []),
    ],
    startsAt: instantOf(
      dayIn(month, branch.themeDay),
      chance.pick(['09:00', '09:30', '14:30', '19:30']),
    ),
    minutesLong: chance.between(60, 150),
    topic: lectured ? `${subject.topic}；党课：${lecture}` : subject.topic,
    agenda: [...subject.agenda, ...(opensQuarter ? [quarterReport] : [])],
    resolution: subject.resolution,
    ...(notHeld && { notHeld }),
    whom: 'members',
  }
}

const quarterReport = {
  title: '讨论支部季度工作',
  notes:
    '书记报告上季度工作，党员提出意见4条。有1条不同意见已记下：建议把会改在晚上开，白天有人脱不开身。',
}

const committeeOf = (branch: DemoBranch, month: string, chance: Chance): Gathering => ({
  key: `${month} committee`,
  kinds: ['committee'],
  startsAt: instantOf(dayIn(month, Math.max(1, branch.themeDay - chance.between(4, 8))), '19:00'),
  minutesLong: chance.between(40, 90),
  agenda: chance.some(committeeAgenda, 3),
  whom: 'committee',
})

const lifeMeetingOf = (month: string): Gathering => ({
  key: `${month} life`,
  kinds: ['lifeMeeting', 'evaluation'],
  startsAt: instantOf(dayIn(month, 22), '09:00'),
  minutesLong: 180,
  topic: '年度组织生活会和民主评议党员',
  agenda: [
    { title: '书记述职', notes: '书记代表支委会报告一年工作。' },
    {
      title: '批评和自我批评',
      notes: '党员逐个发言，提意见不绕弯；对支委会提出意见6条。',
    },
    {
      title: '民主测评',
      notes: '发出测评表，当场收回，结果由支委会综合后分别告知本人。',
    },
  ],
  whom: 'members',
})
