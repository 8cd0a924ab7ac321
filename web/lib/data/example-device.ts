/** A device for tests: everything that lies between a person's words and the disk, as the app puts it together, on a disk that can fail. */
import { defineRecord, makeRegistry } from '#schema/define-record.ts'
import { dateTime, field, optional, text, words } from '#schema/field.ts'
import type { Transport } from '#sync/device/loop.ts'
import { fail, succeed } from '#sync/result.ts'
import { makeStamp } from '#sync/clock.ts'
import type { Edit } from '#sync/wire/edit.ts'
import type { SyncReply, WireRow } from '#sync/wire/sync.ts'
import { protocol } from '#sync/wire/sync.ts'
import { Book } from './disk/book.svelte.ts'
import { BookSync } from './sync/book-sync.ts'
import type { Cipher } from './keys/cipher.ts'
import { openAll } from './keys/cipher.ts'
import { CorrectedClock } from './clock.svelte.ts'
import { KeyKeeper } from './keys/key-keeper.ts'
import { KeyStore } from './keys/key-store.ts'
import type { Leadership } from './sync/leadership.ts'
import { BookDrafts } from './drafts.ts'
import type { FaultyDisk } from './disk/faulty-disk.ts'
import type { Life } from './disk/faulty-life.ts'
import { localNotes } from './disk/local-notes.ts'
import { OpenBuckets } from './sync/open-buckets.ts'
import { randomId } from './random-id.ts'
import { BookRecords } from './records.ts'
import { Room } from './disk/room.svelte.ts'
import { RxDeviceStore } from './disk/rx-store.ts'
import { SafeStorage } from './disk/safe-storage.ts'
import type { Outcome } from './sync/schedule.ts'
import type { StoredRow } from './disk/stored.ts'
import { Reserve } from './disk/storage-reserve.ts'
import { SyncState } from './sync/state.svelte.ts'

export const accountId = 'account-1'
export const bucket = 'org/1'
const now = 1_790_000_000_000
const at = '2026-10-08T01:30:00.000Z'
const actor = { accountId, personId: 'p', branchId: 'b', lineage: [], offices: [] }

const note = defineRecord({
  name: 'note',
  words: words('记事', 'Note'),
  at: (body) => body.at,
  of: () => 'all',
  fields: {
    at: field('时间', 'At', dateTime()),
    words: field('内容', 'Words', optional(text({ max: 10_000 }))),
  },
  seenIn: () => [bucket],
  write: () => true,
})
const registry = makeRegistry([note])

/** An authority that accepts everything, and from the first has two rows to tell. */
export class ExampleAuthority {
  readonly edits = new Map<string, string>()
  /** Each row at its newest change, in the order of the changes. */
  #log: readonly { readonly sequence: number; readonly row: WireRow }[] = []
  #sequence = 0
  readonly asked: Parameters<Transport>[0][] = []
  /** False: nobody answers. */
  reachable = true
  /** Too much is in hand: come back in so many ms. */
  busyMs: number | undefined
  /** More to be put into the reply. */
  more: Partial<SyncReply> = {}

  constructor() {
    for (const id of ['theirs-1', 'theirs-2']) this.#tell(id, { at, words: '别人写的' }, stamp)
  }

  /** What a device that has come so far must hold. */
  rowsUpTo(position: unknown): readonly string[] {
    return this.#log.filter(({ sequence }) => sequence <= Number(position)).map(({ row }) => row.id)
  }

  readonly transport: Transport = (request) => {
    this.asked.push(request)
    if (this.busyMs !== undefined)
      return Promise.resolve(fail({ kind: 'busy', retryAfterMs: this.busyMs }))
    if (!this.reachable) return Promise.resolve(fail({ kind: 'unreachable' }))
    for (const edit of request.edits) this.#accept(edit)
    const since = Number(request.positions[bucket] ?? 0)
    return Promise.resolve(
      succeed({
        protocol,
        now,
        verdicts: request.edits.map(({ id }) => ({ edit: id, result: 'accepted' as const })),
        rows: this.#log.filter(({ sequence }) => sequence > since).map(({ row }) => row),
        packs: [],
        unpack: [],
        gone: [],
        positions: { [bucket]: this.#sequence },
        digests: {},
        repairs: [],
        scope: '',
        more: false,
        actor,
        ...this.more,
      }),
    )
  }

  /** Somebody else wrote. */
  tellOf(id: string, said: string): void {
    this.#tell(id, { at, words: said }, stamp)
  }

  #accept(edit: Edit): void {
    if (this.edits.has(edit.id)) return
    this.edits.set(edit.id, edit.row)
    this.#tell(edit.row, edit.fields as WireRow['body'], edit.stamp)
  }

