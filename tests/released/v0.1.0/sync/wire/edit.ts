/**
 * The unit of sync is the edit, not the state: who wrote which fields of which row, when, and over what. The
 * authority keeps every edit for ever and derives the state, so replays are harmless and what lost a merge
 * is not gone.
 */
import type { Path } from '../../schema/derive/validate.ts'
import type { Json } from '../../schema/json.ts'

/** When a field was last written: a hybrid logical clock as a string that sorts (../clock.ts). */
export type Stamp = string

export const stampPattern = '^[0-9a-z]{12}[A-Za-z0-9_-]{1,24}$'

export type Edit = {
  /** Random, never changes: what 'applied once' is about. */
  readonly id: string
  readonly row: string
  readonly type: string
  /** Version of the definition the fields were written under. */
  readonly version: number
  readonly stamp: Stamp
  /** The written fields; `null` clears. A set is written by element: `agenda/k1`. */
  readonly fields: Readonly<Record<Path, Json>>
  /** For each written field, the stamp that this edit replaced, '' for none: shows what was concurrent. */
  readonly basis: Readonly<Record<Path, Stamp>>
  /** The device's wall clock when it was written, ms. Never corrected: history keeps it. */
  readonly madeAt: number
  /** How far the device then believed its wall clock to be behind the authority's, ms: what it had corrected. */
  readonly offset: number
}

/** The contents of a row and when each of its fields was last written. */
export type State = {
  readonly body: { readonly [field: string]: Json }
  readonly stamps: Readonly<Record<Path, Stamp>>
}

export const emptyState: State = { body: {}, stamps: {} }
