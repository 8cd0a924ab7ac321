/** A copy of the database as it stood at one moment, taken beside a server that goes on writing. */
import type { Database } from 'better-sqlite3'

/**
 * VACUUM INTO reads one state and keeps nobody from writing (the online backup of SQLite starts anew with each commit of
 * another process, and beside a busy server never ends). It leaves out free pages, and with them what was deleted.
 */
export function copyBook(database: Database, path: string): void {
  database.prepare('VACUUM INTO ?').run(path)
}

/** Undefined where every page, index and row is in order; else what SQLite says first. */
export function flawInPages(database: Database): string | undefined {
  const verdict = database.pragma('integrity_check(1)', { simple: true })
  if (verdict !== 'ok') return String(verdict)
  const loose = database.pragma('foreign_key_check') as readonly { table: string }[]
  return loose[0] && `a row of ${loose[0].table} refers to nothing`
}

export type BookContents = {
  readonly rows: number
  readonly edits: number
  readonly accounts: number
  /** When the newest edit arrived, ms; undefined where there is none. */
  readonly newestAt: number | undefined
}

export function contentsOf(database: Database): BookContents {
  const counted = database
    .prepare<[], { rows: number; edits: number; accounts: number; newestAt: number | null }>(
      `SELECT (SELECT count(*) FROM row) AS rows, (SELECT count(*) FROM history) AS edits,
              (SELECT count(*) FROM account) AS accounts,
              (SELECT received_at FROM history ORDER BY number DESC LIMIT 1) AS newestAt`,
    )
    .get()
  if (!counted) throw new Error('a statement without FROM gave no row')
  return { ...counted, newestAt: counted.newestAt ?? undefined }
}
