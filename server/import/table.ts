/** A sheet read column by column: each row's values, or the first cell of it that cannot be read. */
import type { Json } from '../../schema/json.ts'
import type { RowRefusal } from '../../sync/wire/import.ts'
import type { Reading } from './cells.ts'
import { foldText, holdsIdentityNumber, maskAll, maskNumbers, readText, wordsOf } from './cells.ts'
import type { Cell, Heading, Sheet } from './sheet.ts'

export type Column = Heading & {
  readonly read: (cell: Cell) => Reading<Json>
  /** Why a row without this value is refused. */
  readonly needed?: RowRefusal
  /** Holds identity numbers: shown as the last four only. */
  readonly secret?: boolean
}

export type Flaw = {
  readonly reason: RowRefusal
  readonly column?: string
  readonly value?: string
  /** The line that came first with the same person. */
  readonly firstLine?: number
}

/** What stands in a column that means nothing here, under its heading. */
export type Other = { readonly heading: string; readonly words: string }

export type TableRow = {
  readonly line: number
  /** By the column's key; what a cell does not say is absent. */
  readonly values: Readonly<Record<string, Json>>
  readonly others: readonly Other[]
  readonly flaw: Flaw | undefined
  /** The line of the row that tells of the same gathering, where one stands before it. */
  readonly joins?: number
}

export type Table = {
  readonly titles: readonly string[]
  readonly rows: readonly TableRow[]
  /** A flaw found later, told in terms of the cell it came from. */
  flawAt(line: number, key: string, reason: RowRefusal): Flaw
}

/** Of a row, not in it: its place in the list, and why it was not imported the last time (refused-workbook.ts). */
export const isAboutRow = (heading: string): boolean =>
  /^(?:序号?|行号|No\.?|未导入原因)$/i.test(heading)

/** As Excel calls a column: A, Z, AA. */
const letterOf = (at: number): string =>
  (at < 26 ? '' : letterOf(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26))

function othersIn({ headings, columns }: Sheet, cells: readonly Cell[]): readonly Other[] {
  const known = new Set(Object.values(columns))
  return cells.flatMap((cell, at) => {
    const heading = foldText(headings[at] ?? '').replace(/\s+/g, ' ')
    const said = readText(cell)
    if (known.has(at) || isAboutRow(heading) || !said.ok || said.value === undefined) return []
    return [{ heading: heading || `${letterOf(at)} 列`, words: wordsOf(cell) }]
  })
}

export function readTable(sheet: Sheet, columns: readonly Column[]): Table {
  const cellsByLine = new Map(sheet.rows.map(({ line, cells }) => [line, cells]))
  const flawAt = (line: number, key: string, reason: RowRefusal): Flaw => {
    const column = columns.find((each) => each.key === key)
    const at = sheet.columns[key]
    const shown = at === undefined ? '' : wordsOf(cellsByLine.get(line)?.[at] ?? null)
    return {
      reason,
      column: at === undefined ? (column?.heading ?? key) : (sheet.headings[at] ?? key).trim(),
      ...(shown && { value: (column?.secret ? maskAll(shown) : maskNumbers(shown)).slice(0, 200) }),
    }
  }
  const rows = sheet.rows.map(({ line, cells }): TableRow => {
    const values: Record<string, Json> = {}
    let flaw: Flaw | undefined
    for (const { key, read, needed, secret } of columns) {
      const at = sheet.columns[key]
      const reading = read((at === undefined ? null : cells[at]) ?? null)
      if (!reading.ok) flaw ??= flawAt(line, key, reading.failure)
      // A number typed into another column would travel to every phone of the branch.
      else if (!secret && typeof reading.value === 'string' && holdsIdentityNumber(reading.value))
        flaw ??= flawAt(line, key, 'strayIdentityNumber')
      else if (reading.value !== undefined) values[key] = reading.value
      else if (needed) flaw ??= flawAt(line, key, needed)
    }
    return { line, values, others: othersIn(sheet, cells), flaw }
  })
  return { titles: sheet.titles, rows, flawAt }
}
