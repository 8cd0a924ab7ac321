/**
 * Opening the data folder. Everything that could be wrong with it is found before anything is written, and said in one
 * sentence; then there is one connection that writes, one that reads whole states, and one for single looks.
 */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { Connections } from './connections.ts'
import { migrate, migrations, restoredNotes, stepsTaken } from './migrations.ts'

export type OpenFailure = {
  /** `absent` and `older` only where nothing may be written: otherwise a database is made, or brought up to date. */
  readonly kind: 'unwritable' | 'inUse' | 'damaged' | 'newer' | 'absent' | 'older'
  readonly path: string
  /** What the system said, for the log. */
  readonly detail: string
}

export const databaseName = 'branchbook.db'

/** Bytes of the database and of its log of changes. */
export const databaseSize = (folder: string): number =>
  [databaseName, `${databaseName}-wal`]
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)

/** Larger files are only checked for their outline: reading them whole would hold up every start. */
const fullCheckBytes = 256 * 1024 * 1024

const detailOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Takes the folder for this process alone, creating it where it is missing. */
export function lockDataFolder(folder: string): Result<{ release(): void }, OpenFailure> {
  const unwritable = flawInFolder(folder)
  if (unwritable) return fail({ kind: 'unwritable', path: folder, detail: unwritable })
  // The system lets go of this lock however the process ends: no stale file keeps a server from starting.
  const lock = new Sqlite(join(folder, 'lock.db'), { timeout: 500 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
    return succeed({ release: () => lock.close() })
  } catch (error) {
    lock.close()
    return fail({ kind: 'inUse', path: folder, detail: detailOf(error) })
  }
}

/** Opens the folder's database, or makes it. A database that is not in order is left as it was found. */
export function openDatabase(folder: string): Result<Connections, OpenFailure> {
  const path = join(folder, databaseName)
  const flaw = flawInDatabase(path)
  if (flaw) return fail({ ...flaw, path })
  const writer = new Sqlite(path)
  writer.pragma('journal_mode = WAL')
  // A reply says 'accepted' only of what survives the power going off.
  writer.pragma('synchronous = FULL')
  writer.pragma('foreign_keys = ON')
  // What a savepoint would go back to: in memory, not in a file of its own. Half of a push's file writes.
  writer.pragma('temp_store = MEMORY')
  // 32 MB of log before pages go to their places: most of them have changed again by then.
  writer.pragma('wal_autocheckpoint = 8000')
  migrate(writer)
  const connect = () => new Sqlite(path, { readonly: true })
  return succeed(new Connections(writer, connect(), connect()))
}

/** Opens the folder's database for looking only: also while a server works on it, also as a copy. */
export function openForReading(folder: string): Result<Sqlite.Database, OpenFailure> {
  const opened = openAsItIs(folder)
  if (!opened.ok) return opened
  const { database, steps } = opened.value
  if (steps === migrations.length) return succeed(database)
  database.close()
  const path = join(folder, databaseName)
  return fail({ kind: 'older', path, detail: `schema ${steps}` })
}

/** Devices are told when the database came back from a backup, and offer again what had arrived since (D5). */
export function noteRestored(folder: string, atMs: number): void {
  const database = new Sqlite(join(folder, databaseName), { fileMustExist: true })
  try {
    const newest = database
      .prepare<[], number | null>('SELECT max(received_at) FROM history')
      .pluck()
      .get()
    const note = database.prepare<[string, string]>(
      `INSERT INTO meta (name, value) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    )
    database.transaction(() => {
      note.run(restoredNotes.at, String(atMs))
      note.run(restoredNotes.to, String(newest ?? 0))
    })()
  } finally {
    database.close()
  }
}

/** The same, whichever earlier version wrote it: for copying it as it is. `steps` says how far it has come. */
export function openAsItIs(
  folder: string,
): Result<{ readonly database: Sqlite.Database; readonly steps: number }, OpenFailure> {
  const path = join(folder, databaseName)
  if (!existsSync(path)) return fail({ kind: 'absent', path, detail: 'no such file' })
  const flaw = flawInDatabase(path)
  if (flaw) return fail({ ...flaw, path })
  const database = new Sqlite(path, { readonly: true, fileMustExist: true })
  return succeed({ database, steps: stepsTaken(database) ?? 0 })
}

function flawInFolder(folder: string): string | undefined {
  const probe = join(folder, `.probe-${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(probe, '')
    rmSync(probe)
    return undefined
  } catch (error) {
    return detailOf(error)
  }
}

/** Looks through a connection that cannot write, not even by tidying up behind itself. */
function flawInDatabase(path: string): Omit<OpenFailure, 'path'> | undefined {
  if (!existsSync(path)) return undefined
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true })
    const steps = stepsTaken(database)
    if (steps === undefined) return { kind: 'damaged', detail: 'not a Branchbook database' }
    if (steps > migrations.length) return { kind: 'newer', detail: `schema ${steps}` }
    if (statSync(path).size > fullCheckBytes) return undefined
    const verdict = database.pragma('quick_check(1)', { simple: true })
    return verdict === 'ok' ? undefined : { kind: 'damaged', detail: String(verdict) }
  } catch (error) {
    return { kind: 'damaged', detail: detailOf(error) }
  } finally {
    database?.close()
  }
}
