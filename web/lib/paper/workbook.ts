/**
 * An Excel file made on the device. Words are written as text, so that what begins with = + - or @ stays the words it is and is
 * computed by nobody, and a number of a record or of a telephone keeps its zeros; what was counted is a number, so that whoever
 * takes the file can add it up. The first line says who took it, and when. What is longer than a cell of Excel goes on in the
 * line below.
 */
import { m } from '#lib/i18n/generated/messages.js'

export type Cell = string | number

export type SheetOf = {
  readonly name: string
  readonly headings: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Excel takes no other names. */
const sheetName = (name: string) => name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31)
const longestCell = 32_767

// Control characters are not allowed in the file's own language.
// eslint-disable-next-line no-control-regex -- just these are meant
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const text = (value: string) => ({ value, type: String, format: '@' })
const written = (value: Cell) =>
  typeof value === 'string' ? value.replaceAll(unwritable, '') : value

/** As many pieces as cells can hold; no character is torn. */
function piecesOf(value: Cell): readonly Cell[] {
  if (typeof value === 'number' || value.length <= longestCell) return [value]
  const isTorn = /[\ud800-\udbff]/.test(value.charAt(longestCell - 1))
  const end = isTorn ? longestCell - 1 : longestCell
  return [value.slice(0, end), ...piecesOf(value.slice(end))]
}

/** The row, and below it what of it is longer than a cell, each of these lines beginning with what it goes on with. */
function linesOf(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const pieces = cells.map((value) => piecesOf(written(value)))
  const lines = Math.max(...pieces.map(({ length }) => length))
  const [[first = ''] = []] = pieces
  return Array.from({ length: lines }, (_none, line) =>
    pieces.map((each, column) =>
      line > 0 && column === 0 && each.length === 1
        ? m.paper_continued({ what: String(first) })
        : (each[line] ?? ''),
    ),
  )
}

const cell = (value: Cell) => (typeof value === 'number' ? { value, type: Number } : text(value))
const heading = (value: string) => ({ ...text(value), fontWeight: 'bold' as const })

/**
 * Undefined where what makes the file is not here: it is fetched when somebody wants one, and a phone without a network may
 * never have fetched it.
 */
export async function workbookOf(
  mark: string,
  sheets: readonly SheetOf[],
): Promise<Blob | undefined> {
  const maker = await import('write-excel-file/browser').catch(() => undefined)
  return maker
    ?.default(
      sheets.map(({ name, headings, rows }) => ({
        sheet: sheetName(name),
        stickyRowsCount: 2,
        columns: headings.map(() => ({ width: 18 })),
        data: [
          [text(mark)],
          headings.map(heading),
          ...rows.flatMap(linesOf).map((cells) => cells.map(cell)),
        ],
      })),
    )
    .toBlob()
}
