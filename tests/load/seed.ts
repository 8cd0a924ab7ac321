/** Puts a county into a data folder: past permission and history, straight into rows and bucket logs, because only its size matters. */
import { mkdirSync } from 'node:fs'
import { pino } from 'pino'
import { registry } from '../../schema/records/index.ts'
import { FileStore } from '../../server/files/file-store.ts'
import { ServerKeys } from '../../server/keys/server-keys.ts'
import { makeParts } from '../../server/parts.ts'
import type { Parts } from '../../server/parts.ts'
import { openDatabase } from '../../server/store/open-database.ts'
import { makeStamp } from '../../sync/clock.ts'
import type { StoreTransaction } from '../../sync/authority/store.ts'
import type { County, PlainRow } from './county.ts'
import { accountHolders, countyRows } from './county.ts'

const rowsPerTransaction = 10_000

export type Seeding = {
  readonly county: County
  /** Rows besides the county's own. */
  readonly more?: Iterable<PlainRow>
  /** A password hash for every account: nobody signs in by password unless one is given. */
  readonly password?: string
}

/** How many rows were written. */
export async function seedCounty(
  folder: string,
  { county, more = [], password = 'nobody signs in by password' }: Seeding,
): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  const parts = makeParts(opened.value, {
    registry,
    now: () => Date.now(),
    log: pino({ level: 'error' }),
    behindProxy: false,
    keys: ServerKeys.in(folder),
    files: new FileStore(folder),
  })
  try {
    const rows = await putAll(parts, countyRows(county))
    await openAccounts(parts, county, password)
    return rows + (await putAll(parts, more))
  } finally {
    await opened.value.close()
  }
}

async function putAll(parts: Parts, rows: Iterable<PlainRow>): Promise<number> {
  const stamp = makeStamp({ ms: parts.now(), counter: 0, device: 'load-seed' })
  let count = 0
  let batch: PlainRow[] = []
  const write = () =>
    parts.store.write(async (transaction) => {
      for (const row of batch) await put(transaction, row, stamp)
      count += batch.length
      batch = []
    })
  for (const row of rows) {
    batch.push(row)
    if (batch.length === rowsPerTransaction) await write()
  }
  await write()
  return count
}

async function put(
  transaction: StoreTransaction,
  { id, type, body }: PlainRow,
  stamp: string,
): Promise<void> {
  const definition = registry.find(type)
  if (!definition) throw new Error(`no record type ${type}`)
  const stamps = Object.fromEntries(Object.keys(body).map((name) => [name, stamp]))
  const row = { id, type, of: definition.of(body), at: definition.at(body), rev: 1, body, stamps }
  await transaction.putRow(row)
  for (const bucket of definition.seenIn(body, id)) await transaction.log(bucket, row, false)
}

const openAccounts = (parts: Parts, county: County, password: string): Promise<void> =>
  parts.store.write(async () => {
    const now = parts.now()
    for (const { id, name, accountId, device, token } of accountHolders(county)) {
      await parts.accounts.add({ id: accountId, name, personId: id, password }, now)
      await parts.sessions.start(token, accountId, device, now)
      await parts.devices.register(accountId, { id: device, label: 'load' }, now)
    }
  })
