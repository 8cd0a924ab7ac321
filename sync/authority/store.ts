/**
 * What the authority needs of a database: rows by id and by what they hang under, a log per bucket, and the history
 * of every edit. Memory, SQLite and later PostgreSQL keep it under one contract suite (store-contract.ts).
 */
import type { Stamp, State } from '../wire/edit.ts'
import type { Refusal, Verdict } from '../wire/sync.ts'
import type { Json } from '../../schema/json.ts'

export type Row = {
  readonly id: string
  readonly type: string
  readonly of: string
  /** When its subject happened (ISO). */
  readonly at: string
  readonly rev: number
  readonly body: State['body']
  readonly stamps: State['stamps']
}

/** One line of a bucket's log. A row appears once in a bucket, at its newest sequence. */
export type LogEntry = { readonly sequence: number; readonly row: string; readonly gone: boolean }

/** One edit as it was judged: appended, never changed (A1). */
export type HistoryEntry = {
  readonly edit: string
  readonly row: string
  readonly type: string
  readonly account: string
  readonly person: string
  readonly device: string
  /** The device's own clock, ms, and the authority's. */
  readonly madeAt: number
  readonly receivedAt: number
  readonly stamp: Stamp
  /** The stamp the authority gave; equal to `stamp` unless the device's clock was wrong. */
  readonly given: Stamp
  readonly before: Readonly<Record<string, Json>>
  readonly after: Readonly<Record<string, Json>>
  readonly result: Exclude<Verdict['result'], 'duplicate' | 'later'>
  readonly reason?: Refusal
  readonly field?: string
}

export type StoreView = {
  row(id: string): Promise<Row | undefined>
  rows(ids: readonly string[]): Promise<ReadonlyMap<string, Row>>
  /** Rows of a type hanging under `of`, oldest first. */
  rowsOf(type: string, of: string): Promise<readonly Row[]>
  /** All rows of a type, for importers and set-up; ordered by id. */
  rowsOfType(type: string): Promise<readonly Row[]>
  /** Entries after a sequence, in order. */
  entriesSince(bucket: string, sequence: number, limit: number): Promise<readonly LogEntry[]>
  /** Of the buckets named, those whose log is longer than the position given. */
  moved(positions: ReadonlyMap<string, number>): Promise<readonly string[]>
  /** Which of these rows the log of a bucket holds (and has not let go). */
  holds(bucket: string, row: string): Promise<boolean>
  judged(edit: string): Promise<HistoryEntry | undefined>
  /** What happened to a row, oldest first. */
  history(row: string): Promise<readonly HistoryEntry[]>
}

export type StoreTransaction = StoreView & {
  putRow(row: Row): Promise<void>
  /**
   * Writes the row into the bucket's log under the bucket's next sequence. The sequence is taken inside the
   * transaction, under the bucket's lock, so that commit order is sequence order (A3).
   */
  log(bucket: string, row: string, gone: boolean): Promise<void>
  record(entry: HistoryEntry): Promise<void>
  /** Runs `work`; where it throws, undoes what it did and no more, and throws on. */
  attempt<Value>(work: () => Promise<Value>): Promise<Value>
}

export type Store = {
  read<Value>(work: (view: StoreView) => Promise<Value>): Promise<Value>
  /** All or nothing; transactions run one after another where they touch the same bucket. */
  write<Value>(work: (transaction: StoreTransaction) => Promise<Value>): Promise<Value>
}