  #tell(id: string, fields: WireRow['body'], by: string): void {
    const before = this.#log.find(({ row }) => row.id === id)?.row
    const stamps = Object.fromEntries(Object.keys(fields).map((name) => [name, by]))
    const row: WireRow = {
      id,
      type: 'note',
      body: { ...before?.body, ...fields },
      stamps: { ...before?.stamps, ...stamps },
      rev: (before?.rev ?? 0) + 1,
    }
    this.#sequence += 1
    const others = this.#log.filter((each) => each.row.id !== id)
    this.#log = [...others, { sequence: this.#sequence, row }]
  }
}

const stamp = makeStamp({ ms: now, counter: 0, device: 'device-b' })

export const storageOf = () => {
  const held = new Map<string, string>()
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  } as unknown as Storage
}

/** A tab that leads from a moment the test chooses. */
export function ledFrom(moment: Promise<unknown>): Leadership {
  let leads = false
  const begun = moment.then(() => void (leads = true))
  return {
    get leads() {
      return leads
    },
    begun,
    end: () => (leads = false),
  }
}

/** What lies on the disk, read past everything and unsealed with the device's own key. */
export async function storedOn(disk: FaultyDisk): Promise<readonly StoredRow[]> {
  const stored = (await disk.contents(/--records$/)) as unknown as StoredRow[]
  const keeper = new KeyKeeper(new KeyStore({ indexedDB: disk.factory }))
  return openAll(await keeper.cipherFor(accountId), stored)
}

export type DeviceParts = {
  readonly life: Life
  readonly authority: ExampleAuthority
  /** What outlives the database. */
  readonly storage?: Storage
  readonly foundByCookie?: boolean
  readonly wallMs?: () => number
  /** Left out: a key of its own, as the app has one. */
  readonly cipher?: Cipher
}

export class ExampleDevice {
  readonly book: Book
  readonly store: RxDeviceStore
  readonly records: BookRecords
  readonly drafts: BookDrafts
  readonly room: Room
  readonly state = new SyncState()
  health = { app: '', unsent: 0, oldest: 0, storageUsed: 0, offset: 0 }
  readonly #parts: DeviceParts
  readonly #account: string
  #ids = 0

  constructor(parts: DeviceParts) {
    const { life } = parts
    this.#parts = parts
    this.#account = accountId + life.mark
    const keeper = new KeyKeeper(new KeyStore(life.disk))
    this.book = new Book(async () => parts.cipher ?? keeper.cipherFor(accountId), life.disk)
    this.store = new RxDeviceStore(this.book.ready)
    this.room = new Room({
      reserve: () => Promise.resolve(new Reserve(life.disk)),
      manager: undefined,
    })
    const storage = new SafeStorage({
      reopen: () => this.book.reopen(),
      owner: () => this.book.owner,
      giveWay: () => this.room.giveWay(),
    })
    const pen = {
      device: 'device-a',
      wallMs: () => now,
      offsetMs: () => 0,
      newId: () => `${life.mark}-${String((this.#ids += 1))}`,
    }
    const { book, store } = this
    this.records = new BookRecords({ book, store, storage, registry, pen, onwritten: () => {} })
    this.drafts = new BookDrafts({ book, storage, now: () => now })
  }

  get #notes() {
    return localNotes(this.#parts.storage)
  }

  open(): Promise<void> {
    return this.book.use(this.#account)
  }

  write(id: string, said: string) {
    return this.records.write([{ type: note, id, fields: { at, words: said } }])
  }

  find(id: string) {
    return this.records.find(note, id)
  }

  findAll() {
    return this.records.findAll(note)
  }

  /** One run of the sync, on the book as it is open now. */
  async sync(): Promise<Outcome | undefined> {
    if (!this.book.current) return undefined
    return new Promise((resolve) => {
      const running = this.attend(ledFrom(Promise.resolve()), (outcome) => {
        running.close()
        resolve(outcome)
      })
    })
  }

  /** The sync of the open book for as long as it is not closed. Tabs of one account share their channel. */
  attend(leadership: Leadership, onended: (outcome: Outcome) => void): BookSync {
    const { authority, foundByCookie = false, wallMs = () => now } = this.#parts
    const open = this.book.current
    if (!open) throw new Error('the book is to be opened first')
    return new BookSync(
      { ...open, accountId },
      {
        registry,
        clock: new CorrectedClock(this.#notes, wallMs),
        notes: this.#notes,
        room: this.room,
        device: { id: 'device-a' },
        transport: () => authority.transport,
        lead: () => leadership,
        person: { actor: undefined, told: undefined, learn: () => {}, foundByCookie },
        wallMs,
        newId: () => randomId(),
        chance: () => 0.5,
      },
      {
        state: this.state,
        buckets: new OpenBuckets(),
        health: async () => this.health,
        hasWaiting: () => true,
        onended,
      },
    )
  }
}
