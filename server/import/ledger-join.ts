/**
 * The rows of a ledger that tell of one gathering: this book's own ledger lists it under each of its kinds, with one number of
 * the record. The first of them becomes the whole; what another says otherwise stays words of it, so that nothing is lost.
 */
import type { Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { meetingKinds } from '../../schema/records/meeting.ts'
import type { When } from './gathering-time.ts'
import { remarkIn } from './ledger-remark.ts'
import type { Other, Table, TableRow } from './table.ts'

type Values = TableRow['values']

const order = Object.keys(meetingKinds) as MeetingKind[]
const kindsOf = ({ kinds }: Values): readonly MeetingKind[] =>
  // As the reader of the column read them.
  (kinds ?? []) as readonly MeetingKind[]

const union = (...all: readonly (readonly MeetingKind[])[]): readonly MeetingKind[] =>
  order.filter((kind) => all.some((kinds) => kinds.includes(kind)))

/** The rows with what their remarks say, and those of one gathering as one. */
export function joinRows(table: Table): Table {
  const firsts = new Map<string, TableRow>()
  const rows = table.rows.map((row): TableRow => {
    const told = { ...row, values: withRemark(row.values) }
    const name = row.flaw ? undefined : nameOf(row.values)
    if (name === undefined) return told
    const first = firsts.get(name)
    firsts.set(name, first ? joined(table, first, told) : told)
    return first ? { ...told, joins: first.line } : told
  })
  const whole = new Map([...firsts.values()].map((row) => [row.line, row]))
  return { ...table, rows: rows.map((row) => whole.get(row.line) ?? row) }
}

function nameOf({ record, date, branch }: Values): string | undefined {
  return record === undefined
    ? undefined
    : JSON.stringify([record, (date as Partial<When>).day, branch])
}

function withRemark(values: Values): Values {
  const { remark, ...others } = values
  if (typeof remark !== 'string' || others['kinds'] === undefined) return values
  const { words, notHeld, kinds } = remarkIn(remark)
  return {
    ...others,
    kinds: union(kindsOf(values), kinds),
    ...(words !== '' && { remark: words }),
    ...(notHeld !== undefined && { notHeld }),
  }
}

function joined(table: Table, first: TableRow, other: TableRow): TableRow {
  const words = Object.entries(other.values).flatMap(([key, value]) => {
    const known = first.values[key]
    if (key === 'kinds' || known === undefined || sameJson(known, value)) return []
    return key === 'remark' ? [String(value)] : [`${wordsAt(table, other.line, key, value)}`]
  })
  const remark = [first.values['remark'] ?? other.values['remark'], ...words].filter(Boolean)
  const isNew = ({ heading, words: said }: Other) =>
    !first.others.some((known) => known.heading === heading && known.words === said)
  return {
    ...first,
    values: {
      ...other.values,
      ...first.values,
      kinds: union(kindsOf(first.values), kindsOf(other.values)),
      ...(remark.length > 0 && { remark: remark.join('；') }),
    },
    others: [...first.others, ...other.others.filter(isNew)],
  }
}

function wordsAt(table: Table, line: number, key: string, value: Json): string {
  const { column = key, value: shown = '' } = table.flawAt(line, key, 'badChoice')
  return `${column}：${typeof value === 'string' ? value : shown}`
}
