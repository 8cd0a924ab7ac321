/** What a ledger says otherwise than the meeting that is there already. It is told, and never written: docs/decisions/0029. */
import { derivedId } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { textOf } from '../../schema/json.ts'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { tally } from '../../schema/records/tally.ts'
import { localTime } from '../../schema/rules/calendar.ts'
import { callsOf } from '../../schema/rules/calls.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'
import { resolutionsIn } from './ledger-minutes.ts'
import type { LedgerRow } from './ledger-row.ts'

type Counts = Record<'expected' | 'present', unknown>

/** The keys of the columns; what either of them does not say is no difference. */
export async function differencesOf(
  view: StoreView,
  row: LedgerRow,
  { id, body }: Pick<Row, 'id' | 'body'>,
): Promise<readonly string[]> {
  const isOff = body['notHeld'] !== undefined
  if (isOff !== (row.text('notHeld') !== undefined)) return ['remark']
  const counts = isOff ? undefined : await countsOf(view, id, body)
  const { numbers } = row
  const midnight = '00:00'
  const time = localTime(textOf(body, 'startsAt'))
  const { from } = row.time()
  return [
    ...(time !== midnight && isOther(from, time) ? [row.has('clock') ? 'clock' : 'date'] : []),
    ...(['place', 'topic'] as const).filter((key) => isOther(row.text(key), textOf(body, key))),
    ...(['chair', 'recorder'] as const).filter((key) =>
      isOther(row.person(key).personId, textOf(body, `${key}Id`)),
    ),
    ...(['expected', 'present'] as const).flatMap((key) =>
      isOther(numbers[key], counts?.[key]) ? [row.has(key) ? key : 'counts'] : [],
    ),
    ...(holds(textOf(body, 'minutes'), row.text('content')) ? [] : ['content']),
    ...(resolutionsIn(row.text('resolutions')).every((each) => holds(decided(body), each))
      ? []
      : ['resolutions']),
  ]
}

const plain = (words: unknown): string => String(words).replace(/\s/g, '')

const isOther = (said: unknown, recorded: unknown): boolean =>
  said !== undefined && recorded !== undefined && recorded !== '' && plain(said) !== plain(recorded)

/** Of a record that has no such words nothing else is said. */
const holds = (recorded: string, said: string | undefined): boolean =>
  said === undefined || recorded === '' || plain(recorded).includes(plain(said))

const decided = ({ resolutions }: Body): string =>
  typeof resolutions === 'object' && resolutions !== null ? JSON.stringify(resolutions) : ''

/** As the papers of the branch print them (web/lib/paper/booked-meeting.ts). */
async function countsOf(view: StoreView, meetingId: string, body: Body): Promise<Counts> {
  const id = derivedId(tally.name, [meetingId])
  const known = (await view.rows([id])).get(id)?.body
  const expected = Number(known?.['expected'] ?? 0)
  // A stored meeting fits its definition.
  const isTalk = callsOf({ kinds: body['kinds'] as readonly MeetingKind[] }).whom === 'nobody'
  if (isTalk) return { expected: undefined, present: known?.['present'] || undefined }
  const isCalled = expected > 0 && Number(known?.['oneByOne'] ?? 0) < expected
  return isCalled
    ? { expected, present: known?.['present'] }
    : { expected: body['ledgerExpected'], present: body['ledgerPresent'] }
}
