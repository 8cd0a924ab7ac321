/** A phone with the app's own data layer, on a disk in memory and before a server without a port. */
import { gunzipSync } from 'node:zlib'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { standingIn } from '../../schema/document.ts'
import type { Json } from '../../schema/json.ts'
import { registry as ofToday } from '../../schema/records/index.ts'
import type { RecordType, Registry } from '../../schema/define-record.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import type { Pen } from '../../sync/device/write.ts'
import { TextSession } from '../../sync/text-session.ts'
import type { ExampleServer } from '../../server/example-server.ts'
import type { App } from '../../server/app.ts'
import { deviceOf } from '../../server/example-server.ts'
import { Book } from '../../web/lib/data/disk/book.svelte.ts'
import { cipherOf } from '../../web/lib/data/keys/cipher.ts'
import { usableKey } from '../../web/lib/data/keys/data-key.ts'
import { BookDrafts } from '../../web/lib/data/drafts.ts'
import { RxDeviceStore } from '../../web/lib/data/disk/rx-store.ts'
import { SafeStorage } from '../../web/lib/data/disk/safe-storage.ts'
import type { Outcome } from '../../web/lib/data/sync/schedule.ts'
import { SyncRuns } from '../../web/lib/data/sync/run.ts'
import { makeTransport } from '../../web/lib/data/sync/transport.ts'
import type { RowDraft } from '../../web/lib/data/types.ts'
import { plan, writePlanned } from '../../web/lib/data/writing.ts'

/** One request as it left and what came back; no reply where nobody was reached. */
export type Exchange = {
  readonly step: string
  readonly person: string
  readonly request: Json
  readonly status?: number
  readonly reply?: Json
}

export type Before = {
  /** Who uses it, by the name of his account. */
  readonly person: string
  readonly server: ExampleServer
  readonly disk?: IDBFactory
  /** How far its clock is ahead of the server's, ms. */
  readonly aheadMs?: number
  /** What its release knows of records, where that is not today's. */
  readonly registry?: Registry
}

/** One that a recorded disk can be opened with later: a phone's own key never leaves it. */
const cipher = usableKey(new Uint8Array(32)).then(cipherOf)

let ids = 0

export class Phone {
  readonly disk: IDBFactory
  readonly store: RxDeviceStore
  readonly drafts: BookDrafts
  readonly book: Book
  readonly exchanges: Exchange[] = []
  readonly pen: Pen
  /** Buckets it wants besides the usual. */
  open: readonly string[] = []
  reachable = true
  /** What stands at the server's address. */
  app: Pick<App, 'request'>
  #step = ''
  readonly #before: Before
  readonly #runs: SyncRuns

  constructor(before: Before) {
    const { person, server, disk = new IDBFactory(), aheadMs = 0 } = before
    const { registry = ofToday } = before
    // The store asks the browser for its key ranges.
    globalThis.IDBKeyRange = IDBKeyRange
    const wallMs = () => server.clock.now + aheadMs
    this.#before = before
    this.disk = disk
    this.app = server.app
    this.book = new Book(() => cipher, { indexedDB: disk, IDBKeyRange })
    this.store = new RxDeviceStore(this.book.ready)
    const storage = new SafeStorage({
      reopen: () => this.book.reopen(),
      owner: () => this.book.owner,
      giveWay: () => Promise.resolve(false),
    })
    this.drafts = new BookDrafts({ book: this.book, storage, now: wallMs })
    const newId = () => `${person}-${`${wallMs()}`.slice(3)}-${(ids += 1)}`
    this.pen = { device: deviceOf(person), wallMs, offsetMs: () => 0, newId }
    this.#runs = new SyncRuns({
      registry,
      store: this.store,
      transport: makeTransport(this.#fetch, `account-${person}`),
      device: deviceOf(person),
      wallMs,
      open: () => ({ inUse: this.open, kept: [] }),
      health: () => Promise.resolve(undefined),
      onreply: () => {},
    })
  }

  static async start(before: Before): Promise<Phone> {
    const phone = new Phone(before)
    await phone.book.use(`account-${before.person}`)
    return phone
  }

  close(): Promise<void> {
    return this.book.leave()
  }

  /** Writes a row as a screen does. */
  write<B>(type: RecordType<B>, fields: Record<string, Json>, id?: string): Promise<void> {
    return this.writeAll([{ type, fields, ...(id !== undefined && { id }) }])
  }

  /** Types into a document as a form does, letters into Yjs. */
  async type<B>(type: RecordType<B>, id: string, path: string, words: string): Promise<void> {
    const standing = standingIn((await this.row(id))?.body ?? {}, path)
    const session = new TextSession(standing, standing.text, (ids += 1))
    session.type(words)
    // Plain JSON, as all that is written.
    await this.write(type, { [path]: session.finish(standing) as unknown as Json }, id)
  }

  /** Writes several at once. */
  async writeAll(drafts: readonly RowDraft[]): Promise<void> {
    const written = await writePlanned(this.store, plan(drafts, this.pen), this.pen)
    if (!written.ok) throw new Error(`not written: ${JSON.stringify(written.failure)}`)
  }

  async row(id: string): Promise<DeviceRow | undefined> {
    return (await this.store.all()).find((row) => row.id === id)
  }

  /** One run of the sync; `step` names its exchanges. */
  sync(step: string): Promise<Outcome> {
    this.#step = step
    return this.#runs.run()
  }

  readonly #fetch: typeof fetch = async (address, init = {}) => {
    const { person, server } = this.#before
    const headers = new Headers(init.headers)
    const bytes = Buffer.from(await new Response(init.body).arrayBuffer())
    const text = headers.has('content-encoding') ? gunzipSync(bytes) : bytes
    const asked = { step: this.#step, person, request: JSON.parse(text.toString()) as Json }
    if (!this.reachable) {
      this.exchanges.push(asked)
      throw new TypeError('nobody is reached')
    }
    headers.set('cookie', await server.signIn(person))
    const response = await this.app.request(String(address), { ...init, headers })
    const reply = (await response.clone().json()) as Json
    this.exchanges.push({ ...asked, status: response.status, reply })
    return response
  }
}
