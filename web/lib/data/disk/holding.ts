/** What holds a book, so that it is not deleted: rows not sent, and drafts. */
import { isPlace } from '#lib/lesson/drafts.ts'
import { answerOf, leftId } from './table.ts'

/** In the table of records: the rows with unsent work. */
export const unsentIn = (table: IDBObjectStore) => table.index('[_deleted+unsent+id]')
export const unsentRange = () => IDBKeyRange.bound(['0', 1], ['0', 1, []])

export const countUnsent = (table: IDBObjectStore): Promise<number> =>
  answerOf(unsentIn(table).count(unsentRange()))

/** In the table of drafts, by their names, which are its keys. How far somebody has read lies there too, and nobody wrote it. */
export const countDrafts = async (table: IDBObjectStore): Promise<number> =>
  (await answerOf(table.getAllKeys())).filter((name) => name !== leftId && !isPlace(String(name)))
    .length
