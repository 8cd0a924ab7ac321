import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Link } from '../../sync/authority/store.ts'
import { linkAfter } from '../../sync/authority/chain.ts'
import { sampleEntry } from '../../sync/authority/history-contract.ts'
import { runCommand } from './command-line.ts'
import { ExampleBook, branchbook, chainOf, east, hashIn, west } from './example-book.ts'

const book = new ExampleBook()
let whole: string
beforeEach(async () => void (whole = await book.write()))
afterEach(() => book.clear())

const verify = async (change: (database: Database) => unknown) => {
  const folder = await book.tampered(whole, change)
  const { code, out } = await branchbook('verify-history', '--data', folder)
  return { code, broken: out.split('\n').filter((line) => line.startsWith('断裂 BROKEN')) }
}

const brokenBy = (sql: string) => verify((database) => database.exec(sql))

describe('branchbook verify-history', () => {
  it('A1: counts chains, entries and erased ones of a whole book, and shows every head', async () => {
    const { code, out } = await branchbook('verify-history', '--data', whole)
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^ +6 +0 +[0-9a-f]{64} +${east}$`, 'm'))
    expect(out).toMatch(new RegExp(`^ +7 +1 +[0-9a-f]{64} +${west}$`, 'm'))
    expect(out).toContain('Whole: 2 chains, 13 entries, 1 of them with erased contents.')
  })

  it.each([
    [
      'contents changed',
      `UPDATE history SET after = '{"title":"别的"}' WHERE edit = 'e4'`,
      'entry 4 (e4): 内容',
    ],
    [
      'contents that are no JSON',
      `UPDATE history SET after = 'x' WHERE edit = 'e4'`,
      'entry 4 (e4): 内容',
    ],
    [
      'half of the contents taken',
      `UPDATE history SET before = NULL WHERE edit = 'e4'`,
      'entry 4 (e4): 内容没有了',
    ],
    [
      'a verdict changed',
      `UPDATE history SET result = 'refused' WHERE edit = 'e4'`,
      'entry 4 (e4): 与前一条',
    ],
    [
      'a device time changed',
      `UPDATE history SET made_at = 5 WHERE edit = 'e1'`,
      'entry 1 (e1): 与前一条',
    ],
    ['an entry removed', `DELETE FROM history WHERE edit = 'e3'`, 'entry 3: 这一条不见了'],
    ['the tail cut off', `DELETE FROM history WHERE edit IN ('e5', 'e6')`, 'entry 5: 这一条不见了'],
    [
      'all entries removed',
      `DELETE FROM history WHERE chain = ${chainOf(east)}`,
      'entry 1: 这一条不见了',
    ],
    [
      'two reordered',
      `UPDATE history SET link = 0 WHERE edit = 'e2'; UPDATE history SET link = 2 WHERE edit = 'e3';
       UPDATE history SET link = 3 WHERE edit = 'e2'`,
      'entry 2 (e3): 与前一条',
    ],
    [
      'one moved to another chain',
      `UPDATE history SET chain = ${chainOf(east)}, link = 7 WHERE edit = 'w6'`,
      'entry 7 (w6): 与前一条',
    ],
    [
      'a head turned back',
      `UPDATE chain SET last = 5 WHERE name = '${east}'`,
      'entry 6 (e6): 超出',
    ],
    ['a head forged', `UPDATE chain SET head = 'x' WHERE name = '${east}'`, 'entry 6 (e6): 与记下'],
    [
      'a chain renamed',
      `UPDATE chain SET name = 'a' WHERE name = '${east}'`,
      'entry 1 (e1): 与前一条',
    ],
    [
      'a chain removed, its entries not',
      `DELETE FROM chain WHERE name = '${east}'`,
      'e1: 不在任何链中',
    ],
    [
      'an erasure made unseen',
      `UPDATE history SET before = NULL, after = NULL, salt = NULL WHERE edit = 'e2'`,
      'entry 2 (e2): 内容没有了',
    ],
    [
      'the order of judging changed',
      `UPDATE history SET number = 900 WHERE edit = 'e2'`,
      'e3: 前后次序',
    ],
  ])('A1: finds %s', async (_what, sql, sentence) => {
    const { code, broken } = await brokenBy(sql)
    expect(code).toBe(1)
    expect(broken.join('\n')).toContain(sentence)
    const names = broken.map((line) => line.includes(west))
    // The one that was moved away is missing from its own chain as well.
    expect(names.filter(Boolean)).toHaveLength(sql.includes('w6') ? 1 : 0)
  })

  it('A1: finds an entry slipped in, however well it is made', async () => {
    const { code, broken } = await verify((database) => {
      database.exec(`UPDATE history SET link = link + 100 WHERE chain = ${chainOf(east)} AND link > 2;
        UPDATE history SET link = link - 99 WHERE link > 100`)
      const head = { chain: east, number: 2, hash: hashIn(database, 'e2') }
      insertLike(database, 'e2', linkAfter(head, sampleEntry('forged', { chain: east }), 'salt'))
    })
    expect(code).toBe(1)
    // It fits the one before; the first that does not fit is the one after.
    expect(broken[0]).toContain('entry 4 (e3): 与前一条')
  })

  it('A1: finds contents that came back after their erasure', async () => {
    const { code, broken } = await brokenBy(
      `UPDATE history SET before = '{}', after = '{}', salt = 'x' WHERE edit = 'w3'`,
    )
    expect(code).toBe(1)
    expect(broken[0]).toContain('entry 3 (w3): 内容与当时')
  })

  it('finds two entries in one place, where somebody rebuilt the table', async () => {
    const { code, broken } = await brokenBy(`
      CREATE TABLE copy AS SELECT * FROM history; DROP TABLE history; ALTER TABLE copy RENAME TO history;
      INSERT INTO history SELECT * FROM history WHERE edit = 'e4';
      UPDATE history SET number = 999, edit = 'double' WHERE rowid = last_insert_rowid()`)
    expect(code).toBe(1)
    expect(broken.join('\n')).toContain('double: 占了另一条的位置')
  })
})

/** A link under the columns of another entry, as a forger would write it. */
function insertLike(
  database: Database,
  like: string,
  { entry, number, salt, contentHash, hash }: Link,
): void {
  database
    .prepare(
      `INSERT INTO history (number, chain, link, edit, row, type, account, person, device, made_at, received_at,
         stamp, given, before, after, salt, content_hash, hash, result)
       SELECT (SELECT max(number) + 1 FROM history), chain, ?, ?, row, type, account, person, device, made_at, received_at, stamp, given,
         before, after, ?, ?, ?, result FROM history WHERE edit = ?`,
    )
    .run(number, entry.edit, salt, contentHash, hash, like)
}

describe('branchbook', () => {
  it('says what is wrong with what was typed, or with the folder', async () => {
    for (const words of [[], ['verify'], ['verify-history', 'x'], ['verify-history', '--all']]) {
      const { code, aside } = await branchbook(...words)
      expect([code, aside.includes('branchbook <command> [--data')]).toEqual([2, true])
    }
    expect((await branchbook('--help')).code).toBe(0)
    const absent = await branchbook('verify-history')
    expect([absent.code, absent.aside]).toEqual([
      2,
      expect.stringContaining('/nowhere/branchbook.db'),
    ])
    const older = await book.tampered(whole, (database) =>
      database.exec(`UPDATE meta SET value = '2' WHERE name = 'schemaVersion'`),
    )
    const told = await branchbook('verify-history', '--data', older)
    expect([told.code, told.aside]).toEqual([2, expect.stringContaining('earlier Branchbook')])
  })

  it('says how far it is, once a second', async () => {
    let now = 0
    const aside: string[] = []
    const code = await runCommand(['verify-history', '--data', whole], {
      dataFolder: '',
      now: () => (now += 600),
      say: () => undefined,
      sayAside: (line) => aside.push(line),
    })
    expect([code, aside]).toEqual([0, ['… 13 / 13']])
  })
})
