/** A small township on a real database in a folder of its own, asked through `app.request()`: for the tests of routes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '../schema/json.ts'
import { registry } from '../schema/records/index.ts'
import { makeStamp } from '../sync/clock.ts'
import { derivedId } from '../schema/define-record.ts'
import type { Edit } from '../sync/wire/edit.ts'
import { emptyRequest } from '../sync/example-township.ts'
import type { SyncRequest } from '../sync/wire/request.ts'
import { protocol } from '../sync/wire/sync.ts'
import { found } from './accounts/founding.ts'
import { hashPassword } from './accounts/passwords.ts'
import { newToken } from './accounts/random.ts'
import { readBuild } from './app-files/read-build.ts'
import { Releases } from './app-files/releases.ts'
import type { App } from './app.ts'
import { makeApp } from './app.ts'
import { FileStore } from './files/file-store.ts'
import { makeLog } from './log.ts'
import { ServerKeys } from './keys/server-keys.ts'
import type { Parts } from './parts.ts'
import { makeParts } from './parts.ts'
import type { Connections } from './store/connections.ts'
import { databaseName, openDatabase } from './store/open-database.ts'

export const password = 'a long password'
/** Hashing is slow on purpose: once for all tests of a file. */
const hash = hashPassword(password)

const organisation = (id: string, name: string, kind: string, parentId?: string) => ({
  id,
  type: 'organisation',
  fields: { name, kind, ...(parentId && { parentId }) },
})
const person = (id: string, branchId: string) => ({
  id,
  type: 'person',
  fields: { name: id, branchId, kind: 'full' },
})
const post = (personId: string, organisationId: string, office: string) => ({
  id: `post-${personId}`,
  type: 'post',
  fields: { personId, organisationId, office, from: '2020-01-01' },
})

const township = [
  organisation('town', '平原镇党委', 'township'),
  organisation('east', '东村党支部', 'branch', 'town'),
  organisation('west', '西村党支部', 'branch', 'town'),
  ...['secretary', 'member'].map((id) => person(id, 'east')),
  person('neighbour', 'west'),
  person('clerk', 'west'),
  post('secretary', 'east', 'secretary'),
  post('neighbour', 'west', 'secretary'),
  post('clerk', 'town', 'staff'),
]

export class ExampleServer {
  readonly app: App
  readonly parts: Parts
  readonly connections: Connections
  readonly folder: string
  readonly logged: Record<string, unknown>[]
  /** ms; tests move it. */
  clock: { now: number }

  private constructor(folder: string, connections: Connections, buildFolder: string) {
    this.folder = folder
    this.connections = connections
    this.logged = []
    this.clock = { now: Date.parse('2026-10-15T02:00:00.000Z') }
    const lines = { write: (line: string) => void this.logged.push(JSON.parse(line)) }
    const log = makeLog('info', lines)
    const now = () => this.clock.now
    const keys = ServerKeys.in(folder)
    const given = { registry, now, log, behindProxy: false, keys, files: new FileStore(folder) }
    this.parts = makeParts(connections, given)
    const build = readBuild(buildFolder)
    const releases = new Releases(folder)
    releases.keep(buildFolder, build, this.clock.now)
    this.app = makeApp(this.parts, { build, releases })
  }

  /** `database`: what another server left, as a file. */
  static open(buildFolder = '/nowhere', database?: Uint8Array): ExampleServer {
    const folder = mkdtempSync(join(tmpdir(), 'branchbook-server-'))
    if (database) writeFileSync(join(folder, databaseName), database)
    const opened = openDatabase(folder)
    if (!opened.ok) throw new Error(opened.failure.detail)
    return new ExampleServer(folder, opened.value, buildFolder)
  }

  static async withTownship(buildFolder?: string): Promise<ExampleServer> {
    const server = ExampleServer.open(buildFolder)
    const { registry, store, accounts, now } = server.parts
    await store.write((transaction) => found(registry, transaction, township, now()))
    for (const personId of ['secretary', 'member', 'neighbour', 'clerk']) {
      const account = { id: `account-${personId}`, name: personId, personId }
      await accounts.add({ ...account, password: await hash }, now())
    }
    return server
  }

  async close(): Promise<void> {
    await this.connections.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}) {
    return this.app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  get(path: string, cookie = '') {
    return this.app.request(path, { headers: { cookie } })
  }

  /** Writes a row that nobody is asked about. */
  async found(type: string, id: string, fields: Record<string, Json>): Promise<void> {
    const { registry, store, now } = this.parts
    await store.write((transaction) => found(registry, transaction, [{ id, type, fields }], now()))
  }

  /** Gives an office, as of long ago. */
  appoint(personId: string, organisationId: string, office: string): Promise<void> {
    const { type, id, fields } = post(personId, organisationId, office)
    return this.found(type, `${id}-${office}`, fields)
  }

  /** What happened at the door, each with whose account acted and whom it concerned. */
  get doorEvents(): readonly string[] {
    const events = this.parts.security.since(0)
    return events.map(({ event, account, person }) => [event, account, person].join(' '))
  }

  /** The cookie of a fresh session, given without asking for password and second proof: that takes long, on purpose. */
  async signIn(name: string, deviceId: string = deviceOf(name)): Promise<string> {
    const token = newToken()
    const account = `account-${name}`
    const device = { id: deviceId, label: 'a phone' }
    const terms = { forCommittee: true }
    await this.parts.sessions.start(token, account, device.id, this.clock.now, terms)
    await this.parts.devices.register(account, device, this.clock.now)
    return `branchbook=${token}`
  }

  request(name: string, changes: Partial<SyncRequest> = {}): SyncRequest {
    const sentAt = this.clock.now
    return { protocol, device: deviceOf(name), sentAt, ...emptyRequest, ...changes }
  }

  edit(name: string, type: string, row: string, fields: Record<string, Json>): Edit {
    const madeAt = this.clock.now
    return {
      id: `edit-${(this.#edits += 1)}`,
      row,
      type,
      version: 1,
      stamp: makeStamp({ ms: madeAt, counter: this.#edits, device: deviceOf(name) }),
      fields,
      basis: {},
      madeAt,
      offset: 0,
    }
  }

  #edits = 0
}

export const deviceOf = (name: string) => `device-${name}`

const heldAt = '2026-10-14T01:30:00.000Z'
export const meetingIn = (branchId: string) => ({ branchId, kinds: ['themeDay'], startsAt: heldAt })
export const attendanceOf = (meetingId: string, personId: string, branchId: string) => ({
  id: derivedId('attendance', [meetingId, personId]),
  fields: { meetingId, personId, branchId, heldAt, status: 'present' },
})
