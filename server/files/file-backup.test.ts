import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { branchbook } from '../cli/example-book.ts'
import { ExampleServer, meetingIn } from '../example-server.ts'
import { databaseName } from '../store/open-database.ts'
import { attachmentOf, jpegOf, smallJpeg } from './example-file.ts'
import { Uploads } from './uploads.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: ExampleServer
let elsewhere: string
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  await server.found('meeting', 'm-east', meetingIn('east'))
  elsewhere = mkdtempSync(join(tmpdir(), 'branchbook-elsewhere-'))
})
afterEach(async () => {
  await server.close()
  rmSync(elsewhere, { recursive: true })
})

async function bring(file: Buffer, upTo = file.length) {
  const account = { id: 'account-secretary', personId: 'secretary' }
  const { id: row, digest, fields } = attachmentOf('m-east', 'east', file)
  await server.found('attachment', row, fields)
  const uploads = new Uploads(server.parts)
  const begun = await uploads.begin(account, { row, digest, length: file.length })
  const id = begun.ok ? (begun.value.upload?.id ?? '') : ''
  async function* pieces() {
    yield await Promise.resolve(file.subarray(0, upTo))
  }
  await uploads.extend(account, id, 0, pieces())
  return ['files', digest.slice(0, 2), digest.slice(2, 4), digest]
}

describe('files in a backup', () => {
  it('come back with the records that name them, beside a server that goes on; halves stay behind', async () => {
    const whole = await bring(smallJpeg)
    await bring(jpegOf(9_000), 4_000)
    expect(existsSync(join(server.folder, '.uploads'))).toBe(true)
    const archive = join(elsewhere, 'book.tar.gz')
    const made = await branchbook('backup', archive, '--data', server.folder)
    expect([made.code, made.out]).toEqual([0, expect.not.stringContaining('do not lie')])
    const restored = join(elsewhere, 'new')
    expect((await branchbook('restore', archive, restored)).code).toBe(0)
    expect(readFileSync(join(restored, ...whole))).toEqual(smallJpeg)
    expect(existsSync(join(restored, '.uploads'))).toBe(false)
    const database = new Sqlite(join(restored, databaseName), { readonly: true })
    expect(database.prepare('SELECT digest FROM file_link').pluck().all()).toEqual([whole[3]])
    database.close()
  })

  it('are missed aloud', async () => {
    const whole = await bring(smallJpeg)
    rmSync(join(server.folder, ...whole))
    const archive = join(elsewhere, 'book.tar.gz')
    const { code, out } = await branchbook('backup', archive, '--data', server.folder)
    expect([code, out]).toEqual([0, expect.stringContaining('1 photos or papers are named')])
  })
})
