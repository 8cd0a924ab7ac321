import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Step } from './migrations.ts'
import { committeeSessions, endedDevices, migrations } from './migrations.ts'
import { databaseName, openDatabase } from './open-database.ts'
import { makeSqliteStore } from './sqlite-store.ts'

/** The store that lies in a folder, begun where there is none. Whoever opens it closes its connections. */
export function openStore(folder: string) {
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  return { connections: opened.value, store: makeSqliteStore(opened.value) }
}

/** What takes back a step that made room for something. */
const undone = new Map<Step, string>([
  [endedDevices, 'ALTER TABLE device DROP COLUMN ended_at'],
  [committeeSessions, 'ALTER TABLE session DROP COLUMN for_committee'],
])

/** Makes a database as the release before a step left it, without what came with it and since. */
export function asBefore(folder: string, step: Step): void {
  const database = new Sqlite(join(folder, databaseName))
  const count = migrations.indexOf(step)
  database.prepare(`UPDATE meta SET value = ? WHERE name = 'schemaVersion'`).run(String(count))
  for (const later of migrations.slice(count)) database.exec(undone.get(later) ?? '')
  database.close()
}
