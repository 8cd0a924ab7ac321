/** What has outlived its retention rule (schema/rules/retention.ts): read row by row, for there may be a million of them. */
import type { Database } from 'better-sqlite3'
import { textOf } from '../../schema/json.ts'
import { dayAt, localDay } from '../../schema/rules/calendar.ts'
import type { RetentionRule } from '../../schema/rules/retention.ts'
import { isDue, retentionRules } from '../../schema/rules/retention.ts'
import type { Row } from '../../sync/authority/store.ts'
import { latestOf, readStamp } from '../../sync/clock.ts'
import type { StoredRow } from '../store/stored-shapes.ts'
import { rowFrom } from '../store/stored-shapes.ts'

/** A row that is due; `since`: the local day from which its time is counted. */
export type DueRow = Pick<Row, 'id' | 'type'> & {
  readonly since: string
  readonly personId: string
}

/** `disclosures`: numbers shown, noted by the server beside the records. */
export type Due = {
  readonly rule: RetentionRule
  readonly rows: readonly DueRow[]
  readonly disclosures: number
}

/** By this rule the server's own notes of identity numbers shown go as well. */
const looks = 'looks'

/** When disclosures of before a moment (ms) may go; the database itself keeps younger ones. */
export const disclosuresEndMs = (nowMs: number): number => nowMs - (3 * 366 + 1) * 86_400_000

export function dueIn(database: Database, nowMs: number): readonly Due[] {
  const leftOn = daysOfLeaving(database)
  const ofType = database.prepare<[string], StoredRow>(
    'SELECT id, type, parent, at, rev, body, stamps FROM row WHERE type = ?',
  )
  const disclosures = database
    .prepare<[number], number>('SELECT count(*) FROM disclosure WHERE at < ?')
    .pluck()
  return retentionRules.map((rule) => {
    const rows: DueRow[] = []
    if (rule.keep !== 'always')
      for (const type of rule.types)
        for (const stored of ofType.iterate(type)) {
          const due = dueRow(rule, rowFrom(stored), leftOn, nowMs)
          if (due) rows.push(due)
        }
    const shown = rule.name === looks ? (disclosures.get(disclosuresEndMs(nowMs)) ?? 0) : 0
    return { rule, rows, disclosures: shown }
  })
}

/** The row as due, or undefined where its time is not over. */
export function dueRow(
  rule: RetentionRule,
  row: Row,
  leftOn: ReadonlyMap<string, string>,
  nowMs: number,
): DueRow | undefined {
  const personId = textOf(row.body, 'personId')
  const left = leftOn.get(personId)
  const since = lastDayOf(row)
  if (!isDue(rule, row.body, { since, leftOn: left }, dayAt(nowMs))) return undefined
  return {
    id: row.id,
    type: row.type,
    since: rule.keep === 'membership' ? (left ?? since) : since,
    personId,
  }
}

/** When it happened or was last written. */
function lastDayOf({ at, stamps }: Row): string {
  const written = latestOf(Object.values(stamps))
  const days = [localDay(at), written === undefined ? '' : dayAt(readStamp(written).ms)]
  return days.sort().at(-1) ?? ''
}

/** By person, for those who were taken off the roll. */
export function daysOfLeaving(database: Database): ReadonlyMap<string, string> {
  const removed = database
    .prepare<[], { id: string; at: string }>(
      `SELECT id, body ->> 'removedAt' AS at FROM row
       WHERE type = 'person' AND body ->> 'removedAt' IS NOT NULL`,
    )
    .all()
  return new Map(removed.map(({ id, at }) => [id, localDay(at)]))
}
