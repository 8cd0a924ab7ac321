/**
 * A book is deleted where its owner leaves the device with nothing in it unsent or unfinished. Another tab may be writing at
 * this very moment (D1): so each table is looked at and shut in one transaction, and what is shut takes no word that it would
 * then lose.
 */
import type { RxCollection } from 'rxdb/plugins/core'
import type { OpenBook } from './database.ts'
import { answerOf, leftId, noteInTable } from './table.ts'

/** What keeps a book from being deleted: rows not sent, or drafts as well. */
export type Holding = 'unsent' | 'unfinished'

/** `study/lesson`: how far somebody has read. It is kept among the drafts, and nobody wrote it (web/lib/lesson/drafts.ts). */
const place = /^study\/[^/]+$/

/** Of drafts by name: those that hold words. */
export const wordsAmong = (names: readonly string[]): readonly string[] =>
  names.filter((name) => name !== leftId && !place.test(name))

/** True where nothing holds the book: nobody writes into it any more, and it may be deleted. */
export async function takeLeave(book: OpenBook, holding: Holding): Promise<boolean> {
  const left =
    (await shut(book.drafts, async (table) =>
      holding === 'unsent' ? 0 : wordsAmong(await namesIn(table)).length,
    )) && (await shut(book.records, (table) => answerOf(unsentIn(table).count(unsentRange()))))
  if (!left) await comeBack(book)
  return left
}

/** Whoever left in the middle of it is back. */
export async function comeBack({ records, drafts }: OpenBook): Promise<void> {
  await noteInTable(records, (table) => answerOf(table.delete(leftId)))
  await noteInTable(drafts, (table) => answerOf(table.delete(leftId)))
}

/** Their names are their keys. */
export const namesIn = async (table: IDBObjectStore): Promise<readonly string[]> =>
  (await answerOf(table.getAllKeys())).map(String)

const shut = <Doc>(
  collection: RxCollection<Doc>,
  countHeld: (table: IDBObjectStore) => Promise<number>,
): Promise<boolean> =>
  noteInTable(collection, async (table) => {
    if ((await countHeld(table)) > 0) return false
    // To RxDB it is a document long deleted, which no list shows.
    await answerOf(table.put({ id: leftId, type: leftId, packed: '', _deleted: '1' }))
    return true
  })

/** The rows with unsent work in the table of records. */
export const unsentIn = (table: IDBObjectStore) => table.index('[_deleted+unsent+id]')
export const unsentRange = () => IDBKeyRange.bound(['0', 1], ['0', 1, []])
