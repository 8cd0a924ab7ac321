/**
 * A book is deleted where its owner leaves the device with nothing in it unsent or unfinished. Another tab may be writing at
 * this very moment (D1): so each table is looked at and shut in one transaction, and what is shut takes no word that it would
 * then lose.
 */
import type { RxCollection } from 'rxdb/plugins/core'
import type { OpenBook } from './database.ts'
import { countDrafts, countUnsent } from './holding.ts'
import { answerOf, leftId, noteInTable } from './table.ts'

/** What keeps a book from being deleted: rows not sent, or drafts as well. */
export type Holding = 'unsent' | 'unfinished'

/** True where nothing holds the book: nobody writes into it any more, and it may be deleted. */
export async function takeLeave(book: OpenBook, holding: Holding): Promise<boolean> {
  const mayGo = holding === 'unsent' || (await shut(book.drafts, countDrafts))
  const left = mayGo && (await shut(book.records, countUnsent))
  if (!left) await comeBack(book)
  return left
}

/** Whoever left in the middle of it is back. */
export async function comeBack({ records, drafts }: OpenBook): Promise<void> {
  await noteInTable(records, (table) => answerOf(table.delete(leftId)))
  await noteInTable(drafts, (table) => answerOf(table.delete(leftId)))
}

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
