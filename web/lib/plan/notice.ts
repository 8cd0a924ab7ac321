/** A planned meeting as it is announced: on the screen of members, on paper, as words to send on, and for a calendar. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay } from '#lib/i18n/people-time.ts'
import { localDay, localTime } from '#schema/rules/calendar.ts'
import type { ShownMeeting } from '#lib/meeting/draft.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import type { IcsMeeting } from './ics.ts'
import type { Plan } from './plans-seen.ts'
import { sayWhose } from '#lib/meeting/words.ts'

/** `周四` */
export const sayWeekday = (day: string): string =>
  m.plan_weekdays().split(' ')[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''

export type Notice = {
  readonly branch: string
  readonly kinds: string
  /** `召开`, and of what is no meeting of a body `开展`. */
  readonly verb: string
  /** `2026年10月15日（周四）09:30` */
  readonly when: string
  /** When and where it was to be before it was moved, `2026年10月15日（周四）19:00在大队部`; '' where it was not. */
  readonly was: string
  readonly place: string
  readonly topic: string
  readonly agenda: readonly string[]
  /** What to bring and to know. */
  readonly bring: string
  /** Why it was called off; '' where it stands. */
  readonly off: string
  /** What lies with the meeting, to be opened in the app. */
  readonly materials: readonly string[]
}

type Announced = Pick<
  ShownMeeting,
  'kinds' | 'startsAt' | 'place' | 'topic' | 'agenda' | 'bring' | 'notHeld'
>

/** By name: the groups that are called, and the papers that lie with it. */
type Named = {
  readonly groups: readonly string[]
  readonly materials: readonly string[]
  /** What of it was otherwise when it was announced. */
  readonly was?: Partial<Plan> | undefined
}

const sayMoment = (startsAt: string): string =>
  m.plan_when({
    day: sayDay(localDay(startsAt)),
    weekday: sayWeekday(localDay(startsAt)),
    time: localTime(startsAt),
  })

const atPlace = (when: string, place: string): string =>
  place === '' ? when : m.plan_when_at({ when, place })

const bodies: ReadonlySet<MeetingKind> = new Set([
  'memberMeeting',
  'committee',
  'group',
  'lifeMeeting',
])

export function noticeOf(
  branch: string,
  shown: Announced,
  { groups, materials, was }: Named,
): Notice {
  return {
    branch,
    kinds: sayWhose(shown.kinds, groups),
    verb: shown.kinds.some((kind) => bodies.has(kind)) ? m.plan_verb_meet() : m.plan_verb_do(),
    when: sayMoment(shown.startsAt),
    was: was ? atPlace(sayMoment(was.startsAt ?? shown.startsAt), was.place ?? '') : '',
    place: shown.place,
    topic: shown.topic,
    agenda: shown.agenda.map(({ title }) => title).filter((title) => title !== ''),
    bring: shown.bring,
    off: shown.notHeld.trim().replace(/。+$/, ''),
    materials,
  }
}

/**
 * `石槽村党支部定于2026年10月15日（周四）09:30在村委会会议室开展主题党日。`, or that what was planned for then is called off or was moved.
 */
export function sayCall({ branch, was, place, kinds, verb, off, ...notice }: Notice): string {
  const said = { branch, when: atPlace(notice.when, place), kinds, verb }
  if (off !== '') return m.plan_call_off({ ...said, reason: off })
  return was === '' ? m.plan_call(said) : m.plan_call_moved({ ...said, was })
}

export const sayMaterials = ({ materials }: Notice): string =>
  m.plan_text_materials({ items: materials.join(m.frame_list_comma()) })

/** What there is to do at it and to bring to it; of a meeting that was called off, nothing. */
function detailsOf(notice: Notice): readonly string[] {
  const { off, topic, agenda, bring, materials } = notice
  if (off !== '') return []
  return [
    ...(topic === '' ? [] : [m.plan_text_topic({ topic })]),
    ...(agenda.length === 0 ? [] : [m.plan_text_agenda()]),
    ...agenda.map((title, index) => m.plan_text_item({ number: index + 1, title })),
    ...(bring === '' ? [] : [m.plan_text_bring({ bring })]),
    ...(materials.length === 0 ? [] : [sayMaterials(notice)]),
  ]
}

export const sayClose = ({ off }: Notice): string =>
  off === '' ? m.plan_text_close() : m.plan_text_close_off()

export function sayTitle({ off, was }: Notice): string {
  if (off !== '') return m.plan_notice_title_off()
  return was === '' ? m.plan_notice_title() : m.plan_notice_title_moved()
}

/** Line by line, for whatever the branch writes to each other with. */
export function noticeText(notice: Notice, today: string): string {
  return [
    m.plan_text_head({ title: sayTitle(notice) }),
    sayCall(notice),
    ...detailsOf(notice),
    sayClose(notice),
    notice.branch,
    sayDay(today),
  ].join('\n')
}

export function icsOf(
  notice: Notice,
  meeting: {
    readonly id: string
    readonly sequence: number
    readonly startsAt: string
    readonly endsAt: string
  },
  today: string,
): IcsMeeting {
  const { id, sequence, startsAt, endsAt } = meeting
  const { branch, kinds } = notice
  const isOff = notice.off !== ''
  return {
    id,
    sequence,
    startsAt,
    ...(endsAt !== '' && { endsAt }),
    title: isOff ? m.plan_ics_title_off({ branch, kinds }) : m.plan_ics_title({ branch, kinds }),
    ...(notice.place !== '' && { place: notice.place }),
    text: noticeText(notice, today),
    organiser: branch,
    isOff,
  }
}
