/** What a dry run of an import says, row by row, and what applying it did: `/api/import`. */
import type { Actor } from '../../schema/access.ts'
import { isOfCommittee, keepsBranch } from '../../schema/access.ts'

export const importKinds = ['branches', 'roster', 'questions', 'ledger'] as const
export type ImportKind = (typeof importKinds)[number]

/** Of one file, in bytes. */
export const importFileLimit = 10 * 1024 * 1024

/**
 * What somebody may bring at all: whoever works for the Party committee anything, whoever keeps a branch's book the ledger of
 * its meetings. Which rows are his to write is judged row by row.
 */
export function importKindsOf(actor: Actor): readonly ImportKind[] {
  if (isOfCommittee(actor)) return importKinds
  const keeps = actor.offices.some(({ organisationId }) => keepsBranch(actor, organisationId))
  return keeps ? ['ledger'] : []
}

/** Why a row is refused; each has words on the import screen and in the last column of the refused rows' file. */
export const rowRefusals = [
  'noName',
  'noBranch',
  'unknownBranch',
  'ambiguousBranch',
  'badIdentityNumber',
  'badIdentityCheckDigit',
  // In a column of other things: it would travel to every phone of the branch.
  'strayIdentityNumber',
  'duplicateInFile',
  'badDate',
  'badChoice',
  'tooLong',
  'notAllowed',
  'unknownSuperior',
  'ambiguousPerson',
  'badQuestion',
  'noDate',
  'notYet',
  'noMeetingKind',
  'badMeetingKind',
  'otherBranch',
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

/** What becomes of a row that is not refused and yet holds something that could not be taken as it stands. */
export const rowNotes = [
  // A name that nobody, or more than one, of the branch answers to: it stays as words.
  'unknownName',
  'ambiguousName',
  'noTime',
  'longTopic',
  // Not held, as its remark says: `value` is the reason.
  'notHeld',
  // Of a group meeting: whose it was; or a group that the branch does not have.
  'ofGroups',
  'unknownGroup',
  // Another meeting of that day is of some of these kinds.
  'sameDay',
  // The ledger counts more who came than should have.
  'moreThanExpected',
  // The meeting is there already and is left as it is: `value` are the columns that say otherwise.
  'differs',
  // The roll: noted person by person, or kept as words because …
  'rollNoted',
  'countsOnly',
  'rollUnclear',
  'rollNotAddingUp',
  'rollOfSome',
  'rollOfOthers',
] as const

export type RowNote = {
  readonly note: (typeof rowNotes)[number]
  /** The column's heading and what of it the note is about. */
  readonly column?: string
  readonly value?: string
  /**
   * rollNoted: how many came and how many did not · rollOfOthers: how many should have come, how many the roster knows ·
   * moreThanExpected: how many should have come, how many did.
   */
  readonly counts?: readonly [number, number]
}

export type RowVerdict =
  | { readonly verdict: 'new' | 'same'; readonly notes?: readonly RowNote[] }
  /** Of a ledger: it tells of the same gathering as an earlier line, and is written with that. */
  | { readonly verdict: 'joined'; readonly firstLine: number }
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
  /** Of a row of a ledger: the day of the meeting, `2024-03-05`. */
  readonly day?: string
}

export type ImportPlan = {
  readonly id: string
  readonly kind: ImportKind
  readonly file: string
  readonly counts: Readonly<Record<RowVerdict['verdict'], number>>
  /** Rows left out because they hold nothing, e.g. blank lines. */
  readonly blank: number
  /** Headings of columns with words in them that mean nothing here: of a ledger they are kept in the minutes, else left out. */
  readonly otherColumns: readonly string[]
  /** Names of other sheets of the file with something in them: one is read, and whoever brought them all has to know. */
  readonly unread: readonly string[]
  readonly rows: readonly ImportRow[]
}

export type ImportResult = {
  readonly written: number
  /** Rows that the authority refused at the last moment, by line. */
  readonly refused: readonly { readonly line: number; readonly reason: ApplyRefusal }[]
}

/** How far applying has come. */
export type ImportProgress = { readonly done: number; readonly of: number }
