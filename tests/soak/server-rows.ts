/** What the server holds, read from its own database past all of its code, while it runs. */
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import Sqlite from 'better-sqlite3'
import { databaseName } from '../../server/store/open-database.ts'
import type { Body } from '../../schema/json.ts'
import { wordsIn } from './ledger.ts'

export type ServerRow = { readonly id: string; readonly type: string; readonly body: Body }

export type Judged = {
  readonly number: number
  readonly row: string
  readonly type: string
  readonly result: string
  readonly given: string
  readonly after: Body
}

type StoredJudged = Omit<Judged, 'after'> & { after: string | null }

export class ServerRows {
  readonly #database: Database
  readonly #byWord = new Map<string, Judged[]>()
  readonly #byRow = new Map<string, Judged[]>()
  #read = 0

  constructor(dataFolder: string) {
    this.#database = new Sqlite(join(dataFolder, databaseName), { readonly: true })
  }

  close(): void {
    this.#database.close()
  }

  /** Reads what history has gained. */
  follow(): void {
    const fresh = this.#database
      .prepare<[number], StoredJudged>(
        'SELECT number, row, type, result, given, after FROM history WHERE number > ? ORDER BY number',
      )
      .all(this.#read)
    for (const { after, ...entry } of fresh) {
      this.#read = entry.number
      // Written as JSON by the server; null only where contents were erased, which nobody does here.
      const judged: Judged = { ...entry, after: JSON.parse(after ?? '{}') as Body }
      put(this.#byRow, judged.row, judged)
      for (const word of new Set(wordsIn(after ?? ''))) put(this.#byWord, word, judged)
    }
  }

  /** Every judged edit that carries the word. */
  judged(word: string): readonly Judged[] {
    return this.#byWord.get(word) ?? []
  }

  /** Every word that was ever judged. */
  words(): Iterable<string> {
    return this.#byWord.keys()
  }

  judgedOf(row: string): readonly Judged[] {
    return this.#byRow.get(row) ?? []
  }

  rows(): readonly ServerRow[] {
    return this.#database
      .prepare<[], { id: string; type: string; body: string }>('SELECT id, type, body FROM row')
      .all()
      .map(({ id, type, body }) => ({ id, type, body: JSON.parse(body) as Body }))
  }
}

function put<Item>(into: Map<string, Item[]>, key: string, item: Item): void {
  const held = into.get(key)
  if (held) held.push(item)
  else into.set(key, [item])
}
