/**
 * What importing offers the server and asks of it. An import has two steps: a dry run that says what each row
 * would do, and applying exactly that. In between the server keeps the `PreparedImport` in memory only, for it
 * holds full identity numbers.
 */
import type { Actor } from '../../schema/access.ts'
import type { Edit } from '../../sync/wire/edit.ts'
import type { Store, StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import type {
  ImportKind,
  ImportPlan,
  ImportProgress,
  ImportResult,
} from '../../sync/wire/import.ts'
import type { ApiFailure } from '../../sync/wire/session.ts'
import type { Sheet } from './sheet.ts'

/** Full identity numbers, kept apart from the records: no bucket, no device and no history ever holds one. */
export type IdentityNumbers = {
  /** The number of each of these persons that has one. */
  byPerson(personIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /**
   * The persons recorded under each of these numbers. Usually one; two townships that each recorded the same
   * person are two, and it is for the county to see that, not for the importer (see roster.ts).
   */
  personsOf(numbers: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  /** Keeps or replaces the number of each person. Repeating a call changes nothing. */
  put(entries: readonly { readonly personId: string; readonly number: string }[]): Promise<void>
}

/** Why a file was not read at all. `detail` is for the log; the screen shows the words of `error`. */
export type ImportFailure =
  | { readonly error: 'notExcel'; readonly detail: 'otherFormat' | 'encrypted' | 'damaged' }
  | { readonly error: 'tooLarge'; readonly detail: 'bytes' | 'inflated' | 'rows' }
  | { readonly error: 'emptySheet' }
  /** The headings looked for in vain. */
  | { readonly error: 'missingColumns'; readonly names: readonly string[] }
  /** The actor works for no organisation whose records he could import. */
  | { readonly error: 'notAllowed' }

export const apiFailureOf = (failure: ImportFailure): ApiFailure =>
  failure.error === 'missingColumns'
    ? { error: failure.error, names: failure.names }
    : { error: failure.error }

/** What applying would write. */
export type Amount = { readonly edits: number; readonly characters: number }

export type PreparedImport = {
  readonly plan: ImportPlan
  readonly sheet: Sheet
  readonly amount: Amount
}

export type PlanRequest = {
  readonly kind: ImportKind
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly actor: Actor
  readonly view: StoreView
  readonly identities: IdentityNumbers
  /** A fresh random id of 22 characters. */
  newId(): string
  /** The authority's clock, ms. */
  now(): number
}

export type PlanImport = (request: PlanRequest) => Promise<Result<PreparedImport, ImportFailure>>

export type ApplyRequest = {
  readonly prepared: PreparedImport
  /** Who imports; his rights are read anew from the records in every transaction. */
  readonly actor: Actor
  readonly store: Store
  readonly identities: IdentityNumbers
  newId(): string
  /** The authority's clock, ms. */
  now(): number
  onError(error: unknown, edit: Edit): void
  /** Told after every transaction. */
  onProgress?(progress: ImportProgress): void
}

export type ApplyPlan = (request: ApplyRequest) => Promise<ImportResult>

/** The bytes of an .xlsx with the rows refused in the dry run and, where given, in applying it. */
export type RefusedWorkbook = (
  prepared: PreparedImport,
  result?: ImportResult,
) => Promise<Uint8Array>
