/** What a dry run of an import says, row by row, and what applying it did: `/api/import`. */

export const importKinds = ['branches', 'roster', 'questions'] as const
export type ImportKind = (typeof importKinds)[number]

/** Why a row is refused; each has words on the import screen and in the last column of the refused rows' file. */
export const rowRefusals = [
  'noName',
  'noBranch',
  'unknownBranch',
  'ambiguousBranch',
  'badIdentityNumber',
  'badIdentityCheckDigit',
  'duplicateInFile',
  'badDate',
  'badChoice',
  'tooLong',
  'notAllowed',
  'unknownSuperior',
  'ambiguousPerson',
  'badQuestion',
] as const
export type RowRefusal = (typeof rowRefusals)[number]

/**
 * Why a row was not written after all: as in the dry run, or the records changed since, or saving failed and the file
 * can simply be imported again.
 */
export const applyRefusals = [...rowRefusals, 'changedSince', 'notSaved'] as const
export type ApplyRefusal = (typeof applyRefusals)[number]

export type FieldChange = {
  readonly field: string
  /** The words of the field, zh and en. */
  readonly label: { readonly zh: string; readonly en: string }
  readonly before: string
  readonly after: string
}

export type RowVerdict =
  | { readonly verdict: 'new' | 'same' }
  | { readonly verdict: 'changed'; readonly changes: readonly FieldChange[] }
  | {
      readonly verdict: 'refused'
      readonly reason: RowRefusal
      /** The column's heading as in the file and what stood there. Identity numbers are masked to the last four. */
      readonly column?: string
      readonly value?: string
      /** For duplicateInFile: the line of the first. */
      readonly firstLine?: number
    }

export type ImportRow = RowVerdict & {
  /** Line in the file, counted as Excel does. */
  readonly line: number
  readonly title: string
  readonly subtitle: string
}

export type ImportPlan = {
  readonly id: string
  readonly kind: ImportKind
  readonly file: string
  readonly counts: Readonly<Record<RowVerdict['verdict'], number>>
  /** Rows left out because they hold nothing, e.g. blank lines. */
  readonly blank: number
  readonly rows: readonly ImportRow[]
}

export type ImportResult = {
  readonly written: number
  /** Rows that the authority refused at the last moment, by line. */
  readonly refused: readonly { readonly line: number; readonly reason: ApplyRefusal }[]
}
