/** Opens the data folder's books for a command. It writes a line or two, also while a server works on them. */
import type { Parts } from '../parts.ts'
import { makeBooks } from '../parts.ts'
import { sentencesOf } from '../start-failure.ts'
import type { Connections } from '../store/connections.ts'
import { openDatabase, openForReading } from '../store/open-database.ts'
import type { ExitCode, Terminal } from './terminal.ts'

export type Books = ReturnType<typeof makeBooks> &
  Pick<Parts, 'now'> & { readonly connections: Connections }

export async function withBook(
  folder: string,
  terminal: Terminal,
  work: (books: Books) => Promise<ExitCode> | ExitCode,
): Promise<ExitCode> {
  // A command neither makes a database nor brings one up to date: that is the server's.
  const looked = openForReading(folder)
  if (looked.ok) looked.value.close()
  const opened = looked.ok ? openDatabase(folder) : looked
  if (!opened.ok) {
    for (const sentence of sentencesOf(opened.failure)) terminal.sayAside(sentence)
    return 2
  }
  try {
    return await work({
      ...makeBooks(opened.value),
      connections: opened.value,
      now: terminal.now,
    })
  } finally {
    await opened.value.close()
  }
}
