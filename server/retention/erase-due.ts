/** Erasing what is due, some rows a transaction, so that a server at work on the same database is never kept waiting long. */
import type { Registry } from '../../schema/define-record.ts'
import { eraseRow } from '../../sync/authority/erase-row.ts'
import { newId } from '../accounts/random.ts'
import type { SecurityLog } from '../accounts/security-log.ts'
import type { Connections } from '../store/connections.ts'
import { overwriting } from '../store/overwriting.ts'
import { makeSqliteStore } from '../store/sqlite-store.ts'
import type { Due } from './due.ts'
import { daysOfLeaving, disclosuresEndMs, dueRow } from './due.ts'

const rowsTogether = 50

type Erasing = {
  readonly connections: Connections
  readonly registry: Registry
  readonly security: SecurityLog
  readonly now: () => number
}

/** How many rows and notes went. What was written since it was listed is looked at anew, and stays where it is not due. */
export async function eraseDue(
  erasing: Erasing,
  { rule, rows, disclosures }: Due,
): Promise<number> {
  const { connections, registry, security, now } = erasing
  const store = makeSqliteStore(connections)
  const reason = `保存期满 retention: ${rule.name}`
  let erased = 0
  for (let start = 0; start < rows.length; start += rowsTogether) {
    const ids = rows.slice(start, start + rowsTogether).map(({ id }) => id)
    erased += await store.write(async (transaction) => {
      const at = now()
      const leftOn = daysOfLeaving(connections.writer)
      const found = [...(await transaction.rows(ids)).values()]
      const due = found.filter((row) => dueRow(rule, row, leftOn, at) !== undefined)
      const by = { account: '', person: '', at, reason, newId }
      for (const row of due) await eraseRow(registry, transaction, row, by)
      return due.length
    })
  }
  if (disclosures > 0) erased += await dropDisclosures(connections, now())
  if (erased > 0) await security.note(now(), { event: 'erased', detail: `${rule.name} ${erased}` })
  return erased
}

async function dropDisclosures(connections: Connections, nowMs: number): Promise<number> {
  const drop = connections.writer.prepare<[number]>('DELETE FROM disclosure WHERE at < ?')
  let dropped = 0
  await connections.note(() =>
    overwriting(connections.writer, () => {
      dropped = drop.run(disclosuresEndMs(nowMs)).changes
    }),
  )
  return dropped
}

/** Brings the log of changes into the file, or what was erased could be read there; false where others still read. */
export function settleFile({ writer }: Connections): boolean {
  const [outcome] = writer.pragma('wal_checkpoint(TRUNCATE)') as readonly { busy: number }[]
  return outcome?.busy === 0
}
