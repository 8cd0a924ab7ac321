/** A planned meeting as it is announced: on the screen of members, on paper, as words to send on, and for a calendar. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay } from '#lib/i18n/people-time.ts'
import { localDay, localTime } from '#schema/rules/calendar.ts'
import type { ShownMeeting } from './meeting-draft.ts'
import type { IcsMeeting } from './meeting-ics.ts'
import { sayKinds } from './meeting-words.ts'

/** `周四` */
export const sayWeekday = (day: string): string =>
  m.plan_weekdays().split(' ')[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''

export type Notice = {
  readonly branch: string
  readonly kinds: string
  /** `2026年10月15日（周四）09:30` */
  readonly when: string
  readonly place: string
  readonly topic: string
  readonly agenda: readonly string[]
  /** What to bring and to know. */
  readonly bring: string
}

type Announced = Pick<ShownMeeting, 'kinds' | 'startsAt' | 'place' | 'topic' | 'agenda' | 'bring'>

export function noticeOf(branch: string, shown: Announced): Notice {
  const day = localDay(shown.startsAt)
  return {
    branch,
    kinds: sayKinds(shown.kinds),
    when: m.plan_when({
      day: sayDay(day),
      weekday: sayWeekday(day),
      time: localTime(shown.startsAt),
    }),
    place: shown.place,
    topic: shown.topic,
    agenda: shown.agenda.map(({ title }) => title).filter((title) => title !== ''),
    bring: shown.bring,
  }
}

/** `石槽村党支部定于2026年10月15日（周四）09:30在村委会会议室召开主题党日。` */
export const sayCall = ({ branch, when, place, kinds }: Notice): string =>
  place === ''
    ? m.plan_call({ branch, when, kinds })
    : m.plan_call_at({ branch, when, place, kinds })

/** Line by line, for whatever the branch writes to each other with. */
export function noticeText(notice: Notice, today: string): string {
  const { topic, agenda, bring, branch } = notice
  return [
    m.plan_text_head(),
    sayCall(notice),
    ...(topic === '' ? [] : [m.plan_text_topic({ topic })]),
    ...(agenda.length === 0 ? [] : [m.plan_text_agenda()]),
    ...agenda.map((title, index) => m.plan_text_item({ number: index + 1, title })),
    ...(bring === '' ? [] : [m.plan_text_bring({ bring })]),
    m.plan_text_close(),
    branch,
    sayDay(today),
  ].join('\n')
}

/** `revision` grows with every change of the meeting. */
export function icsOf(
  notice: Notice,
  meeting: {
    readonly id: string
    readonly revision: number
    readonly startsAt: string
    readonly endsAt: string
    readonly isOff: boolean
  },
  today: string,
): IcsMeeting {
  const { id, revision, startsAt, endsAt, isOff } = meeting
  return {
    id,
    sequence: revision,
    startsAt,
    ...(endsAt !== '' && { endsAt }),
    title: m.plan_ics_title({ branch: notice.branch, kinds: notice.kinds }),
    ...(notice.place !== '' && { place: notice.place }),
    text: noticeText(notice, today),
    organiser: notice.branch,
    isOff,
  }
}
