/** What is only unlinked can still be read from the file: what is erased is overwritten. */
import type { Database } from 'better-sqlite3'

export function overwriting(database: Database, work: () => void): void {
  database.pragma('secure_delete = ON')
  try {
    work()
  } finally {
    database.pragma('secure_delete = OFF')
  }
}
