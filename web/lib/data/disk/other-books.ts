/** The books of other accounts on this device, looked at past RxDB: nobody of theirs is signed in. */
import { countDrafts, countUnsent } from './holding.ts'
import { answerOf } from './table.ts'

export type OtherBook = {
  readonly accountId: string
  readonly rows: number
  /** Rows not sent and drafts not finished: with any, the book is not to be deleted. */
  readonly unfinished: number
}

const named = /^rxdb-dexie-branchbook-(.+)--\d+--(.+)$/
type Named = { readonly name: string; readonly accountId: string; readonly part: string }

/** None where the browser does not tell which databases there are. */
export async function otherBooks(
  ownId: string | undefined,
  indexedDB: IDBFactory = globalThis.indexedDB,
): Promise<readonly OtherBook[]> {
  const all = await databasesOf(indexedDB)
  const accounts = new Set(all.map(({ accountId }) => accountId).filter((id) => id !== ownId))
  return Promise.all([...accounts].map((accountId) => lookInto(all, accountId, indexedDB)))
}

/** Deletes it, unless something in it is unfinished after all; answers whether it is gone. */
export async function deleteOtherBook(
  accountId: string,
  indexedDB: IDBFactory = globalThis.indexedDB,
): Promise<boolean> {
  const all = await databasesOf(indexedDB)
  if ((await lookInto(all, accountId, indexedDB)).unfinished > 0) return false
  const own = all.filter((each) => each.accountId === accountId)
  const names = [...own.map(({ name }) => name), filesOf(accountId)]
  await Promise.all(names.map((name) => answerOf(indexedDB.deleteDatabase(name))))
  return true
}

async function databasesOf(indexedDB: IDBFactory): Promise<readonly Named[]> {
  const all = (await indexedDB.databases?.()) ?? []
  return all.flatMap(({ name = '' }) => {
    const [, accountId, part] = named.exec(name) ?? []
    return accountId && part ? [{ name, accountId, part }] : []
  })
}

async function lookInto(
  all: readonly Named[],
  accountId: string,
  indexedDB: IDBFactory,
): Promise<OtherBook> {
  const count = async (part: string, of: (docs: IDBObjectStore) => Promise<number>) => {
    const name = all.find((each) => each.accountId === accountId && each.part === part)?.name
    if (name === undefined) return 0
    const database = await answerOf(indexedDB.open(name))
    try {
      return await of(database.transaction('docs').objectStore('docs'))
    } finally {
      database.close()
    }
  }
  const [rows, unsent, drafts, taken] = await Promise.all([
    count('records', (docs) => answerOf(docs.count())),
    count('records', countUnsent),
    count('drafts', countDrafts),
    countTaken(accountId, indexedDB),
  ])
  return { accountId, rows, unfinished: unsent + drafts + taken }
}

const filesOf = (accountId: string) => `branchbook-files-${accountId}`

/** Photos and papers that the server has not confirmed; none where nobody ever took any. */
async function countTaken(accountId: string, indexedDB: IDBFactory): Promise<number> {
  const request = indexedDB.open(filesOf(accountId))
  // To look must not make what is not there.
  request.onupgradeneeded = () => request.transaction?.abort()
  const database = await answerOf(request).catch(() => undefined)
  if (!database) return 0
  try {
    return await answerOf(database.transaction('taken').objectStore('taken').count())
  } finally {
    database.close()
  }
}
