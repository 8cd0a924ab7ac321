/** The authority of a history: its database, which may fail, come back from a backup or lose its memory of packs. */
import type { Actor } from '../../schema/access.ts'
import { mayRead } from '../../schema/bucket.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { Account } from '../../sync/authority/answer.ts'
import { answer } from '../../sync/authority/answer.ts'
import { MemoryStore } from '../../sync/authority/memory-store.ts'
import { makePacker } from '../../sync/authority/packs.ts'
import type { Row, Store, StoreTransaction, StoreView } from '../../sync/authority/store.ts'
import type { WireRow } from '../../sync/wire/columns.ts'
import { fromTables } from '../../sync/wire/columns.ts'
import type { ReceivedRequest } from '../../sync/wire/request.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { oldestProtocol, writeReplyTo } from '../../sync/wire/versions.ts'
import { DiskError, holds } from './faults.ts'
import { registry, settle } from './township.ts'
import type { Gate } from './turns.ts'
import { openGate } from './turns.ts'

export type Asking = Trouble & {
  readonly account: Account
  readonly now: () => number
}

type Trouble = {
  readonly gate: Gate
  readonly trouble?: 'trips' | 'fails' | undefined
  /** What happens while a commit takes its time. */
  readonly onCommit?: () => void
}

export type Answered = { readonly reply: SyncReply; readonly text: string }

/** Packs that are plain text, so that a failing history can be read; room for few, so that some are made again. */
const newPacker = () => makePacker((text) => Promise.resolve(text), 20_000)

export class AuthoritySide {
  store = new MemoryStore()
  oldest = oldestProtocol
  /** When it last came back from a backup, and the newest that this knew. */
  #restored: { readonly restoredAt: number; readonly restoredTo: number } | undefined
  /** Lines ever written into the logs of buckets. */
  #logged = 0
  #packer = newPacker()
  #backup: { readonly store: MemoryStore; readonly madeAt: number } | undefined

  async open(): Promise<this> {
    await settle(this.records)
    return this
  }

  restart(): void {
    this.#packer = newPacker()
  }

  backUp(now: number): void {
    this.#backup = { store: this.store.copy(), madeAt: now }
  }

  /** False where there is no backup. */
  restore(now: number): boolean {
    if (!this.#backup) return false
    this.store = this.#backup.store.copy()
    this.#restored = { restoredAt: now, restoredTo: this.#backup.madeAt }
    this.restart()
    return true
  }

  /** Undefined where nobody stands behind the account. Throws where the whole transaction fails. */
  async ask(request: ReceivedRequest, asking: Asking): Promise<Answered | undefined> {
    const { account, now } = asking
    let view: StoreView | undefined
    const store = this.#troubled(asking, (last) => (view = last))
    const parts = {
      registry,
      store,
      now,
      packer: this.#packer,
      restored: this.#restored,
      onError: expectDisk,
    }
    const reply = await answer(parts, account, request)
    if (!reply) return undefined
    if (view) await checkReadable(view, account, now(), reply)
    return { reply, text: JSON.stringify(writeReplyTo(request, reply)) }
  }

  /** The database as the office writes into it. */
  get records(): Store {
    return this.#troubled({ gate: openGate }, () => undefined)
  }

  #troubled(asking: Trouble, onView: (view: StoreView) => void): Store {
    return troubled(this.store, asking, { onView, onLog: () => void (this.#logged += 1) })
  }

  /** More exchanges than this a run never needs: each takes a page further, sends a batch or mends. */
  pagesAtMost(page: number): number {
    return 15 + Math.ceil((2 * this.#logged) / Math.max(1, Math.floor(page / 60)))
  }

  actorOf(account: Account, now: number): Promise<Actor | undefined> {
    return this.store.read((view) => actorOf(view, account, now))
  }
}

function expectDisk(error: unknown): void {
  if (!(error instanceof DiskError)) throw error
}

function troubled(
  store: MemoryStore,
  { gate, trouble, onCommit }: Trouble,
  { onView, onLog }: { onView: (view: StoreView) => void; onLog: () => void },
): Store {
  let trips = trouble === 'trips'
  const transactionOf = (transaction: StoreTransaction): StoreTransaction => ({
    ...transaction,
    putRow: async (row: Row) => {
      await gate()
      if (trips) {
        trips = false
        throw new DiskError()
      }
      return transaction.putRow(row)
    },
    log: async (...line) => {
      onLog()
      return transaction.log(...line)
    },
  })
  return {
    read: async (work) => {
      await gate()
      return store.read((view) => {
        onView(view)
        return work(view)
      })
    },
    write: async (work) => {
      await gate()
      return store.write(async (transaction) => {
        const value = await work(transactionOf(transaction))
        onCommit?.()
        if (trouble === 'fails') throw new DiskError()
        return value
      })
    },
  }
}

/** P4: looked at what is really sent, with the eyes of whoever gets it, in the state in which it was read. */
async function checkReadable(
  view: StoreView,
  account: Account,
  now: number,
  reply: SyncReply,
): Promise<void> {
  const actor = await actorOf(view, account, now)
  const packed = reply.packs.flatMap(({ data }) => packedIn(data))
  const sent = [...reply.rows, ...packed]
  const stored = await view.rows(sent.map(({ id }) => id))
  for (const { id, rev } of sent) {
    const row = stored.get(id)
    const buckets = row ? (registry.find(row.type)?.seenIn(row.body, row.id) ?? []) : []
    holds(
      actor !== undefined && buckets.some((bucket) => mayRead(actor, bucket)),
      'P4',
      () => `${id} was sent to ${account.personId}`,
    )
    holds(row?.rev === rev, 'A4', () => `${id} was sent as of revision ${rev}`)
  }
}

export function packedIn(data: string): readonly WireRow[] {
  const tables: unknown = JSON.parse(data)
  return (Array.isArray(tables) ? fromTables(tables) : undefined) ?? []
}
