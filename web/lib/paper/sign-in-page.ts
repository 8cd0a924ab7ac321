/** The sheet that lies at the door: everybody expected, whether the meeting is planned or was held. Why somebody is excused stays off it. */
import { m } from '#lib/i18n/generated/messages.js'
import { shownMeeting } from '#lib/meeting/draft.ts'
import type { RollLine } from '#lib/roll/roll.ts'
import { sayKinds, sayPresence } from '#lib/meeting/words.ts'
import type { BookedMeeting, Guest } from './booked-meeting.ts'
import type { Fact } from './minutes-page.ts'
import { minutesFacts } from './minutes-page.ts'
import { callsOf } from '#schema/rules/calls.ts'
import { recordNumber } from '#schema/rules/record-number.ts'

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
  { id, body, groups }: Pick<BookedMeeting, 'id' | 'body' | 'groups'>,
  {
    branch,
    expected,
    guests,
  }: {
    branch: string
    expected: readonly RollLine[]
    guests: readonly Guest[]
  },
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
      ...minutesFacts(shown, groups, () => '').filter(({ value }) => value !== ''),
      // To a talk nobody is called.
      ...(expected.length === 0
        ? []
        : [
            {
              name: 'counts' as const,
              label: m.meetings_attendance(),
              value:
                callsOf(shown).whom === 'nobody'
                  ? m.meetings_took_part({ count: expected.length })
                  : m.paper_expected_present({ expected: expected.length }),
            },
          ]),
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
const remarkOf = ({ status, thatDay }: RollLine): string => {
  const then = thatDay ?? status
  return then === 'excused' || then === 'remote' ? sayPresence(then) : ''
}
