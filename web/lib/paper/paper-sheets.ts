/** The same as Excel, in the order of the official forms. Who took it and when, and what keeps words from being computed: workbook.ts. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import { sayPresence, sayWhose } from '#lib/meeting/words.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import type { Cell, SheetOf } from '#lib/paper/workbook.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { Came } from '#lib/roll/roll.ts'
import type { AttendanceTable } from './attendance-table.ts'
import type { BookedMeeting } from './booked-meeting.ts'
import { sayNumbers } from './booked-meeting.ts'
import type { LedgerPart } from './ledger.ts'
import type { FactName, MinutesPage } from './minutes-page.ts'
import { minutesPage } from './minutes-page.ts'

const labelOf = (name: string) => sayWords(meeting.fields[name]?.words ?? { zh: '', en: '' })

/** As a number, or the cell stays empty. */
const countIn = (said: string): Cell => (said === '' ? '' : Number(said))

export const ledgerSheet = (name: string, parts: readonly LedgerPart[]): SheetOf => ({
  name,
  headings: [
    m.paper_number(),
    labelOf('kinds'),
    m.meetings_when(),
    labelOf('place'),
    labelOf('topic'),
    labelOf('chairId'),
    labelOf('recorderId'),
    m.paper_expected(),
    m.paper_present(),
    m.paper_record(),
    m.paper_remark(),
  ],
  rows: parts.flatMap(({ title, lines }) =>
    lines.map((line) => [
      countIn(line.number),
      title,
      line.when,
      line.place,
      line.topic,
      line.chair,
      line.recorder,
      countIn(line.expected),
      countIn(line.present),
      line.record,
      line.remark,
    ]),
  ),
})

export const sayCameTo = (came: Came | undefined): string => (came ? sayPresence(came) : '')

export const attendanceSheet = (name: string, { columns, members }: AttendanceTable): SheetOf => ({
  name,
  headings: [
    m.paper_number(),
    m.paper_name(),
    ...columns.map(({ day, kinds }) => m.paper_column({ day: sayDay(day), kinds })),
    m.paper_expected(),
    sayPresence('present'),
    sayPresence('madeUp'),
    sayPresence('excused'),
    m.paper_not_come(),
  ],
  rows: members.map(({ name: member, came, counts }, index) => [
    index + 1,
    member,
    ...came.map(sayCameTo),
    ...[counts.expected, counts.came, counts.madeUp, counts.excused, counts.missed],
  ]),
})

type Kept = { readonly branch: string; readonly nameOf: NameOf }

/** A line a meeting, its parts in the order in which minutes have them. */
export const minutesSheet = (
  name: string,
  meetings: readonly BookedMeeting[],
  kept: Kept,
): SheetOf => ({
  name,
  headings: [
    m.paper_record(),
    labelOf('kinds'),
    m.meetings_when(),
    labelOf('place'),
    labelOf('topic'),
    labelOf('chairId'),
    labelOf('recorderId'),
    m.paper_expected(),
    m.paper_present(),
    m.paper_came(),
    m.paper_missed(),
    m.attend_beside_label(),
    m.paper_guests(),
    labelOf('agenda'),
    labelOf('minutes'),
    labelOf('votes'),
    labelOf('resolutions'),
    labelOf('followUps'),
    m.paper_signing(),
    labelOf('amendments'),
    labelOf('notHeld'),
  ],
  rows: meetings.map((meeting) => minutesRow(meeting, minutesPage(meeting, kept))),
})

function minutesRow(meeting: BookedMeeting, page: MinutesPage): readonly Cell[] {
  const { body, groups } = meeting
  const numbers = sayNumbers(meeting)
  const fact = (wanted: FactName) => page.facts.find(({ name }) => name === wanted)?.value ?? ''
  return [
    page.record,
    sayWhose(body.kinds, groups),
    ...(['when', 'place', 'topic', 'chair', 'recorder'] as const).map(fact),
    countIn(numbers.expected),
    countIn(numbers.present),
    ...(['came', 'missed', 'beside', 'guests'] as const).map(fact),
    listed(page.agenda),
    page.minutes.join('\n'),
    listed(page.votes),
    listed(page.resolutions),
    listed(page.followUps),
    page.signed,
    listed(page.amendments),
    fact('notHeld'),
  ]
}

type Listed = { readonly title?: string; readonly lines: readonly string[] }

/** Numbered, each with its lines under it. */
const listed = (items: readonly Listed[]): string =>
  items
    .map(({ title, lines }, index) => {
      const words = [...(title === undefined ? [] : [title]), ...lines].join('\n')
      return m.plan_text_item({ number: index + 1, title: words })
    })
    .join('\n')
