/** From the bytes of a file to the rows of the first sheet that has the headings wanted, and the names of those left unread. */
import readExcel from 'read-excel-file/node'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { foldText, readText, wordsOf } from './cells.ts'
import type { ImportFailure } from './contract.ts'
import type { Cell, Heading, Sheet } from './sheet.ts'
import { isAboutRow } from './table.ts'
import type { Parts } from './unpack.ts'
import { repack, unpack } from './unpack.ts'

const sheetLimits = {
  rows: 50_000,
  /** Of the rectangle from A1 to the furthest cell with a value: one far cell makes a library build all of it. */
  area: 5_000_000,
  /** Of one tag with its attributes. */
  tagLength: 50_000,
  /** Of all texts together; shared strings let a small file repeat a long one. */
  characters: 60_000_000,
  /** Title rows above the headings, and what is kept of them. */
  titleRows: 30,
  titles: 60,
  titleLength: 200,
  /** The longest with its notes; what is longer is not looked through for brackets. */
  headingLength: 400,
} as const

/** What is kept of a file until it is applied. */
export type SheetLimits = { readonly rows: number; readonly characters: number }

export async function readWorkbook(
  bytes: Uint8Array,
  wanted: readonly Heading[],
  most: SheetLimits = sheetLimits,
): Promise<Result<Sheet, ImportFailure>> {
  const parts = unpack(bytes)
  if (!parts.ok) return parts
  let sheets: readonly Named[]
  try {
    if (tooWide(parts.value)) return fail({ error: 'tooLarge', detail: 'rows' })
    const read = await readExcel(Buffer.from(repack(parts.value)))
    // The library types a date cell as the constructor `Date`; what it gives is an instance.
    sheets = read.map(({ sheet: name, data }) => ({ name, rows: data as unknown as Named['rows'] }))
  } catch {
    // Whatever is stumbled over in a file from outside means the same to whoever sent the file.
    return fail({ error: 'notExcel', detail: 'damaged' })
  }
  const filled = sheets.filter(({ rows }) => rows.some((row) => !isBlank(row)))
  if (filled.length === 0) return fail({ error: 'emptySheet' })
  if (filled.reduce((sum, { rows }) => sum + charactersIn(rows), 0) > most.characters) {
    return fail({ error: 'tooLarge', detail: 'inflated' })
  }
  const sheet = pickSheet(filled, wanted)
  const isLong = sheet.ok && sheet.value.rows.length > most.rows
  return isLong ? fail({ error: 'tooLarge', detail: 'rows' }) : sheet
}

/** A sheet of the file, with what stands on its tab. */
type Named = { readonly name: string; readonly rows: readonly (readonly Cell[])[] }

const isBlank = (row: readonly Cell[]): boolean =>
  row.every((cell) => cell === null || (typeof cell === 'string' && foldText(cell) === ''))

const charactersIn = (rows: readonly (readonly Cell[])[]): number => {
  let sum = 0
  for (const row of rows) for (const cell of row) if (typeof cell === 'string') sum += cell.length
  return sum
}

/**
 * Tags that open, each as far as the library follows it. The end is not asked for: a tag without one would be looked for again from
 * every tag inside it, and a file of 400 bytes would hold the server up for as long as its maker likes.
 */
