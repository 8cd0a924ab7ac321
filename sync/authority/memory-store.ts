/** The authority's database in memory: for tests, the simulation, and reading the contract at its shortest. */
import type { Digest } from '../digest.ts'
import { digestWith, digestWithout, emptyDigest } from '../digest.ts'
import { erasureEntry, linkAfter, withoutContents } from './chain.ts'
import type {
  Head,
  HistoryEntry,
  Link,
  LogEntry,
  LoggedRow,
  Row,
  Store,
  StoreTransaction,
  StoreView,
} from './store.ts'

type Logged = LogEntry & LoggedRow
type Log = { last: number; digest: Digest; entries: Map<string, Logged> }

type Contents = {
  rows: Map<string, Row>
  logs: Map<string, Log>
  /** In the order of judging, whatever their chain. */
  history: Link[]
}

export class MemoryStore implements Store {
  #contents: Contents = { rows: new Map(), logs: new Map(), history: [] }
  #queue: Promise<unknown> = Promise.resolve()

  /** What a backup is to a database: the same contents, and from here on apart. */
  copy(): MemoryStore {
    const other = new MemoryStore()
    other.#contents = this.#contents
    return other
  }

  read<Value>(work: (view: StoreView) => Promise<Value>): Promise<Value> {
    return work(viewOf(this.#contents))
  }

  write<Value>(work: (transaction: StoreTransaction) => Promise<Value>): Promise<Value> {
    const turn = this.#queue.then(async () => {
      const draft = { current: copy(this.#contents) }
      const value = await work(transactionOf(draft))
      this.#contents = draft.current
      return value
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }
}

const copy = (contents: Contents): Contents => ({
  rows: new Map(contents.rows),
  logs: new Map(
    [...contents.logs].map(([bucket, log]) => [bucket, { ...log, entries: new Map(log.entries) }]),
  ),
  history: [...contents.history],
})

/** Newest first; ties by id, the greater first. */
const isBefore = (left: { at: string; id: string }, right: { at: string; id: string }) =>
  left.at === right.at ? left.id > right.id : left.at > right.at

const inOrder = (rows: Iterable<Row>) =>
  [...rows].sort((left, right) =>
    left.at === right.at ? (left.id < right.id ? -1 : 1) : left.at < right.at ? -1 : 1,
  )

function viewOf(contents: Contents): StoreView {
  const { rows, logs, history } = contents
  const entriesOf = (bucket: string) => [...(logs.get(bucket)?.entries.values() ?? [])]
  return {
    row: async (id) => rows.get(id),
    rows: async (ids) =>
      new Map(ids.flatMap((id) => (rows.has(id) ? [[id, rows.get(id) as Row]] : []))),
    rowsOf: async (type, of) =>
      inOrder([...rows.values()].filter((row) => row.type === type && row.of === of)),
    rowsOfType: async (type) =>
      [...rows.values()].filter((row) => row.type === type).sort((a, b) => (a.id < b.id ? -1 : 1)),
    entriesSince: async (bucket, sequence, limit) =>
      entriesOf(bucket)
        .filter((entry) => entry.sequence > sequence)
        .sort((a, b) => a.sequence - b.sequence)
        .slice(0, limit)
        .map(({ sequence: at, row, gone }) => ({ sequence: at, row, gone })),
    buckets: async (names) =>
      new Map(
        names.flatMap((name) => {
          const log = logs.get(name)
          return log ? [[name, { last: log.last, digest: log.digest }]] : []
        }),
      ),
    snapshot: async (bucket, upTo, after, limit) =>
      entriesOf(bucket)
        .filter((entry) => !entry.gone && entry.sequence <= upTo)
        .filter((entry) => after === undefined || isBefore(after, entry))
        .sort((a, b) => (isBefore(a, b) ? -1 : 1))
        .slice(0, limit)
        .map(({ at, id }) => ({ at, id })),
    members: async (bucket) =>
      entriesOf(bucket)
        .filter((entry) => !entry.gone)
        .map(({ id, rev }) => ({ id, rev })),
    holds: async (bucket, row) => logs.get(bucket)?.entries.get(row)?.gone === false,
    ...historyIn(history),
  }
}

function historyIn(history: readonly Link[]) {
  const entries = () => history.map(({ entry }) => entry)
  return {
    judged: async (edit) => entries().find((entry) => entry.edit === edit),
    history: async (row) => entries().filter((entry) => entry.row === row),
    heads: async () => {
      const chains = [...new Set(entries().map(({ chain }) => chain))].sort()
      return chains.flatMap((chain) => headOf(history, chain) ?? [])
    },
    links: async (chain, after, limit) =>
      history
        .filter(({ entry, number }) => entry.chain === chain && number > after)
        .slice(0, limit),
  } satisfies Partial<StoreView>
}

function headOf(history: readonly Link[], chain: string): Head | undefined {
  const last = history.findLast(({ entry }) => entry.chain === chain)
  return last && { chain, number: last.number, hash: last.hash }
}

function append(history: Link[], entry: HistoryEntry): void {
  if (history.some((known) => known.entry.edit === entry.edit)) {
    throw new Error(`edit ${entry.edit} is already on record`)
  }
  // Nobody reads a memory from outside: a salt that repeats keeps histories of the simulation repeatable.
  history.push(linkAfter(headOf(history, entry.chain), entry, `salt ${history.length}`))
}

function logInto(
  logs: Map<string, Log>,
  bucket: string,
  { id, rev, at }: LoggedRow,
  gone: boolean,
): void {
  const log = logs.get(bucket) ?? {
    last: 0,
    digest: emptyDigest,
    entries: new Map<string, Logged>(),
  }
  const before = log.entries.get(id)
  log.last += 1
  log.entries.set(id, { sequence: log.last, row: id, id, rev, at, gone })
  if (before && !before.gone) log.digest = digestWithout(log.digest, before)
  if (!gone) log.digest = digestWith(log.digest, { id, rev })
  logs.set(bucket, log)
}

function transactionOf(draft: { current: Contents }): StoreTransaction {
  const now = () => viewOf(draft.current)
  return {
    row: (id) => now().row(id),
    rows: (ids) => now().rows(ids),
    rowsOf: (type, of) => now().rowsOf(type, of),
    rowsOfType: (type) => now().rowsOfType(type),
    entriesSince: (...query) => now().entriesSince(...query),
    buckets: (names) => now().buckets(names),
    snapshot: (...query) => now().snapshot(...query),
    members: (bucket) => now().members(bucket),
    holds: (...query) => now().holds(...query),
    judged: (edit) => now().judged(edit),
    history: (row) => now().history(row),
    heads: () => now().heads(),
    links: (...query) => now().links(...query),
    putRow: async (row) => void draft.current.rows.set(row.id, row),
    removeRow: async (id) => void draft.current.rows.delete(id),
    log: async (bucket, row, gone) => {
      logInto(draft.current.logs, bucket, row, gone)
    },
    record: async (entry) => {
      append(draft.current.history, entry)
    },
    erase: async (edit, erasure) => {
      const { history } = draft.current
      const at = history.findIndex(({ entry }) => entry.edit === edit)
      const link = history[at]
      if (!link || link.entry.erased || link.entry.result === 'erased') return false
      append(history, erasureEntry(link.entry, erasure))
      history[at] = withoutContents(link)
      return true
    },
    attempt: async (work) => {
      const saved = copy(draft.current)
      try {
        return await work()
      } catch (error) {
        draft.current = saved
        throw error
      }
    },
  }
}
