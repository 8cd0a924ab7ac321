/**
 * A record type is one definition and one registry line. This one exists nowhere else, and yet it is validated, merged,
 * authorised, synced between two devices and stored, by rooms that were not touched for it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { keepsBranch } from '../../schema/access.ts'
import { publicBucket } from '../../schema/bucket.ts'
import { defineRecord, makeRegistry } from '../../schema/define-record.ts'
import { day, field, integer, ref, text, words } from '../../schema/field.ts'
import { answer } from '../../sync/authority/answer.ts'
import { MemoryStore } from '../../sync/authority/memory-store.ts'
import type { Store } from '../../sync/authority/store.ts'
import { synchronise } from '../../sync/device/loop.ts'
import { MemoryDeviceStore } from '../../sync/device/memory-store.ts'
import { write } from '../../sync/device/write.ts'
import {
  accounts,
  registry as example,
  plainPacker,
  plainText,
  settleTownship,
} from '../../sync/example-township.ts'
import { succeed } from '../../sync/result.ts'
import { readRequest } from '../../sync/wire/request.ts'
import { readReply, writeReply } from '../../sync/wire/sync.ts'
import { oldestProtocol } from '../../sync/wire/versions.ts'
import { openDatabase } from '../../server/store/open-database.ts'
import { makeSqliteStore } from '../../server/store/sqlite-store.ts'

const visit = defineRecord({
  name: 'visit',
  words: words('走访', 'Visit'),
  id: (body) => [body.branchId, body.on],
  at: (body) => `${body.on}T00:00:00.000Z`,
  of: (body) => body.branchId,
  fields: {
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    on: field('日期', 'Day', day(), 'once'),
    households: field('户数', 'Households', integer({ min: 1, max: 500 })),
    finding: field('情况', 'Finding', text({ max: 500 })),
  },
  seenIn: (body) => [publicBucket(body.branchId, body.on.slice(0, 4))],
  write: (actor, { after }) => keepsBranch(actor, after.branchId),
})

const registry = makeRegistry([...example.all, visit])
const now = Date.parse('2026-03-10T08:00:00.000Z')
const folder = mkdtempSync(join(tmpdir(), 'branchbook-'))
const opened = openDatabase(folder)
if (!opened.ok) throw new Error(opened.failure.detail)
const connections = opened.value
afterAll(async () => {
  await connections.close()
  rmSync(folder, { recursive: true })
})

const stores: readonly (readonly [string, Store])[] = [
  ['memory', new MemoryStore()],
  ['SQLite', makeSqliteStore(connections)],
]

describe.each(stores)('a made-up record type over %s', (_name, authority) => {
  it('travels from one device to another', async () => {
    await settleTownship(authority)
    const run = (account: number, store: MemoryDeviceStore) =>
      synchronise({
        registry,
        store,
        sender: {
          device: `device-${account}`,
          wallMs: () => now,
          open: () => ({ inUse: [], kept: [] }),
          page: 100_000,
          health: () => Promise.resolve(undefined),
        },
        transport: async (sent) => {
          const request = readRequest(JSON.parse(JSON.stringify(sent)), oldestProtocol)
          const parts = {
            registry,
            store: authority,
            now: () => now,
            packer: plainPacker,
            onError: fail,
          }
          const by = accounts[account]
          const reply = request && by && (await answer(parts, by, request))
          const read = reply && readReply(JSON.parse(JSON.stringify(writeReply(reply))))
          if (!read) throw new Error('no reply')
          return succeed(read)
        },
        decompress: plainText,
        unmended: new Map(),
        onReply: () => undefined,
        storageObstacle: fail,
      })
    const here = new MemoryDeviceStore()
    const there = new MemoryDeviceStore()
    const id = 'visit:branchA:2026-03-09'
    const fields = {
      branchId: 'branchA',
      on: '2026-03-09',
      households: 12,
      finding: '两户屋顶漏雨。',
    }
    const pen = { device: 'device-0', wallMs: () => now, offsetMs: () => 0, newId: () => 'edit-1' }
    expect(
      write(visit, undefined, { id, fields: { ...fields, households: 0 } }, pen),
    ).toMatchObject({
      ok: false,
      failure: { reason: 'badValue', field: 'households' },
    })
    const written = write(visit, undefined, { id, fields }, pen)
    if (!written.ok || !written.value) throw new Error('the visit was not accepted')
    const row = written.value
    await here.transact([], () => ({ put: [row] }))
    expect(await run(0, here)).toEqual(succeed(undefined))
    expect(await run(1, there)).toEqual(succeed(undefined))
    const arrived = (await there.all()).find((each) => each.id === id)
    expect(arrived).toMatchObject({ body: fields, unsent: 0 })
    expect(arrived?.rev).toBeGreaterThan(0)
    expect((await here.all()).find((each) => each.id === id)).toMatchObject({
      rev: arrived?.rev,
      unsent: 0,
    })
  })
})

function fail(error: unknown): never {
  throw error
}
