import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { hashOfContents, hashOfLink } from '../../sync/authority/chain.ts'
import { sampleEntry } from '../../sync/authority/history-contract.ts'
import { migrations } from './migrations.ts'
import { databaseName, openDatabase } from './open-database.ts'
import { makeSqliteStore } from './sqlite-store.ts'

const folders: string[] = []
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder with a database as the first release left it: two steps, history without chains. */
function earlierRelease(entries: readonly (readonly [edit: string, after: object])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-chain-'))
  folders.push(folder)
  const database = new Sqlite(join(folder, databaseName))
  for (const step of migrations.slice(0, 2)) if (typeof step === 'string') database.exec(step)
  database.exec(`INSERT INTO meta VALUES ('schemaVersion', '2')`)
  const insert = database.prepare(
    `INSERT INTO history (edit, row, type, account, person, device, made_at, received_at, stamp, given, before,
       after, result) VALUES (?, 'r1', 'note', 'a1', 'p1', 'd1', 1, 2, 's', 's', '{}', ?, 'accepted')`,
  )
  for (const [edit, after] of entries) insert.run(edit, JSON.stringify(after))
  database.close()
  return folder
}

function open(folder: string) {
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  closing.push(() => opened.value.close())
  return { connections: opened.value, store: makeSqliteStore(opened.value) }
}

describe('A1: history of an earlier release', () => {
  it('is linked in the order in which it was judged, and goes on', async () => {
    const { store } = open(
      earlierRelease([
        ['e1', { title: '一', 'agenda/k1': { order: 1 } }],
        ['e2', { title: '二' }],
      ]),
    )
    await store.write((transaction) => transaction.record(sampleEntry('e3')))
    const links = await store.read((view) => view.links('earlier', 0, 10))
    expect(links.map(({ entry, number }) => [entry.edit, number])).toEqual([
      ['e1', 1],
      ['e2', 2],
    ])
    let previous = ''
    for (const link of links) {
      expect(link.contentHash).toBe(hashOfContents(link.entry, link.salt))
      expect(link.hash).toBe(hashOfLink(previous, link))
      previous = link.hash
    }
    const heads = await store.read((view) => view.heads())
    expect(heads).toMatchObject([
      { chain: 'branch/b1/public/2026', number: 1 },
      { chain: 'earlier', number: 2, hash: previous },
    ])
    const history = await store.read((view) => view.history('r1'))
    expect(history.map(({ edit }) => edit)).toEqual(['e1', 'e2', 'e3'])
    expect(history[0]?.after).toEqual({ title: '一', 'agenda/k1': { order: 1 } })
  })

  it('gets no chain where there is none', async () => {
    const { store } = open(earlierRelease([]))
    expect(await store.read((view) => view.heads())).toEqual([])
  })
})

describe('A1: the database itself', () => {
  it('lets nobody change or delete history or a chain, nor erase contents without a record of it', async () => {
    const { connections, store } = open(earlierRelease([['e0', {}]]))
    await store.write((transaction) => transaction.record(sampleEntry('e1')))
    for (const [forbidden, answer] of [
      [`UPDATE history SET result = 'refused'`, 'history is append-only'],
      [`UPDATE history SET before = NULL, after = NULL, salt = NULL`, 'history is append-only'],
      ['DELETE FROM history', 'history is append-only'],
      [`UPDATE chain SET head = ''`, 'only grows'],
      [`UPDATE chain SET last = last + 2`, 'only grows'],
      [`UPDATE chain SET name = 'x', last = last + 1`, 'only grows'],
      ['DELETE FROM chain', 'only grows'],
    ] as const) {
      expect(() => connections.writer.exec(forbidden), forbidden).toThrow(answer)
    }
  })

  it('lets contents go together with nothing else, even where their erasure was recorded', async () => {
    const { connections, store } = open(earlierRelease([]))
    const erasure = { id: 'x1', account: 'a1', person: 'p1', at: 5, reason: '保存期满' }
    await store.write(async (transaction) => {
      await transaction.record(sampleEntry('e1'))
      await transaction.record(sampleEntry('e2'))
      await transaction.record({
        ...sampleEntry('x0', { result: 'erased', after: { edit: 'e1', reason: '' } }),
      })
    })
    const blank = `before = NULL, after = NULL, salt = NULL`
    for (const change of [
      `${blank}, person = 'p2' WHERE edit = 'e1'`,
      `${blank} WHERE edit = 'e2'`,
    ])
      expect(() => connections.writer.exec(`UPDATE history SET ${change}`)).toThrow('append-only')
    expect(await store.write((transaction) => transaction.erase('e2', erasure))).toBe(true)
    const again = `UPDATE history SET before = '{}', after = '{}', salt = '' WHERE edit = 'e2'`
    expect(() => connections.writer.exec(again)).toThrow('append-only')
  })

  it('leaves nothing of erased contents in the file', async () => {
    const folder = earlierRelease([])
    const { connections, store } = open(folder)
    const secret = '不该再有的话'
    const long = `${secret}${'记'.repeat(20_000)}${secret}`
    await store.write(async (transaction) => {
      await transaction.record(sampleEntry('e1', { after: { title: secret } }))
      await transaction.record(sampleEntry('e2', { after: { title: long } }))
    })
    const holdsSecret = () => {
      connections.writer.pragma('wal_checkpoint(TRUNCATE)')
      return readFileSync(join(folder, databaseName)).includes(secret)
    }
    expect(holdsSecret()).toBe(true)
    await store.write(async (transaction) => {
      for (const edit of ['e1', 'e2']) {
        const erasure = { id: `x-${edit}`, account: 'a1', person: 'p1', at: 5, reason: '保存期满' }
        expect(await transaction.erase(edit, erasure)).toBe(true)
      }
    })
    expect(holdsSecret()).toBe(false)
  })
})
