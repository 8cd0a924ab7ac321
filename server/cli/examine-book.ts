/** What came out of a backup, looked through whole: every page, every chain, and what is in it. */
import type { Database } from 'better-sqlite3'
import type { BookContents } from '../backup/book-copy.ts'
import { contentsOf, flawInPages } from '../backup/book-copy.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import { FileStore } from '../files/file-store.ts'
import { migrations } from '../store/migrations.ts'
import type { OpenFailure } from '../store/open-database.ts'
import { openAsItIs } from '../store/open-database.ts'
import { brokenIn, prove } from './proof.ts'
import type { Terminal } from './terminal.ts'

export type Examined = BookContents & {
  /** Lines of what is broken in its history; 'notYet' where an earlier version wrote it, whose chains are made at the next start. */
  readonly broken: readonly string[] | 'notYet'
  /** Photos and papers that the database names and whose bytes do not lie there. */
  readonly lostFiles: number
}

export async function examineBook(
  folder: string,
  terminal: Terminal,
): Promise<Result<Examined, OpenFailure>> {
  const opened = openAsItIs(folder)
  if (!opened.ok) return opened
  const { database, steps } = opened.value
  try {
    const flaw = flawInPages(database)
    if (flaw !== undefined) return fail({ kind: 'damaged', path: database.name, detail: flaw })
    if (steps < migrations.length)
      return succeed({ ...contentsOf(database), broken: 'notYet', lostFiles: 0 })
    const broken = await breaksIn(database, terminal)
    const lostFiles = await countLost(database, new FileStore(folder))
    return succeed({ ...contentsOf(database), broken, lostFiles })
  } finally {
    database.close()
  }
}

const breaksIn = async (database: Database, terminal: Terminal) =>
  brokenIn(await prove(database, new Map(), terminal))

async function countLost(database: Database, files: FileStore): Promise<number> {
  let lost = 0
  const named = database.prepare<[], string>('SELECT digest FROM file').pluck()
  for (const digest of named.iterate()) if (!(await files.has(digest))) lost += 1
  return lost
}
