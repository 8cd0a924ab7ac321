/** What released versions left behind (record.ts), by release. */
import { readFileSync, readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { IDBFactory } from 'fake-indexeddb'
import { ExampleServer } from '../../server/example-server.ts'
import { upgradeRows } from '../../server/store/upgrade-rows.ts'
import type { DiskDump } from './disk-dump.ts'
import { restoreDisk } from './disk-dump.ts'
import type { Exchange } from './phone.ts'

const folder = new URL('./fixtures/', import.meta.url)

export const releases: readonly string[] = readdirSync(folder).sort()

const read = (release: string, name: string) => readFileSync(new URL(`${release}/${name}`, folder))
const parse = <Value>(bytes: Buffer): Value => JSON.parse(bytes.toString()) as Value

/** What the server and its phones said to each other; times in ms. */
export type Conversation = {
  readonly started: number
  readonly ended: number
  readonly exchanges: readonly Exchange[]
}

export const conversationOf = (release: string): Conversation =>
  parse(read(release, 'exchange.json'))

/** Today's server on the release's database, a day after its last word. */
export async function serverAfter(release: string): Promise<ExampleServer> {
  const database = gunzipSync(read(release, 'server.sqlite.gz'))
  const server = ExampleServer.open('/nowhere', database)
  server.clock.now = conversationOf(release).ended + 86_400_000
  await upgradeRows(server.connections, server.parts)
  return server
}

/** The secretary's disk, with his unsent work on it. */
export const dumpAfter = (release: string): DiskDump => parse(read(release, 'device.json'))

export async function diskAfter(release: string): Promise<IDBFactory> {
  const disk = new IDBFactory()
  await restoreDisk(disk, dumpAfter(release))
  return disk
}
