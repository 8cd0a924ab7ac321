/** A small book of two chains on disk, and hands that change it without asking: for the tests of commands. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sampleEntry } from '../../sync/authority/history-contract.ts'
import { restoredNotes } from '../store/migrations.ts'
import { databaseName, openDatabase } from '../store/open-database.ts'
import { makeSqliteStore } from '../store/sqlite-store.ts'
import { runCommand } from './command-line.ts'

export const east = 'branch/east/public/2026'
export const west = 'branch/west/work/2026'

export class ExampleBook {
  readonly #folders: string[] = []

  newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'branchbook-verify-'))
    this.#folders.push(folder)
    return folder
  }

  /** Six entries a chain; the contents of the western third are erased. */
  async write(): Promise<string> {
    const folder = this.newFolder()
    const opened = openDatabase(folder)
    if (!opened.ok) throw new Error(opened.failure.detail)
    const erasure = { id: 'x1', account: 'a1', person: 'p1', at: 9, reason: '保存期满' }
    await makeSqliteStore(opened.value).write(async (transaction) => {
      for (let index = 1; index <= 6; index += 1) {
        await transaction.record(sampleEntry(`e${index}`, { chain: east }))
        await transaction.record(sampleEntry(`w${index}`, { chain: west }))
      }
      await transaction.erase('w3', erasure)
    })
    await opened.value.close()
    return folder
  }

  copyOf(folder: string): string {
    const copy = this.newFolder()
    copyFileSync(join(folder, databaseName), join(copy, databaseName))
    return copy
  }

  /** A copy, with the file's own guards taken off, changed by hand. */
  async tampered(folder: string, change: (database: Sqlite.Database) => unknown): Promise<string> {
    const copy = this.copyOf(folder)
    const database = new Sqlite(join(copy, databaseName))
    database.exec(`DROP TRIGGER history_is_never_changed; DROP TRIGGER history_is_never_deleted;
      DROP TRIGGER chain_only_grows; DROP TRIGGER chain_is_never_deleted`)
    database.pragma('foreign_keys = OFF')
    database.pragma('ignore_check_constraints = ON')
    await change(database)
    database.close()
    return copy
  }

  clear(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  }
}

/** The command with these words, and what it said. */
export async function branchbook(...words: string[]) {
  const said = { out: [] as string[], aside: [] as string[] }
  const code = await runCommand(words, {
    dataFolder: '/nowhere',
    now: () => 0,
    say: (line) => said.out.push(line),
    sayAside: (line) => said.aside.push(line),
  })
  return { code, out: said.out.join('\n'), aside: said.aside.join('\n') }
}

export const chainOf = (name: string) => `(SELECT number FROM chain WHERE name = '${name}')`

export const hashIn = (database: Sqlite.Database, edit: string) =>
  database.prepare<[string], string>('SELECT hash FROM history WHERE edit = ?').pluck().get(edit) ??
  ''

/** The same of a folder that was restored, but for the notes that say so. */
export function restoredContentsOf(folder: string): Record<string, readonly unknown[]> {
  const { meta = [], ...others } = contentsOf(folder)
  const names = Object.values(restoredNotes)
  const noted = meta.filter((row) => names.some((name) => String(row).includes(`"${name}"`)))
  if (noted.length !== names.length) throw new Error('nothing says that it was restored')
  return { ...others, meta: meta.filter((row) => !noted.includes(row)) }
}

/** Every table with all its rows, as text. */
export function contentsOf(folder: string): Record<string, readonly unknown[]> {
  const database = new Sqlite(join(folder, databaseName), { readonly: true })
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all()
  const contents = tables.map((name) => [
    name,
    database
      // Whatever tables and columns there are: a backup holds them all.
      // eslint-disable-next-line house/no-string-built-sql
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .map((row) => JSON.stringify(row))
      .sort(),
  ])
  database.close()
  return Object.fromEntries(contents) as Record<string, readonly unknown[]>
}
