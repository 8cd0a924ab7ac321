import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOfLink } from '../../sync/authority/chain.ts'
import { sampleEntry } from '../../sync/authority/history-contract.ts'
import { openDatabase } from '../store/open-database.ts'
import { historyIn } from '../store/sqlite-history.ts'
import { makeSqliteStore } from '../store/sqlite-store.ts'
import { ExampleBook, branchbook, chainOf, east, hashIn, west } from './example-book.ts'

const book = new ExampleBook()
let whole: string
beforeEach(async () => void (whole = await book.write()))
afterEach(() => book.clear())

describe('branchbook verify-history, with heads kept elsewhere', () => {
  const keep = async (folder: string) => {
    const file = join(book.newFolder(), 'heads.txt')
    const { code, out } = await branchbook('verify-history', '--data', folder, '--heads')
    expect(code).toBe(0)
    writeFileSync(file, `${out}\n`)
    return file
  }
  const against = (folder: string, file: string) =>
    branchbook('verify-history', '--data', folder, '--against', file)

  it('prints heads and nothing else, and they fit the book as it goes on', async () => {
    const file = await keep(whole)
    const folder = book.copyOf(whole)
    const opened = openDatabase(folder)
    if (!opened.ok) throw new Error(opened.failure.detail)
    const store = makeSqliteStore(opened.value)
    await store.write((transaction) => transaction.record(sampleEntry('later', { chain: east })))
    // Also while a server works on it.
    expect((await against(folder, file)).code).toBe(0)
    await opened.value.close()
  })

  it('finds a chain cut off together with its head, and one taken away whole', async () => {
    const file = await keep(whole)
    const cut = await book.tampered(whole, (database) =>
      database.exec(`DELETE FROM history WHERE edit = 'e6';
        UPDATE chain SET last = 5, head = (SELECT hash FROM history WHERE edit = 'e5') WHERE name = '${east}'`),
    )
    expect((await branchbook('verify-history', '--data', cut)).code).toBe(0)
    const found = await against(cut, file)
    expect(found.code).toBe(1)
    expect(found.out).toContain(`${east}  第 5 条 entry 5 (e5): 与另存的末端不符`)
    const gone = await book.tampered(whole, (database) =>
      database.exec(`DELETE FROM history WHERE chain = ${chainOf(west)};
        DELETE FROM chain WHERE name = '${west}'`),
    )
    expect((await branchbook('verify-history', '--data', gone)).code).toBe(0)
    expect((await against(gone, file)).out).toContain(`${west}  第 0 条 entry 0: 与另存的末端不符`)
  })

  it('finds a chain rewritten to its end', async () => {
    const file = await keep(whole)
    const forged = await book.tampered(whole, (database) => rewriteLast(database))
    expect((await branchbook('verify-history', '--data', forged)).code).toBe(0)
    expect((await against(forged, file)).out).toContain('entry 6 (e6): 与另存的末端不符')
  })

  it('prints no heads of a broken book, and reads no other file as heads', async () => {
    const broken = await book.tampered(whole, (database) =>
      database.exec(`DELETE FROM history WHERE edit = 'e3'`),
    )
    const { code, out, aside } = await branchbook('verify-history', '--data', broken, '--heads')
    expect([code, out]).toEqual([1, ''])
    expect(aside).toContain('entry 3')
    const file = join(book.newFolder(), 'other.txt')
    for (const text of ['', 'branchbook heads 1\nx', 'something else']) {
      writeFileSync(file, text)
      expect((await against(whole, file)).code).toBe(2)
    }
    expect((await against(whole, join(file, 'nowhere'))).code).toBe(2)
  })
})

/** The last entry of the eastern chain with another person, and every hash as it should then be. */
async function rewriteLast(database: Database): Promise<void> {
  database.exec(`UPDATE history SET person = 'somebody else' WHERE edit = 'e6'`)
  const links = await historyIn(database).links(east, 0, 100)
  const last = links[links.length - 1]
  if (!last) throw new Error('the chain is empty')
  const hash = hashOfLink(hashIn(database, 'e5'), last)
  database.prepare(`UPDATE history SET hash = ? WHERE edit = 'e6'`).run(hash)
  database.prepare('UPDATE chain SET head = ? WHERE name = ?').run(hash, east)
}
