/** The authority's database in memory: for tests, the simulation, and reading the contract at its shortest. */
import type { HistoryEntry, LogEntry, Row, Store, StoreTransaction, StoreView } from './store.ts'

type Log = { last: number; entries: Map<string, LogEntry> }

type Contents = {
  rows: Map<string, Row>
  logs: Map<string, Log>
  history: HistoryEntry[]
}

export class MemoryStore implements Store {
  #contents: Contents = { rows: new Map(), logs: new Map(), history: [] }
  #queue: Promise<unknown> = Promise.resolve()

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
    [...contents.logs].map(([bucket, log]) => [
      bucket,
      { last: log.last, entries: new Map(log.entries) },
    ]),
  ),
  history: [...contents.history],
})

const inOrder = (rows: Iterable<Row>) =>
  [...rows].sort((left, right) =>
    left.at === right.at ? (left.id < right.id ? -1 : 1) : left.at < right.at ? -1 : 1,
  )

function viewOf(contents: Contents): StoreView {
  const { rows, logs, history } = contents
  return {
    row: async (id) => rows.get(id),
    rows: async (ids) =>
      new Map(ids.flatMap((id) => (rows.has(id) ? [[id, rows.get(id) as Row]] : []))),
    rowsOf: async (type, of) =>
      inOrder([...rows.values()].filter((row) => row.type === type && row.of === of)),
    rowsOfType: async (type) =>
      [...rows.values()].filter((row) => row.type === type).sort((a, b) => (a.id < b.id ? -1 : 1)),
    entriesSince: async (bucket, sequence, limit) =>
      [...(logs.get(bucket)?.entries.values() ?? [])]
        .filter((entry) => entry.sequence > sequence)
        .sort((a, b) => a.sequence - b.sequence)
        .slice(0, limit),
    moved: async (positions) =>
      [...positions]
        .filter(([bucket, at]) => (logs.get(bucket)?.last ?? 0) > at)
        .map(([bucket]) => bucket),
    holds: async (bucket, row) => logs.get(bucket)?.entries.get(row)?.gone === false,
    judged: async (edit) => history.find((entry) => entry.edit === edit),
    history: async (row) => history.filter((entry) => entry.row === row),
  }
}

function transactionOf(draft: { current: Contents }): StoreTransaction {
  const now = () => viewOf(draft.current)
  return {
    row: (id) => now().row(id),
    rows: (ids) => now().rows(ids),
    rowsOf: (type, of) => now().rowsOf(type, of),
    rowsOfType: (type) => now().rowsOfType(type),
    entriesSince: (...query) => now().entriesSince(...query),
    moved: (positions) => now().moved(positions),
    holds: (...query) => now().holds(...query),
    judged: (edit) => now().judged(edit),
    history: (row) => now().history(row),
    putRow: async (row) => void draft.current.rows.set(row.id, row),
    log: async (bucket, row, gone) => {
      const log = draft.current.logs.get(bucket) ?? {
        last: 0,
        entries: new Map<string, LogEntry>(),
      }
      log.last += 1
      log.entries.set(row, { sequence: log.last, row, gone })
      draft.current.logs.set(bucket, log)
    },
    record: async (entry) => {
      if (draft.current.history.some((known) => known.edit === entry.edit)) {
        throw new Error(`edit ${entry.edit} is already on record`)
      }
      draft.current.history.push(entry)
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
