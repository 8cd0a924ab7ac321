/**
 * A branch's ledger of its meetings, brought along from the years before there was this book. A row is one gathering, known
 * by its branch, its day and its kinds, or by the number of its record; one that is on record already is left as it is, whatever the ledger says of it. What of
 * a row has no place of its own, or cannot be told for sure, is kept as words (docs/decisions/0029).
 */
import { derivedId } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { attendance } from '../../schema/records/attendance.ts'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { meeting, meetingKinds } from '../../schema/records/meeting.ts'
import { dayAt, instantOf } from '../../schema/rules/calendar.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { holdsIdentityNumber, maskNumbers } from './cells.ts'
import type { When } from './gathering-time.ts'
import type { Importer } from './importer.ts'
import type { LedgerBranch } from './ledger-branches.ts'
import { LedgerBranches } from './ledger-branches.ts'
import { differencesOf } from './ledger-differences.ts'
import { minutesOf, resolutionsIn } from './ledger-minutes.ts'
import type { Roll } from './ledger-roll.ts'
import { LedgerRow } from './ledger-row.ts'
import type { PlannedRow, Planning, Titles, Write } from './proposal.ts'
import { joinedRow, noted, plannedRow, propose, proposeAll, refusedRow } from './proposal.ts'
import type { Flaw, Other, Table, TableRow } from './table.ts'

type Bringing = {
  readonly table: Table
  /** The name of the file: every meeting says where it comes from. */
  readonly file: string
  /** The authority's clock, ms. */
  readonly now: number
  newId(): string
}

/** What the fields of a meeting hold, in characters; and so many resolutions as one meeting takes. */
const longest = {
  place: 100,
  topic: 200,
  notHeld: 500,
  minutes: 60_000,
  resolution: 2_000,
  resolutions: 20,
}

export async function planLedger(
  view: StoreView,
  importer: Importer,
  bringing: Bringing,
): Promise<Planning> {
  const branches = new LedgerBranches(view, importer, bringing.table.titles)
  const rows: PlannedRow[] = []
  for (const row of bringing.table.rows) {
    const written = row.values['branch']
    const branch = await branches.find(typeof written === 'string' ? written : undefined)
    const titles = titlesOf(row, branch.ok && !branches.isOne ? branch.value.name : '')
    const { joins } = row
    if (row.flaw) rows.push(refusedRow(titles, row.flaw))
    else if (joins !== undefined)
      rows.push(joinedRow(titles, joins, rows.find(({ row: { line } }) => line === joins)?.row))
    else if (branch.ok)
      rows.push(await planMeeting(view, importer, bringing, { row, branch: branch.value, titles }))
    else rows.push(refusedRow(titles, bringing.table.flawAt(row.line, 'branch', branch.failure)))
  }
  return { rows }
}

const sayKinds = (kinds: readonly MeetingKind[]): string =>
  kinds.map((kind) => meetingKinds[kind].zh).join('、')

function titlesOf({ line, values }: TableRow, branch: string): Titles {
  const { day } = (values['date'] ?? {}) as Partial<When>
  const kinds = values['kinds'] as readonly MeetingKind[] | undefined
  const topic = typeof values['topic'] === 'string' ? values['topic'] : ''
  const title = [day, kinds && sayKinds(kinds)].filter(Boolean).join(' ')
  const subtitle = [branch, title && topic].filter(Boolean).join(' · ')
  return {
    line,
    title: title || topic,
    subtitle: subtitle.slice(0, 120),
    ...(day !== undefined && { day }),
  }
}

type Told = { readonly row: TableRow; readonly branch: LedgerBranch; readonly titles: Titles }

