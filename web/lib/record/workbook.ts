/**
 * An Excel file made on the device. Every cell is written as text, so that what begins with = + - or @ stays the words it is
 * and is computed by nobody; the first line says who took it, and when.
 */
export type SheetOf = {
  readonly name: string
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Excel takes no other names. */
const sheetName = (name: string) => name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31)
const longestCell = 32_767

// Control characters are not allowed in the file's own language.
// eslint-disable-next-line no-control-regex -- just these are meant
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const text = (value: string) => ({
  value: value.replaceAll(unwritable, '').slice(0, longestCell),
  type: String,
  format: '@',
})
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
        data: [[text(mark)], headings.map(heading), ...rows.map((cells) => cells.map(text))],
      })),
    )
    .toBlob()
}
