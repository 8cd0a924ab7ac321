/**
 * What a screen sees of the records. No screen asks whether there is a network, and none knows RxDB: it reads live
 * lists, writes drafts of rows, and keeps what is being typed.
 */
import type { Actor } from '#schema/access.ts'
import type { Flaw, Path } from '#schema/derive/validate.ts'
import type { RecordType } from '#schema/define-record.ts'
import type { Json } from '#schema/json.ts'
import type { HeldEdit, Problem } from '#sync/device/row.ts'
import type { Chip } from '#sync/device/status.ts'
import type { Result } from '#sync/result.ts'
import type { Loss } from './sync/memory.ts'

/** One row as a screen sees it. */
export type Row<B> = {
  readonly id: string
  readonly type: string
  readonly at: string
  /** When its first word was written, ms by the corrected clock. */
  readonly enteredAt: number
  readonly body: B
  /** Nothing to show when it has arrived: quiet is normal. */
  readonly mark: 'arrived' | 'waiting' | 'refused'
  readonly problem: Problem | null
  /** Grows with every change that is known here. */
  readonly revision: number
  /** This device's unsent edits, oldest first. */
  readonly edits: readonly HeldEdit[]
}

/** A value that stays current; `ready` is false until the device has answered once. Use inside components. */
export type Live<V> = { readonly current: V; readonly ready: boolean }

export type ListQuery = {
  /** The row they hang under (definition `of`); all rows of the type where left out. */
  readonly of?: string
  /** Just these, in no order; of them only `removed` may be asked besides. */
  readonly ids?: readonly string[]
  /** Of this time alone: from this instant on, and before that one. */
  readonly from?: string
  readonly until?: string
  /** Newest first, at most so many. */
  readonly limit?: number
  /** Rows taken away are left out unless asked for. */
  readonly removed?: boolean
}

export type RowDraft = {
  readonly type: RecordType<unknown>
  /** Left out for a new row: derived by the definition, or random. */
  readonly id?: string
  /** Only what differs is written. `null` clears; elements of a set are written as `agenda/k1`. */
  readonly fields: Readonly<Record<Path, Json>>
  /** Writes the fields also where they say the same already: somebody decided that they shall. */
  readonly evenIfSame?: true
}

export type WriteFailure =
  | { readonly kind: 'flaw'; readonly id: string; readonly flaw: NonNullable<Flaw> }
  | { readonly kind: 'full' }
  | { readonly kind: 'storage' }

export type Records = {
  /**
   * Rows of a type, newest first. The query is a function so that it may depend on state; it re-runs by itself.
   * Call during component initialisation.
   */
  list<B>(type: RecordType<B>, query?: () => ListQuery): Live<readonly Row<B>[]>
  /** One row, undefined while absent. */
  one<B>(type: RecordType<B>, id: () => string | undefined): Live<Row<B> | undefined>
  /** One look, not live. */
  find<B>(type: RecordType<B>, id: string): Promise<Row<B> | undefined>
  findAll<B>(type: RecordType<B>, query?: ListQuery): Promise<readonly Row<B>[]>
  /** Writes all of the rows in one transaction or none; the ids in order. Sending starts by itself. */
  write(drafts: readonly RowDraft[]): Promise<Result<readonly string[], WriteFailure>>
  /** Rows with unsent work, oldest first. */
  outbox(): Live<readonly Row<unknown>[]>
  /** Sends what was refused of these rows once more, under new ids. */
  sendAgain(rowIds: readonly string[]): Promise<Result<undefined, WriteFailure>>
  /** Takes back what was refused of these rows. The screen asks first, and shows what would be lost. */
  withdraw(rowIds: readonly string[]): Promise<Result<undefined, WriteFailure>>
  /** A fresh random id. */
  newId(): string
}

/** What is being typed, kept at every keystroke, offered again after a crash. */
export type Drafts = {
  /** Names of kept drafts that start with the prefix, newest first. */
  list(prefix: string): Live<readonly { readonly name: string; readonly savedAt: number }[]>
  read<V extends Json>(
    name: string,
  ): Promise<{ readonly value: V; readonly savedAt: number } | undefined>
  /**
   * Resolves when the words are on the disk. Later calls replace earlier ones still on their way. What the disk does not
   * take stays in memory, where `read` finds it, and is offered to the disk again when it has recovered.
   */
  keep(
    name: string,
    value: Json,
    /** What to keep where another page may have kept something meanwhile; asked in the transaction that writes. */
    over?: (held: Json) => Json,
  ): Promise<Result<undefined, WriteFailure>>
  /** `left`: what of it stays all the same. */
  discard(name: string, left?: (held: Json) => Json | undefined): Promise<void>
  /** How many drafts are in memory only, and go with the page. State. */
  readonly unkept: number
}

/** Corrected time: what stamps and prefilled forms use. Never the phone's own clock. */
export type Clock = {
  /** ms */
  now(): number
  /** How far this phone's clock is behind the server's, ms; undefined before the first contact. */
  readonly offsetMs: number | undefined
}

export type { Chip, HeldEdit, Problem }

/** What the device knows of its sync. Every property is state. */
export type Sync = {
  /** What the status chip says; nothing else may be said (T1). */
  readonly chip: Chip
  /** What a person wrote (unsent.ts) and waits to be sent; what was refused. */
  readonly waiting: number
  readonly refused: number
  /** Rows with either, for programs. */
  readonly unsent: number
  readonly running: boolean
  /** Rows received by the run going on, for a first sync that takes a while. */
  readonly received: number
  /** Corrected time of the last reply, ms. Outlives the page. */
  readonly lastContactAt: number | undefined
  readonly offsetMs: number | undefined
  /** Who the server last took this person for. Outlives the page. */
  readonly actor: Actor | undefined
  /** The disk refused something, or nearly would: nothing more comes in, what was written here still goes out. */
  readonly storageFull: boolean
  /** What this device lost since the last visit, until it is acknowledged. */
  readonly loss: Loss | undefined
  acknowledgeLoss(): void
  /** True once a sync of this account has ended well on this device: before, lists may be incomplete. */
  readonly filled: boolean
  /** The last run ended well: device and server have told each other everything. */
  readonly reached: boolean
  /** The server asked to be left alone for a while. */
  readonly busy: boolean
  /** All older years lie on this device, packed; otherwise they come when somebody looks. */
  readonly keepsOlderYears: boolean
  keepOlderYears(kept: boolean): void
  /**
   * A person asks for it: tried even where the server would rather be left alone. Resolves when the attempt has ended; how
   * it ended stands in `chip`.
   */
  sendNow(): Promise<void>
  /**
   * Asks for buckets besides the usual ones (schema/bucket.ts branchBuckets) until the answer is called:
   * `$effect(() => sync.open(branchBuckets(id, year)))`.
   */
  open(buckets: readonly string[]): () => void
}
