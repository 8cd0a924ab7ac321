/** A sheet as it was read: the cells as they are, and which column means what. */

/** As the library gives it: dates are instants at midnight UTC, a formula is its last computed value. */
export type Cell = string | number | boolean | Date | null

export type SheetRow = { readonly line: number; readonly cells: readonly Cell[] }

export type Sheet = {
  /** What stands above the headings: whose list it is, of which year. */
  readonly titles: readonly string[]
  /** The headings as in the file, by column. */
  readonly headings: readonly string[]
  /** The column of each key found. */
  readonly columns: Readonly<Record<string, number>>
  readonly rows: readonly SheetRow[]
  /** Rows between others that hold nothing. */
  readonly blank: number
  /** Names of the other sheets of the file that hold something. */
  readonly unread: readonly string[]
}

export type Heading = {
  readonly key: string
  readonly heading: string
  readonly also?: readonly string[]
  readonly required?: boolean
}
