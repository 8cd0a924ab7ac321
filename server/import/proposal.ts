/**
 * What a row of a file would write. An empty cell is absent from the wanted values and so never clears a stored one: a
 * list that lacks a phone number is no proof that there is none. Nothing is removed for being missing from a file.
 */
import type { Actor } from '../../schema/access.ts'
import type { Definition } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { mayWrite } from '../../schema/derive/may-write.ts'
import { flawInBody, flawInWritten } from '../../schema/derive/validate.ts'
import type { Field } from '../../schema/field.ts'
import type { Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import type { Row } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type {
  FieldChange,
  ImportRow,
  RowNote,
  RowRefusal,
  RowVerdict,
} from '../../sync/wire/import.ts'
import { maskNumbers } from './cells.ts'
import type { Flaw, Table } from './table.ts'

/** The fields of one record that an import would write; none where it says the same already. */
export type Write = {
  readonly definition: Definition
  readonly id: string
  readonly before: Row | undefined
  readonly fields: Body
}

export type PlannedRow = {
  readonly row: ImportRow
  readonly writes: readonly Write[]
  /** A full identity number to keep, with its person. */
  readonly number?: { readonly personId: string; readonly number: string }
}

export type Planning = {
  /** In the order in which they must be written: what others refer to comes first. */
  readonly rows: readonly PlannedRow[]
}

type Proposed = Result<Write, { readonly reason: RowRefusal; readonly field?: string }>

export function propose(
  actor: Actor,
  definition: Definition,
  id: string,
  before: Row | undefined,
  wanted: Body,
): Proposed {
  const fields = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => !sameJson(before?.body[name] ?? null, value)),
  )
  const write: Write = { definition, id, before, fields }
  if (Object.keys(fields).length === 0) return succeed(write)
  const flaw = flawInWritten(definition, fields)
  if (flaw) {
    const long =
      typeof fields[flaw.field] === 'string' && !definition.fields[flaw.field]?.kind.choices
    return fail({ reason: long ? 'tooLong' : 'badChoice', field: flaw.field })
  }
  const after = withFields(before?.body ?? {}, fields)
  const gap = flawInBody(definition, after)
  if (gap) return fail({ reason: 'badChoice', field: gap.field })
  return mayWrite(definition, actor, { id, before: before?.body, after, fields })
    ? succeed(write)
    : fail({ reason: 'notAllowed' })
}

function withFields(body: Body, fields: Body): Body {
  const after = { ...body, ...fields }
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null))
}

/** What a row is, for whoever reads its verdict. */
export type Titles = Pick<ImportRow, 'line' | 'title' | 'subtitle' | 'day'>

const titled = (titles: Titles, verdict: RowVerdict): ImportRow => ({
  ...titles,
  title: maskNumbers(titles.title),
  subtitle: maskNumbers(titles.subtitle),
  ...verdict,
})

export const refusedRow = (titles: Titles, flaw: Flaw): PlannedRow => ({
  row: titled(titles, { verdict: 'refused', ...flaw }),
  writes: [],
})

/** A row that tells of the same gathering as an earlier one fares as that does. */
export function joinedRow(titles: Titles, firstLine: number, first?: ImportRow): PlannedRow {
  if (first?.verdict === 'same') return plannedRow(titles, [], String)
  if (first?.verdict !== 'refused')
    return { row: titled(titles, { verdict: 'joined', firstLine }), writes: [] }
  const { line: _line, title: _title, subtitle: _subtitle, day: _day, ...refused } = first
  return { row: titled(titles, refused), writes: [] }
}

/** The row's verdict; the first write is of the record the row is about. */
export function plannedRow(
  titles: Titles,
  writes: readonly Write[],
  nameOf: (id: string) => string,
): PlannedRow {
  const effective = writes.filter(({ fields }) => Object.keys(fields).length > 0)
  if (effective.length === 0) return { row: titled(titles, { verdict: 'same' }), writes: [] }
  if (!writes[0]?.before) return { row: titled(titles, { verdict: 'new' }), writes: effective }
  const changes = effective.flatMap((write) => changesIn(write, nameOf))
  // Person and file both say which branch; to a reader that is one change.
  const once = changes.filter(
    (change, index) => changes.findIndex(({ field }) => field === change.field) === index,
  )
  return { row: titled(titles, { verdict: 'changed', changes: once }), writes: effective }
}

/** The row with what should be known of it, where it would be written or is there already. */
export function noted(planned: PlannedRow, notes: readonly RowNote[]): PlannedRow {
  const { row } = planned
  if ((row.verdict !== 'new' && row.verdict !== 'same') || notes.length === 0) return planned
  const masked = notes.map((note) =>
    note.value === undefined ? note : { ...note, value: maskNumbers(note.value) },
  )
  return { ...planned, row: { ...row, notes: masked } }
}

const changesIn = (
  { definition, before, fields }: Write,
  nameOf: (id: string) => string,
): readonly FieldChange[] =>
  Object.entries(fields).flatMap(([name, value]) => {
    const field = definition.fields[name]
    if (!field) return []
    const show = (each: Json | undefined) => maskNumbers(shown(field, each, nameOf))
    return [
      { field: name, label: field.words, before: show(before?.body[name]), after: show(value) },
    ]
  })

function shown(field: Field, value: Json | undefined, nameOf: (id: string) => string): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((each: Json) => shown(field, each, nameOf)).join(';')
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (field.kind.refersTo && typeof value === 'string') return nameOf(value)
  if (typeof value === 'string') return field.kind.choices?.[value]?.zh ?? value
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** All writes of a row, or its flaw in terms of the cell it came from. */
export function proposeAll(
  proposals: readonly Proposed[],
  table: Table,
  line: number,
): Result<readonly Write[], Flaw> {
  const writes: Write[] = []
  for (const proposal of proposals) {
    if (proposal.ok) {
      writes.push(proposal.value)
      continue
    }
    const { reason, field } = proposal.failure
    return fail(field === undefined ? { reason } : table.flawAt(line, field, reason))
  }
  return succeed(writes)
}