async function planMeeting(
  view: StoreView,
  importer: Importer,
  bringing: Bringing,
  { row: tableRow, branch, titles }: Told,
): Promise<PlannedRow> {
  const { table, now } = bringing
  const { line } = tableRow
  const row = new LedgerRow(tableRow, table, branch)
  const there = async (stored: Pick<Row, 'id' | 'body'>): Promise<PlannedRow> => {
    const columns = (await differencesOf(view, row, stored)).map(
      (key) => table.flawAt(line, key, 'badChoice').column,
    )
    const notes = [{ note: 'differs' as const, value: columns.join('、') }]
    return noted(plannedRow(titles, [], String), columns.length > 0 ? notes : [])
  }
  const met = { day: row.day, kinds: row.kinds, groupIds: row.groupIds }
  const numbered = branch.meetings.numbered(row.text('record'))
  if (numbered) return there(numbered)
  const firstLine = branch.meetings.lineOf(met)
  if (firstLine !== undefined) return refusedRow(titles, { reason: 'duplicateInFile', firstLine })
  if (row.day > dayAt(now)) return refusedRow(titles, table.flawAt(line, 'date', 'notYet'))
  const long = tooLong(row)
  if (long) return refusedRow(titles, table.flawAt(line, long, 'tooLong'))
  const stored = branch.meetings.on(met)
  if (stored) return there(stored)
  const stray = tableRow.others.find(({ words }) => holdsIdentityNumber(words))
  if (stray) return refusedRow(titles, strayIn(stray))
  row.noteRemark()
  row.noteNumbers()
  const like = branch.meetings.like(met)
  if (like) row.note({ note: 'sameDay', value: sayKinds(like) })
  const writes = writesOf(importer, bringing, row, { line, branchId: branch.id })
  if (!writes.ok) return refusedRow(titles, writes.failure)
  branch.meetings.add(met, line)
  return noted(plannedRow(titles, writes.value, String), row.notes)
}

/** The minutes travel to every phone of the branch. */
const strayIn = ({ heading, words }: Other): Flaw => ({
  reason: 'strayIdentityNumber',
  column: heading,
  value: maskNumbers(words).slice(0, 200),
})

/** The column that holds more than its field does. */
function tooLong(row: LedgerRow): string | undefined {
  if ((row.text('place')?.length ?? 0) > longest.place) return 'place'
  if ((row.text('notHeld')?.length ?? 0) > longest.notHeld) return 'remark'
  const resolutions = resolutionsIn(row.text('resolutions'))
  const isLong = resolutions.some((each) => each.length > longest.resolution)
  return isLong || resolutions.length > longest.resolutions ? 'resolutions' : undefined
}

type Place = { readonly line: number; readonly branchId: string }

function writesOf(
  { actor }: Importer,
  { newId, table, file }: Bringing,
  row: LedgerRow,
  { line, branchId }: Place,
): Result<readonly Write[], Flaw> {
  const id = newId()
  const time = row.time()
  if (time.from === undefined) row.note({ note: 'noTime' })
  // Midnight stands for a day of which nobody noted the hour.
  const startsAt = instantOf(row.day, time.from ?? '00:00')
  const topic = row.text('topic')?.replace(/\s+/g, ' ')
  const isStory = (topic?.length ?? 0) > longest.topic
  if (isStory) row.note({ note: 'longTopic' })
  const [chair, recorder] = [row.person('chair'), row.person('recorder')]
  const roll = row.roll()
  const text = minutesOf(
    row.text('content'),
    [
      ['时间', time.words],
      ['主题', isStory ? row.text('topic') : undefined],
      ['主持人', chair.words],
      ['记录人', recorder.words],
      ...row.wordsOfRoll(roll),
      ...row.aside,
    ],
    { file, line, hasTime: time.from !== undefined },
  )
  if (text.length > longest.minutes) return fail(table.flawAt(line, 'content', 'tooLong'))
  const proposed = propose(actor, meeting, id, undefined, {
    ...filled({
      place: row.text('place'),
      topic: isStory ? undefined : topic,
      endsAt: time.to && instantOf(row.day, time.to),
      chairId: chair.personId,
      recorderId: recorder.personId,
      notHeld: row.text('notHeld'),
    }),
    ...row.countsBeside(roll),
    ...(row.groupIds.length > 0 && { groupIds: [...row.groupIds] }),
    branchId,
    kinds: [...row.kinds],
    startsAt,
    minutes: { text },
    ...resolutionFields(row.text('resolutions')),
  })
  const writes = proposeAll([proposed], table, line)
  if (!writes.ok) return writes
  return succeed([...writes.value, ...attendanceOf(id, branchId, startsAt, roll)])
}

const filled = (fields: Readonly<Record<string, string | undefined>>): Body =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

const resolutionFields = (words: string | undefined): Body =>
  Object.fromEntries(
    resolutionsIn(words).map((text, order) => [`resolutions/r${order + 1}`, { order, text }]),
  )

/** Rows of a meeting that is about to be made: the authority judges each of them as it is written. */
const attendanceOf = (
  meetingId: string,
  branchId: string,
  heldAt: string,
  roll: Roll | undefined,
): readonly Write[] =>
  (roll?.rows ?? []).map((row) => ({
    definition: attendance,
    id: derivedId(attendance.name, [meetingId, row.personId]),
    before: undefined,
    fields: { meetingId, branchId, heldAt, ...row },
  }))
