import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ExampleServer } from '../../server/example-server.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { protocol, readReply } from '../../sync/wire/sync.ts'
import type { DiskDump } from './disk-dump.ts'
import type { Conversation } from './fixtures.ts'
import { record } from './recording.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'branchbook-recording-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const read = (name: string) => readFileSync(join(folder, name))

it('writes down what this release leaves to the next, as the test of the next will need it', async () => {
  await record(folder)
  const server = ExampleServer.open('/nowhere', gunzipSync(read('server.sqlite.gz')))
  const west = await server.parts.store.read((view) => view.history('meeting-west'))
  const conflicts = await server.parts.store.read((view) => view.rowsOfType('conflict'))
  const signed = await server.parts.store.read((view) => view.row('meeting-2025'))
  await server.close()
  expect(conflicts).toHaveLength(1)
  expect(signed?.body['stage']).toBe('signed')
  expect(west[0]?.given).not.toBe(west[0]?.stamp)

  const { exchanges } = JSON.parse(read('exchange.json').toString()) as Conversation
  const replies = exchanges.flatMap(({ reply }) => readReply(reply) ?? [])
  expect(replies.every((reply) => reply.protocol === protocol)).toBe(true)
  const verdicts = replies.flatMap((reply: SyncReply) => reply.verdicts)
  expect(new Set(verdicts.map(({ result }) => result))).toEqual(new Set(['accepted', 'refused']))
  expect(exchanges.find(({ step }) => step === 'newer')?.status).toBe(426)
  expect(exchanges.find(({ step }) => step === 'next')).not.toHaveProperty('reply')

  const disk = JSON.parse(read('device.json').toString()) as DiskDump
  const contents = disk.flatMap(({ stores }) => stores.flatMap((store) => store.contents))
  const keys = contents.map(({ key }) => key)
  expect(keys).toEqual(expect.arrayContaining(['meeting/new', 'meeting-unsent', '$holdings']))
})
