/** A process that writes to a data folder, one transaction after another, until it is ended: for the tests of backup. */
import type { HistoryEntry, Row } from '../../sync/authority/store.ts'
import { openDatabase } from '../store/open-database.ts'
import { makeSqliteStore } from '../store/sqlite-store.ts'

const bucket = 'branch/east/public/2026'

const rowOf = (number: number): Row => ({
  id: `r${number}`,
  type: 'note',
  of: 'branch1',
  at: '2026-10-15T01:00:00.000Z',
  rev: number,
  body: { title: '字'.repeat(500) },
  stamps: {},
})

const entryOf = (number: number): HistoryEntry => ({
  edit: `written-${number}`,
  row: `r${number}`,
  type: 'note',
  chain: bucket,
  account: 'a1',
  person: 'p1',
  device: 'device-1',
  madeAt: number,
  receivedAt: number,
  stamp: '0mh7k2q1c000d1',
  given: '0mh7k2q1c000d1',
  before: {},
  after: { title: '字'.repeat(500) },
  result: 'accepted',
})

const opened = openDatabase(process.argv[2] ?? '')
if (!opened.ok) throw new Error(opened.failure.detail)
const store = makeSqliteStore(opened.value)
for (let number = 1; ; number += 1) {
  const row = rowOf(number)
  await store.write(async (transaction) => {
    await transaction.putRow(row)
    await transaction.log(bucket, row, false)
    await transaction.record(entryOf(number))
  })
  if (number % 20 === 0) process.stdout.write(`${number}\n`)
  // Lets a signal in between.
  await new Promise((resolve) => setImmediate(resolve))
}
