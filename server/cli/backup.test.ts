import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { digestOf } from '../../sync/digest.ts'
import { ExampleServer, deviceOf, meetingIn } from '../example-server.ts'
import { migrations } from '../store/migrations.ts'
import { databaseName } from '../store/open-database.ts'
import { ExampleBook, branchbook, contentsOf, restoredContentsOf } from './example-book.ts'

vi.setConfig({ testTimeout: 60_000 })

const book = new ExampleBook()
let whole: string
let elsewhere: string
beforeEach(async () => {
  whole = await book.write()
  elsewhere = book.newFolder()
})
afterEach(() => book.clear())

const backUp = (folder: string, file: string) => branchbook('backup', file, '--data', folder)

async function backedUp(folder = whole): Promise<string> {
  const file = join(elsewhere, 'book.tar.gz')
  const { code, aside } = await backUp(folder, file)
  expect(aside).not.toContain('could not')
  expect(code).toBe(0)
  return file
}

describe('branchbook backup and restore', () => {
  it('bring back every row of every table, and every file that lies beside it', async () => {
    mkdirSync(join(whole, 'releases/_app'), { recursive: true })
    writeFileSync(join(whole, 'releases/_app/chunk.js'), 'an older release')
    writeFileSync(join(whole, 'outbox-key'), 'secret')
    const file = await backedUp()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(elsewhere)).toEqual(['book.tar.gz'])
    const folder = join(elsewhere, 'new')
    const { code, out } = await branchbook('restore', file, folder)
    expect(code).toBe(0)
    expect(out).toContain('start the server')
    expect(restoredContentsOf(folder)).toEqual(contentsOf(whole))
    expect(readFileSync(join(folder, 'releases/_app/chunk.js'), 'utf8')).toBe('an older release')
    expect(statSync(join(folder, 'outbox-key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).sort()).toEqual([databaseName, 'lock.db', 'outbox-key', 'releases'])
    expect((await branchbook('verify-history', '--data', folder)).code).toBe(0)
  })

  it('says what is in it, and any tar unpacks it', async () => {
    const file = join(elsewhere, 'book.tar.gz')
    const { out } = await backUp(whole, file)
    expect(out).toContain('edits 13  账号 accounts 0  文件 files 1')
    const sum = createHash('sha256').update(readFileSync(file)).digest('hex')
    expect(out).toContain(sum)
    execFileSync('tar', ['xzf', file, '-C', elsewhere])
    expect(contentsOf(elsewhere)).toEqual(contentsOf(whole))
  })

  it('take one moment of a book in which another process writes all the while', async () => {
    const writer = spawn(process.execPath, ['server/cli/example-writer.ts', whole])
    try {
      // It writes hundreds a second: the copying falls into the middle of it.
      await once(writer.stdout, 'data')
      const file = await backedUp()
      const heads = join(elsewhere, 'heads.txt')
      const folder = join(elsewhere, 'new')
      expect((await branchbook('restore', file, folder)).code).toBe(0)
      const { row, history, bucket } = contentsOf(folder)
      const written = history?.filter((line) => String(line).includes('"written-')) ?? []
      expect(written.length).toBeGreaterThan(19)
      expect(row).toHaveLength(written.length)
      expect(bucket).toHaveLength(1)
      expectDigestsToFit(folder)
      // What was backed up is what the book, now further on, was then.
      writeFileSync(heads, (await branchbook('verify-history', '--data', folder, '--heads')).out)
      const later = await branchbook('verify-history', '--data', whole, '--against', heads)
      expect(later.code).toBe(0)
      expect(contentsOf(whole)['row']?.length).toBeGreaterThan(written.length)
    } finally {
      writer.kill()
      await once(writer, 'exit')
    }
  })

  it('bring back a server that answers as before, to the same session', async () => {
    const server = await ExampleServer.withTownship()
    const cookie = await server.signIn('secretary')
    const edit = server.edit('secretary', 'meeting', 'm1', meetingIn('east'))
    await server.post('/sync/v1', server.request('secretary', { edits: [edit] }), { cookie })
    const asked = { positions: {}, device: deviceOf('secretary') }
    const answerOf = async (from: ExampleServer) => {
      const response = await from.post('/sync/v1', server.request('secretary', asked), { cookie })
      return (await response.json()) as Record<string, unknown>
    }
    const before = await answerOf(server)
    const file = await backedUp(server.folder)
    const folder = join(elsewhere, 'new')
    expect((await branchbook('restore', file, folder)).code).toBe(0)
    await server.close()
    const again = ExampleServer.open('/nowhere', readFileSync(join(folder, databaseName)))
    const { tables, digests, positions, granted } = await answerOf(again)
    expect({ tables, digests, positions, granted }).toEqual({
      tables: before['tables'],
      digests: before['digests'],
      positions: before['positions'],
      granted: before['granted'],
    })
    expect(JSON.stringify(tables)).toContain('m1')
    await again.close()
  })

  it('back up what an earlier version wrote, as it is, and say what is still to be proved', async () => {
    const folder = book.newFolder()
    const older = new Sqlite(join(folder, databaseName))
    const [records, people] = migrations as readonly string[]
    older.exec(`${records}${people}INSERT INTO meta VALUES ('schemaVersion', '2')`)
    older.close()
    const file = await backedUp(folder)
    const restored = join(elsewhere, 'new')
    const { code, aside } = await branchbook('restore', file, restored)
    expect([code, aside]).toEqual([0, expect.stringContaining('after the first start')])
    expect(restoredContentsOf(restored)).toEqual(contentsOf(folder))
  })
})

function expectDigestsToFit(folder: string): void {
  const database = new Sqlite(join(folder, databaseName), { readonly: true })
  const [kept] = database
    .prepare<[], { last: number; count: number; high: number; low: number }>(
      'SELECT last, count, high, low FROM bucket',
    )
    .all()
  const held = database
    .prepare<[], { id: string; rev: number }>('SELECT row AS id, rev FROM bucket_log')
    .all()
  database.close()
  expect(kept).toEqual({ last: held.length, ...digestOf(held) })
}

describe('branchbook backup does nothing but say why', () => {
  const refuses = async (file: string, words: RegExp) => {
    const before = existsSync(file) ? readFileSync(file) : undefined
    const { code, out, aside } = await backUp(whole, file)
    expect([code, out]).toEqual([2, ''])
    expect(aside).toMatch(words)
    expect(existsSync(file) ? readFileSync(file) : undefined).toEqual(before)
    expect(readdirSync(elsewhere).filter((name) => name.startsWith('.'))).toEqual([])
  }

  it('where the file is there already, or lies in the data folder', async () => {
    const file = join(elsewhere, 'book.tar.gz')
    writeFileSync(file, 'an earlier backup')
    await refuses(file, /exists already/)
    await refuses(join(whole, 'book.tar.gz'), /inside the data folder/)
  })

  it('where there is no such place, or no book', async () => {
    await refuses(join(elsewhere, 'nowhere/book.tar.gz'), /could not be read or written/)
    rmSync(join(whole, databaseName))
    await refuses(join(elsewhere, 'book.tar.gz'), /There is no database/)
  })

  it('where the data folder holds what nobody knows', async () => {
    symlinkSync('/etc/passwd', join(whole, 'link'))
    await refuses(join(elsewhere, 'book.tar.gz'), /link is no plain file/)
  })

  it('where the database is damaged', async () => {
    const path = join(whole, databaseName)
    const bytes = readFileSync(path)
    bytes.fill(0xaa, 8_192, 40_000)
    writeFileSync(path, bytes)
    await refuses(join(elsewhere, 'book.tar.gz'), /is damaged/)
  })

  it('but keeps what it can of a book whose history is broken, and says so', async () => {
    const broken = await book.tampered(whole, (database) =>
      database.exec(`UPDATE history SET person = 'another' WHERE edit = 'e3'`),
    )
    const file = join(elsewhere, 'book.tar.gz')
    const { code, aside } = await backUp(broken, file)
    expect([code, existsSync(file)]).toEqual([1, true])
    expect(aside).toContain('entry 3 (e3)')
    const restored = await branchbook('restore', file, join(elsewhere, 'new'))
    expect([restored.code, restored.aside]).toEqual([1, expect.stringContaining('is broken')])
    expect(readdirSync(join(elsewhere, 'new'))).toEqual(['lock.db'])
  })
})
