/**
 * The ledger of a year: the meetings of each kind in the order of their days. A gathering that was several kinds stands under
 * each of them, as each of them is asked for; it is counted once in the year.
 */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import { sayKinds } from '#lib/record/meeting-words.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import { localDay, localTime } from '#schema/rules/calendar.ts'
import type { BookedMeeting } from './booked-meeting.ts'
import { isHeld } from './booked-meeting.ts'
import { recordNumber } from './record-number.ts'

/** 三会一课 first, as the regulation names them. */
const order: readonly MeetingKind[] = [
  'memberMeeting',
  'committee',
  'group',
  'lecture',
  'themeDay',
  'lifeMeeting',
  'evaluation',
  'talk',
]

export type LedgerLine = {
  readonly id: string
  /** Within its kind; '' where it was not held and so is not counted. */
  readonly number: string
  readonly when: string
  readonly place: string
  readonly topic: string
  readonly chair: string
  readonly recorder: string
  readonly expected: string
  readonly present: string
  readonly record: string
  readonly remark: string
}

export type LedgerPart = {
  readonly kind: MeetingKind
  readonly title: string
  readonly held: number
  readonly notHeld: number
  readonly lines: readonly LedgerLine[]
}

/** `meetings`: first things first. */
export const ledgerOf = (
  meetings: readonly BookedMeeting[],
  nameOf: NameOf,
): readonly LedgerPart[] =>
  order.flatMap((kind) => {
    const own = meetings.filter(({ body }) => body.kinds.includes(kind))
    const held = own.filter(isHeld)
    const lines = own.map((meeting) => lineOf(meeting, kind, held.indexOf(meeting) + 1, nameOf))
    return own.length === 0
      ? []
      : [
          {
            kind,
            title: sayWords(meetingKinds[kind]),
            held: held.length,
            notHeld: own.length - held.length,
            lines,
          },
        ]
  })

function lineOf(
  { id, body, counts }: BookedMeeting,
  kind: MeetingKind,
  number: number,
  nameOf: NameOf,
): LedgerLine {
  const wasHeld = number > 0
  const name = (personId: string | undefined) =>
    wasHeld && personId ? (nameOf(personId) ?? m.meetings_somebody()) : ''
  const others = body.kinds.filter((each) => each !== kind)
  const remarks = [
    body.notHeld !== undefined && m.meetings_not_held_because({ reason: body.notHeld }),
    others.length > 0 && m.paper_together_with({ kinds: sayKinds(others) }),
    wasHeld && !counts && m.meetings_not_called(),
  ]
  return {
    id,
    number: wasHeld ? String(number) : '',
    when: `${sayDay(localDay(body.startsAt))} ${localTime(body.startsAt)}`,
    place: body.place ?? '',
    topic: topicOf(body),
    chair: name(body.chairId),
    recorder: name(body.recorderId),
    expected: wasHeld && counts ? String(counts.expected) : '',
    present: wasHeld && counts ? String(counts.present) : '',
    record: recordNumber({ id, startsAt: body.startsAt }),
    remark: remarks.filter(Boolean).join(m.paper_then()),
  }
}

/** What it was about: as it was called, else what was gone through. */
function topicOf({ topic, agenda = {} }: BookedMeeting['body']): string {
  if (topic) return topic
  return Object.values(agenda)
    .sort((left, right) => left.order - right.order)
    .map(({ title }) => title)
    .join(m.paper_then())
}
