/** The branch's meetings as a list: by month, of a kind, found by words; and what is still on its way of each. */
import { attendance } from '#schema/records/attendance.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meeting } from '#schema/records/meeting.ts'
import { localMonth, localYear } from '#schema/rules/calendar.ts'
import type { Problem, Row } from '#lib/data/types.ts'
import type { MeetingBody } from './draft.ts'

export type MeetingRow = Pick<
  Row<MeetingBody>,
  'id' | 'at' | 'enteredAt' | 'body' | 'mark' | 'problem'
>

/** Newest first in, newest month first out. */
export function byMonth<R extends Pick<MeetingRow, 'at'>>(
  rows: readonly R[],
): readonly { readonly month: string; readonly rows: readonly R[] }[] {
  const months = new Map<string, R[]>()
  for (const row of rows) {
    const month = localMonth(row.at)
    months.set(month, [...(months.get(month) ?? []), row])
  }
  return [...months].map(([month, held]) => ({ month, rows: held }))
}

export const yearsOf = (rows: readonly Pick<MeetingRow, 'at'>[]): ReadonlySet<number> =>
  new Set(rows.map(({ at }) => Number(localYear(at))))

const wordsOf = ({ body }: Pick<MeetingRow, 'body'>): string =>
  [
    body.topic,
    body.place,
    body.minutes,
    body.notHeld,
    ...Object.values(body.agenda ?? {}).flatMap(({ title, notes }) => [title, notes]),
    ...Object.values(body.resolutions ?? {}).map(({ text }) => text),
  ]
    .join(' ')
    .toLowerCase()

export const foundIn = <R extends Pick<MeetingRow, 'body'>>(
  rows: readonly R[],
  kind: MeetingKind | undefined,
  query: string,
): readonly R[] => {
  const wanted = query.trim().toLowerCase()
  return rows.filter(
    (row) =>
      (kind === undefined || row.body.kinds.includes(kind)) &&
      (wanted === '' || wordsOf(row).includes(wanted)),
  )
}

type Unsent = Pick<Row<unknown>, 'id' | 'type' | 'body' | 'mark'>
export type MeetingMark = 'waiting' | 'refused'

/** What is still on its way of each meeting: of itself or of its roll. Refused outweighs waiting. */
export function marksByMeeting(outbox: readonly Unsent[]): ReadonlyMap<string, MeetingMark> {
  const marks = new Map<string, MeetingMark>()
  for (const row of outbox) {
    const id = meetingOf(row)
    if (id === undefined || row.mark === 'arrived' || marks.get(id) === 'refused') continue
    marks.set(id, row.mark)
  }
  return marks
}

/** Meetings whose roll was changed here and has not arrived: the published count does not know of it yet. */
export const rollsOnTheWay = (outbox: readonly Unsent[]): ReadonlySet<string> =>
  new Set(outbox.flatMap((row) => (row.type === attendance.name ? [meetingOf(row) ?? ''] : [])))

function meetingOf(row: Unsent): string | undefined {
  if (row.type === meeting.name) return row.id
  if (row.type !== attendance.name) return undefined
  // The row's type says what its body is.
  return (row.body as { readonly meetingId?: string }).meetingId
}

type Refused = Pick<Row<unknown>, 'type'> & { readonly problem: Problem }

/** What was refused of these rows, each reason once: a roll refused for one reason is one thing to mend. */
export function distinctProblems(
  rows: readonly (Pick<Row<unknown>, 'type' | 'problem'> | undefined)[],
): readonly Refused[] {
  const refused = rows.flatMap((row) =>
    row?.problem ? [{ type: row.type, problem: row.problem }] : [],
  )
  const keyOf = ({ type, problem }: Refused) => `${type} ${problem.reason} ${problem.field ?? ''}`
  return [...new Map(refused.map((each) => [keyOf(each), each])).values()]
}

const dayMs = 86_400_000
const keptDays = 30

/** Taken away within the last 30 days, newest removal first. */
export const takenAway = <R extends Pick<MeetingRow, 'body'>>(
  rows: readonly R[],
  nowMs: number,
): readonly R[] =>
  rows
    .filter(
      ({ body }) =>
        body.removedAt !== undefined && Date.parse(body.removedAt) > nowMs - keptDays * dayMs,
    )
    .sort((left, right) => ((left.body.removedAt ?? '') < (right.body.removedAt ?? '') ? 1 : -1))
