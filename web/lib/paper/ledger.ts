/**
 * The ledger of a year: the meetings of each kind in the order of their days. A gathering that was several kinds stands under
 * each of them, as each of them is asked for; it is counted once in the year.
 */
import { m } from '#lib/i18n/generated/messages.js'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { sayBeginning } from '#lib/meeting/when.ts'
import { sayKinds } from '#lib/meeting/words.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meetingKinds } from '#schema/records/meeting.ts'
import type { BookedMeeting } from './booked-meeting.ts'
import { isHeld, sayNumbers } from './booked-meeting.ts'
import { recordNumber } from '#schema/rules/record-number.ts'

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
  { id, body, groups, counts }: BookedMeeting,
  kind: MeetingKind,
  number: number,
  nameOf: NameOf,
): LedgerLine {
  const wasHeld = number > 0
  const name = (personId: string | undefined) =>
    wasHeld && personId ? (nameOf(personId) ?? m.meetings_somebody()) : ''
  const uncalled = (counts?.state ?? 'uncalled') === 'uncalled'
  const { expected, present } = sayNumbers({ counts, body })
  const others = body.kinds.filter((each) => each !== kind)
  const remarks = [
    kind === 'group' && sayList(groups),
    body.notHeld !== undefined && m.meetings_not_held_because({ reason: body.notHeld }),
    others.length > 0 &&
      (wasHeld ? m.paper_together_with : m.paper_planned_together)({ kinds: sayKinds(others) }),
    wasHeld && uncalled && !expected && !present && m.meetings_not_called(),
  ]
  return {
    id,
    number: wasHeld ? String(number) : '',
    when: sayBeginning(body.startsAt),
    place: body.place ?? '',
    topic: topicOf(body, kind),
    chair: name(body.chairId),
    recorder: name(body.recorderId),
    expected,
    present,
    record: recordNumber({ id, startsAt: body.startsAt }),
    remark: remarks.filter(Boolean).join(m.paper_then()),
  }
}

/** What it was about: as it was called, else what was gone through under this kind or under none that met. */
function topicOf({ topic, agenda = {}, kinds }: BookedMeeting['body'], kind: MeetingKind): string {
  if (topic) return topic
  const isElsewhere = (own: string | undefined) =>
    own !== kind && kinds.some((other) => other === own)
  return Object.values(agenda)
    .filter((item) => !isElsewhere(item.kind))
    .sort((left, right) => left.order - right.order)
    .map(({ title }) => title)
    .join(m.paper_then())
}