const tags = /<(?:[\w.-]+:)?([\w.-]+)((?:[^>"']+|"[^"]*"|'[^']*'|["'])*)/g
const address = /(?:^|\s)r\s*=\s*["']([A-Z]*)([0-9]+)["']/

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

/**
 * Whether any sheet spans more than we would hold in memory, or a tag is so long that the library, which begins it anew with every
 * chunk it takes, would be at it for minutes. Cells with a format and no value do not count.
 */
function tooWide(parts: Parts): boolean {
  for (const [name, part] of Object.entries(parts)) {
    const isSheet = name.startsWith('xl/worksheets/')
    let lastRow = 0
    let lastColumn = 0
    for (const [, tag, attributes = ''] of Buffer.from(part).toString().matchAll(tags)) {
      if (attributes.length > sheetLimits.tagLength) return true
      if (!isSheet || (tag !== 'row' && tag !== 'c')) continue
      const [, letters = '', digits = '0'] = address.exec(attributes) ?? []
      const row = Number(digits)
      if (row > 1_048_576 || columnNumber(letters) > 16_384) return true
      if (tag === 'row' || attributes.endsWith('/')) continue
      lastRow = Math.max(lastRow, row)
      lastColumn = Math.max(lastColumn, columnNumber(letters))
    }
    if (lastRow * lastColumn > sheetLimits.area) return true
  }
  return false
}

/** Headings as people write them: with line breaks, blanks, a star or a note in brackets. A story is none, however it begins. */
const plainHeading = (cell: Cell | undefined): string =>
  typeof cell === 'string' && cell.length <= sheetLimits.headingLength
    ? foldText(cell)
        .replace(/\s+/g, '')
        .replace(/[(\uff08].*?[)\uff09]/g, '')
        .replace(/[*\uff0a:\uff1a]/g, '')
    : ''

type Found = {
  readonly first: number
  /** Of the row of headings, or of the last of two. */
  readonly line: number
  readonly headings: readonly Cell[]
  readonly columns: Readonly<Record<string, number>>
}

function headingsIn(row: readonly Cell[], wanted: readonly Heading[]): Found['columns'] {
  const plain = row.map(plainHeading)
  const columns: Record<string, number> = {}
  for (const { key, heading, also } of wanted) {
    const at = [heading, ...(also ?? [])].map((name) => plain.indexOf(name)).find((i) => i >= 0)
    if (at !== undefined) columns[key] = at
  }
  return columns
}

/** Headings in two lines: 出勤情况 over 应到 and 实到, beside others that reach over both. */
function twoLines(upper: readonly Cell[], lower: readonly Cell[]): readonly Cell[] {
  const width = Math.max(upper.length, lower.length)
  return Array.from({ length: width }, (_none, at) =>
    plainHeading(lower[at]) === '' ? (upper[at] ?? null) : (lower[at] ?? null),
  )
}

function foundAt(
  rows: readonly (readonly Cell[])[],
  index: number,
  wanted: readonly Heading[],
): Found {
  const upper = rows[index] ?? []
  const columns = headingsIn(upper, wanted)
  const both = twoLines(upper, rows[index + 1] ?? [])
  const inBoth = headingsIn(both, wanted)
  const named = Object.entries(columns)
  // The lower line is one of headings where it names more, and nothing that the upper one named turns into other words.
  const isTwo =
    named.length > 0 &&
    Object.keys(inBoth).length > named.length &&
    named.every(([key, at]) => inBoth[key] === at || Object.values(inBoth).includes(at))
  return isTwo
    ? { first: index, line: index + 2, headings: both, columns: inBoth }
    : { first: index, line: index + 1, headings: upper, columns }
}

function pickSheet(
  sheets: readonly Named[],
  wanted: readonly Heading[],
): Result<Sheet, ImportFailure> {
  const required = wanted.filter((each) => each.required)
  let missing = required.map(({ heading }) => heading)
  for (const { rows } of sheets) {
    for (const index of rows.slice(0, sheetLimits.titleRows).keys()) {
      const found = foundAt(rows, index, wanted)
      const gaps = required.filter(({ key }) => found.columns[key] === undefined)
      if (gaps.length === 0) {
        const others = sheets.filter((each) => each.rows !== rows)
        return sheetFrom(
          rows,
          found,
          others.map((each) => each.name),
        )
      }
      // One word that is also a heading may stand in any row; two make a row of headings.
      const close = Object.keys(found.columns).length > 1 && gaps.length < missing.length
      if (close) missing = gaps.map(({ heading }) => heading)
    }
  }
  return fail({ error: 'missingColumns', names: missing })
}

/**
 * Whether a cell of another column makes a row one that holds something: words that went on in the line below are to be seen.
 * Forms come with their numbers printed, and what is about the row is nothing that it holds.
 */
function saysMore(heading: Cell | undefined, cell: Cell): boolean {
  const words = readText(cell)
  if (!words.ok || words.value === undefined || isAboutRow(wordsOf(heading ?? null))) return false
  return !/^[\d.]+$/.test(words.value)
}

function sheetFrom(
  rows: readonly (readonly Cell[])[],
  { first, line, headings, columns }: Found,
  unread: readonly string[],
): Result<Sheet, ImportFailure> {
  const below = rows.slice(line).map((cells, index) => ({ line: line + 1 + index, cells }))
  const read = new Set(Object.values(columns))
  const filled = below.filter(({ cells }) =>
    cells.some((cell, at) => (read.has(at) ? !isBlank([cell]) : saysMore(headings[at], cell))),
  )
  if (filled.length === 0) return fail({ error: 'emptySheet' })
  const last = filled.at(-1)?.line ?? line
  return succeed({
    titles: rows
      .slice(0, first)
      .flatMap((row) => row.flatMap((cell) => (typeof cell === 'string' ? [foldText(cell)] : [])))
      .slice(0, sheetLimits.titles)
      .map((title) => title.slice(0, sheetLimits.titleLength)),
    headings: headings.map((cell) => (cell === null ? '' : String(cell))),
    columns,
    rows: filled,
    blank: below.filter((row) => row.line <= last).length - filled.length,
    unread,
  })
}
