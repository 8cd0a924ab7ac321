/** What the device engine needs of a database. In the browser RxDB, in tests memory; both under one contract suite. */
import type { DeviceRow } from './row.ts'

/** For each bucket, the last sequence received. */
export type Positions = Readonly<Record<string, number>>

export type Change = {
  readonly put: readonly DeviceRow[]
  readonly remove?: readonly string[]
  /** Replaces the stored positions, in the same transaction as the rows they stand for (D2). */
  readonly positions?: Positions
}

export type DeviceStore = {
  /** Rows with unsent edits. */
  outbox(): Promise<readonly DeviceRow[]>
  positions(): Promise<Positions>
  /**
   * Reads the rows named, lets `work` decide, and writes its answer: all of it or, when this rejects, nothing.
   * Nobody else writes in between.
   */
  transact(
    ids: readonly string[],
    work: (rows: ReadonlyMap<string, DeviceRow>) => Change,
  ): Promise<void>
  /** Every row held, for what must look at all of them. */
  all(): Promise<readonly DeviceRow[]>
}
