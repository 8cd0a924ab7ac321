/** The sheet that lies at the door: everybody expected, whether the meeting is planned or was held. Why somebody is excused stays off it. */
import { m } from '#lib/i18n/generated/messages.js'
import type { MeetingBody } from '#lib/record/meeting-draft.ts'
import { shownMeeting } from '#lib/record/meeting-draft.ts'
import type { RollLine } from '#lib/record/meeting-roll.ts'
import { sayKinds, sayPresence } from '#lib/record/meeting-words.ts'
import type { Guest } from './booked-meeting.ts'
import type { Fact } from './minutes-page.ts'
import { minutesFacts } from './minutes-page.ts'
import { recordNumber } from './record-number.ts'

type Cell = { readonly number: number; readonly name: string; readonly remark: string }

export type SignInPage = {
  readonly title: string
  readonly record: string
  readonly facts: readonly Fact[]
  /** Two beside each other; the last may stand alone. */
  readonly rows: readonly (readonly [Cell, Cell | undefined])[]
  readonly guests: readonly Guest[]
}

/** Lines for guests nobody knows of yet. */
const spare = 3
const nobody: Guest = { name: '', from: '' }

/** `expected`: whoever should come, in the order of the roll. */
export function signInPage(
  { id, body }: { readonly id: string; readonly body: MeetingBody },
  {
    branch,
    expected,
    guests,
  }: { branch: string; expected: readonly RollLine[]; guests: readonly Guest[] },
): SignInPage {
  const shown = shownMeeting(body, { typed: {} })
  const cells = expected.map((line, index) => ({
    number: index + 1,
    name: line.name || m.meetings_somebody(),
    remark: remarkOf(line),
  }))
  return {
    title: m.paper_sign_in_of({ branch, kinds: sayKinds(shown.kinds) }),
    record: recordNumber({ id, startsAt: body.startsAt }),
    facts: [
      ...minutesFacts(shown, () => '').filter(({ value }) => value !== ''),
      {
        name: 'counts',
        label: m.meetings_attendance(),
        value: m.paper_expected_present({ expected: expected.length }),
      },
    ],
    rows: cells.flatMap((cell, index) =>
      index % 2 === 0 ? [[cell, cells[index + 1]] as const] : [],
    ),
    guests: [
      ...guests,
      ...Array.from({ length: Math.max(0, spare - guests.length) }, () => nobody),
    ],
  }
}

/** Whose line stays empty for a reason that is known beforehand. */
const remarkOf = ({ status }: RollLine): string =>
  status === 'excused' || status === 'remote' ? sayPresence(status) : ''
