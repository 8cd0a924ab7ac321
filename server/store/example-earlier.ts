import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { migrations } from './migrations.ts'
import { databaseName } from './open-database.ts'

/** Makes a database as the release before a step left it: counted back, and without the columns that came with it or since. */
export function asBefore(folder: string, step: (typeof migrations)[number]): void {
  const database = new Sqlite(join(folder, databaseName))
  const count = migrations.indexOf(step)
  database.prepare(`UPDATE meta SET value = ? WHERE name = 'schemaVersion'`).run(String(count))
  for (const later of migrations.slice(count)) {
    if (typeof later !== 'string') continue
    for (const [, table, column] of later.matchAll(/ALTER TABLE (\w+) ADD COLUMN (\w+)/g))
      database.exec(`ALTER TABLE ${table ?? ''} DROP COLUMN ${column ?? ''}`)
  }
  database.close()
}
