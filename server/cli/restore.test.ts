import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { databaseName, lockDataFolder } from '../store/open-database.ts'
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

async function backedUp(folder = whole): Promise<string> {
  const file = join(elsewhere, 'book.tar.gz')
  const { code, aside } = await branchbook('backup', file, '--data', folder)
  expect(aside).not.toContain('could not')
  expect(code).toBe(0)
  return file
}

describe('branchbook restore touches nothing', () => {
  const refuses = async (file: string, folder: string, words: RegExp, ...more: string[]) => {
    const before = existsSync(folder) ? readdirSync(folder) : undefined
    const { code, out, aside } = await branchbook('restore', file, folder, ...more)
    expect([code, out]).toEqual([2, ''])
    expect(aside).toMatch(words)
    expect(existsSync(folder) ? readdirSync(folder) : undefined).toEqual(before)
  }
  const damaged = /不完整、被改动过.*[\s\S]*cut off or changed/

  it('where the backup is cut off anywhere', async () => {
    const file = await backedUp()
    const { size } = statSync(file)
    for (const length of [0, 9, 300, Math.floor(size / 2), size - 9, size - 1]) {
      truncateSync(file, length)
      await refuses(file, join(elsewhere, 'new'), damaged)
      rmSync(file)
      await backedUp()
    }
  })

  it('where one byte of it is another', async () => {
    const file = await backedUp()
    const bytes = readFileSync(file)
    // Every thousandth byte behind the header of gzip, whose time and system say nothing.
    for (let at = 10; at < bytes.length; at += 1_009) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8((changed.readUInt8(at) + 1) % 256, at)
      writeFileSync(file, changed)
      await refuses(file, join(elsewhere, 'new'), damaged)
    }
  })

  it('where somebody packed other contents', async () => {
    const file = await backedUp()
    const tar = gunzipSync(readFileSync(file))
    const at = tar.indexOf('e3')
    tar.write('e9', at)
    writeFileSync(file, gzipSync(tar))
    await refuses(file, join(elsewhere, 'new'), /branchbook\.db is not what was backed up/)
    writeFileSync(file, gzipSync(Buffer.concat([tar, Buffer.alloc(512)])))
    await refuses(file, join(elsewhere, 'new'), damaged)
    appendFileSync(file, 'more')
    await refuses(file, join(elsewhere, 'new'), damaged)
  })

  it('where it is another kind of file, or none', async () => {
    const file = join(elsewhere, 'other.tar.gz')
    await refuses(file, join(elsewhere, 'new'), /There is no backup/)
    for (const bytes of ['', 'hello', gzipSync('hello'), gzipSync(Buffer.alloc(10_240))]) {
      writeFileSync(file, bytes)
      await refuses(file, join(elsewhere, 'new'), damaged)
    }
    execFileSync('tar', ['czf', file, '-C', whole, databaseName])
    await refuses(file, join(elsewhere, 'new'), damaged)
    await refuses(whole, join(elsewhere, 'new'), /could not be read/)
  })

  it('where the folder holds data, unless told, and then it puts that aside', async () => {
    const file = await backedUp()
    const other = await book.write()
    writeFileSync(join(other, 'outbox-key'), 'another')
    const before = contentsOf(other)
    await refuses(file, other, /holds data/)
    expect(contentsOf(other)).toEqual(before)
    const told = await branchbook('restore', file, other, '--replace')
    expect(told.code).toBe(0)
    expect(restoredContentsOf(other)).toEqual(contentsOf(whole))
    const [aside = ''] = readdirSync(other).filter((name) => name.startsWith('before-restore-'))
    expect(told.out).toContain(aside)
    expect(contentsOf(join(other, aside))).toEqual(before)
    expect(existsSync(join(other, 'outbox-key'))).toBe(false)
    // What was put aside is no part of the next backup.
    renameSync(file, `${file}.1`)
    await backedUp(other)
    expect(execFileSync('tar', ['tzf', file], { encoding: 'utf8' })).toBe(
      `${databaseName}\nbackup.json\n`,
    )
  })

  it('where a server runs on the folder, told or not', async () => {
    const file = await backedUp()
    const folder = book.newFolder()
    const lock = lockDataFolder(folder)
    if (!lock.ok) throw new Error('the folder is not free')
    await refuses(file, folder, /in use by another/, '--replace')
    lock.value.release()
  })

  it('where it may not write', async () => {
    const file = await backedUp()
    writeFileSync(join(elsewhere, 'a-file'), '')
    await refuses(file, join(elsewhere, 'a-file/data'), /cannot be written/)
  })
})
