/**
 * Rows as they travel: one table a type, one column a field. Names are said once and equal things stand beside each other,
 * which brotli rewards with a third fewer bytes than rows (docs/decisions/0015). A packed year is the same tables, compressed.
 */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import type { Json } from '../../schema/json.ts'
import type { State } from './edit.ts'

export type WireRow = State & {
  readonly id: string
  readonly type: string
  readonly rev: number
}

export type Table = {
  readonly type: string
  readonly ids: readonly string[]
  readonly revs: readonly number[]
  /** Names of fields, and for each its values, one a row; null where the row has none. */
  readonly names: readonly string[]
  readonly columns: readonly (readonly (Json | null)[])[]
  /** Lists of stamped paths as they occur; for each row the number of its list, and one stamp for all or one a path. */
  readonly shapes: readonly (readonly string[])[]
  readonly shape: readonly number[]
  readonly stamps: readonly (string | readonly string[])[]
}

/**
 * Looked at from outside only: the authority checked every field, and thousands of stamps would freeze a slow phone. Ids
 * and revisions are looked at where rows are made of them, at a hundredth of what a schema takes for each.
 */
const list = T.Unsafe<readonly unknown[]>({ type: 'array' })
const lists = T.Unsafe<readonly (readonly unknown[])[]>({ type: 'array', items: list })
export const table = T.Object({
  type: T.String(),
  ids: list,
  revs: list,
  names: T.Unsafe<readonly string[]>({ type: 'array', items: { type: 'string' } }),
  columns: lists,
  shapes: lists,
  shape: list,
  stamps: list,
})

export function toTables(rows: readonly WireRow[]): readonly Table[] {
  const byType = new Map<string, WireRow[]>()
  for (const row of rows) {
    const ofType = byType.get(row.type)
    if (ofType) ofType.push(row)
    else byType.set(row.type, [row])
  }
  return [...byType].map(([type, ofType]) => toTable(type, ofType))
}

function toTable(type: string, rows: readonly WireRow[]): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.body)))]
  const shapes = new Map<string, number>()
  const shape: number[] = []
  for (const row of rows) {
    const paths = JSON.stringify(Object.keys(row.stamps))
    if (!shapes.has(paths)) shapes.set(paths, shapes.size)
    shape.push(shapes.get(paths) ?? 0)
  }
  return {
    type,
    ids: rows.map((row) => row.id),
    revs: rows.map((row) => row.rev),
    names,
    columns: names.map((name) => rows.map((row) => row.body[name] ?? null)),
    // Written a few lines above.
    shapes: [...shapes.keys()].map((paths) => JSON.parse(paths) as string[]),
    shape,
    stamps: rows.map((row) => stampsOf(Object.values(row.stamps))),
  }
}

const stampsOf = (stamps: readonly string[]): string | readonly string[] => {
  const [first = ''] = stamps
  return stamps.every((stamp) => stamp === first) ? first : stamps
}

/** The rows of a table, undefined where it is none: columns of unequal length, for instance. */
function fromTable(value: unknown): readonly WireRow[] | undefined {
  if (!Check(table, value)) return undefined
  const { type, ids, revs, names, columns, shapes, shape, stamps } = value
  const fits =
    [revs, shape, stamps, ...columns].every((each) => each.length === ids.length) &&
    names.length === columns.length
  if (!fits) return undefined
  const rows: WireRow[] = []
  for (const [index, id] of ids.entries()) {
    const stamped = stampsBy(shapes[Number(shape[index])], stamps[index])
    const rev = revs[index]
    if (!stamped || typeof id !== 'string' || !isRevision(rev)) return undefined
    const body: Record<string, Json> = {}
    for (const [at, name] of names.entries()) {
      const cell = columns[at]?.[index]
      // Whatever came as JSON is JSON.
      if (cell !== null && cell !== undefined) body[name] = cell as Json
    }
    rows.push({ id, type, rev, body, stamps: stamped })
  }
  return rows
}

const isRevision = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1

function stampsBy(
  paths: readonly unknown[] | undefined,
  given: unknown,
): Record<string, string> | undefined {
  const each: readonly unknown[] | undefined = Array.isArray(given) ? given : undefined
  const fits = each ? each.length === paths?.length : typeof given === 'string'
  if (!paths || !fits) return undefined
  const stamps: Record<string, string> = {}
  for (const [index, path] of paths.entries()) stamps[String(path)] = String(each?.[index] ?? given)
  return stamps
}

/** The rows of several tables, undefined where any is none. */
export function fromTables(tables: readonly unknown[]): readonly WireRow[] | undefined {
  const rows: WireRow[] = []
  for (const each of tables) {
    const ofTable = fromTable(each)
    if (!ofTable) return undefined
    for (const row of ofTable) rows.push(row)
  }
  return rows
}
