/**
 * Puts the app's long-lived objects together. It brings RxDB with it, half of all the app's code, so the root layout loads
 * it beside the first screen and not before it.
 */
import { version } from '$app/env'
import { untrack } from 'svelte'
import { keepsBranch } from '#schema/access.ts'
import type { Registry } from '#schema/define-record.ts'

import type { App } from './app-context.svelte.ts'
import { Book } from './data/disk/book.svelte.ts'
import { Files, countsIn } from './data/files.svelte.ts'
import { CorrectedClock } from './data/clock.svelte.ts'
import { BookDrafts } from './data/drafts.ts'
import { KeyKeeper, Locked } from './data/keys/key-keeper.ts'
import { KeyStore } from './data/keys/key-store.ts'
import { leadOrWait } from './data/sync/leadership.ts'
import type { Notes } from './data/disk/local-notes.ts'
import { browserStorage, localNotes, ofOnePerson } from './data/disk/local-notes.ts'
import { randomId } from './data/random-id.ts'
import type { exportOutbox } from './data/outbox-export.ts'
import { Room } from './data/disk/room.svelte.ts'
import { BookRecords } from './data/records.ts'
import { RxDeviceStore } from './data/disk/rx-store.ts'
import { SafeStorage } from './data/disk/safe-storage.ts'
import { SyncMemory } from './data/sync/memory.ts'
import { SyncService } from './data/sync/service.svelte.ts'
import { makeTransport } from './data/sync/transport.ts'
import { wallMs } from './data/wall-clock.ts'
import type { DeskParts, FileDesk } from './files/file-desk.svelte.ts'
import { sessionApi } from './session/api.ts'
import type { AppUpdate } from './session/app-update.svelte.ts'
import type { Fate } from './session/current-session.svelte.ts'
import { CurrentSession } from './session/current-session.svelte.ts'
import type { LockParts } from './session/device-lock.svelte.ts'
import { DeviceLock } from './session/device-lock.svelte.ts'
import { endOnDevice } from './session/end-on-device.ts'
import { ThisDevice } from './session/device.ts'

/** Whatever stands in for it by the time of asking. */
const ask: typeof fetch = (...request) => fetch(...request)

/** Call once, while the root layout is being initialised. */
export function createApp(registry: Registry, update: AppUpdate): App {
  const notes = localNotes(browserStorage())
  const device = new ThisDevice(notes)
  const clock = new CorrectedClock(notes, wallMs)
  const { keeper, book, store, room, storage } = openDisk((accountId) => lock.noteLocked(accountId))
  const drafts = new BookDrafts({ book, storage, now: () => clock.now() })
  const lock = makeLock({ keeper, notes, device, settle: () => drafts.settled() })
  const pen = penOf(device, clock)
  const onwritten = () => {
    askToKeepSoon(notes)
    sync.noteWritten()
  }
  const records = new BookRecords({ book, store, storage, registry, pen, onwritten })
  const files = makeFiles({
    ...{ records, clock, notes, isSyncing: () => sync.running },
    keeps: (branchId) => session.actor !== undefined && keepsBranch(session.actor, branchId),
  })
  const session = new CurrentSession({
    api: sessionApi(ask),
    notes,
    device,
    settle: () => drafts.settled(),
    onclock: (serverNowMs) => clock.learn(serverNowMs - wallMs()),
    onsignedin: () => void sync.tryAgain(),
    onleave: leaving({ book, notes, lock }),
    now: () => clock.now(),
  })
  const sync = new SyncService({
    ...{ book, records, drafts, files, registry, clock, notes, room, device, wallMs },
    transport: (accountId) => makeTransport(ask, accountId),
    lead: (accountId) => leadOrWait(`branchbook-lead-${accountId}`, navigator.locks),
    appVersion: version,
    person: session,
    newId: randomId,
    chance: Math.random,
    onrevoked: () => void endOnDevice(store, session, () => files.counts.all),
  })
  followSession(session, book, drafts, lock)
  followLock(lock, sync)
  followFiles(files, book, sync, notes)
  guardUnkept({ drafts, storage, update }, () => book.current && !room.full)
  const whose = () => ({ accountId: session.account?.id ?? '', device: device.id })
  const exportUnsent = () => exportNow({ store, keeper, now: () => clock.now() }, whose())
  return { session, lock, records, exportUnsent, drafts, clock, sync, book, room, update, files }
}

function askToKeepSoon(notes: Notes): void {
  void import('./data/disk/kept-storage.ts').then(
    ({ askToKeep }) => askToKeep(notes, wallMs()),
    // Its part of the app is not here yet: the next words ask.
    () => undefined,
  )
}

type FileParts = Pick<DeskParts, 'records' | 'clock' | 'notes' | 'isSyncing' | 'keeps'>

function makeFiles(parts: FileParts): Files<FileDesk> {
  const files = new Files<FileDesk>(async (book) => {
    const { FileDesk: Desk } = await import('./files/file-desk.svelte.ts')
    return new Desk({
      ...{ ...parts, book, wallMs },
      oncount: (counts) => (files.counts = counts),
    })
  })
  return files
}

/** Somebody leaves this device, or his book does. False, and nothing is done, where it may not. */
const leaving =
  ({
    book,
    notes,
    lock,
  }: {
    readonly book: Book
    readonly notes: Notes
    readonly lock: DeviceLock
  }) =>
  async (accountId: string, fate: Fate): Promise<boolean> => {
    const goes = fate !== 'stays'
    if (goes && (countsIn(notes, accountId).all > 0 || !(await book.takeLeave(fate.goesUnless))))
      return false
    // Who takes the phone next reads nothing of what this person looked at.
    notes.dropAll(ofOnePerson)
    await book.leave(goes)
    if (!goes) return true
    indexedDB.deleteDatabase(`branchbook-files-${accountId}`)
    new SyncMemory(notes, accountId).forget()
    // Without its key whatever the browser still has of the book is noise.
    await lock.forget(accountId)
    return true
  }

const exportNow: typeof exportOutbox = async (...given) =>
  (await import('./data/outbox-export.ts')).exportOutbox(...given)

const penOf = (device: ThisDevice, clock: CorrectedClock) => ({
  get device() {
    return device.id
  },
  wallMs,
  offsetMs: () => clock.offsetMs ?? 0,
  newId: randomId,
})

function makeLock(parts: Pick<LockParts, 'keeper' | 'notes' | 'device' | 'settle'>): DeviceLock {
  return new DeviceLock({
    ...parts,
    wallMs,
    client: async () => {
      const { deviceKeysClient } = await import('./session/device-keys-client.ts')
      return deviceKeysClient(ask)
    },
    isPhone: () => matchMedia('(pointer: coarse)').matches,
  })
}

function openDisk(onlocked: (accountId: string) => void) {
  const channel =
    typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('branchbook-keys')
  const keeper = new KeyKeeper(new KeyStore(), channel)
  const book = new Book((accountId) =>
    keeper.cipherFor(accountId).catch((error: unknown) => {
      if (error instanceof Locked) onlocked(accountId)
      throw error
    }),
  )
  const store = new RxDeviceStore(book.ready)
  // Needed once, when the first sync has ended, and then perhaps never.
  const reserve = async () => new (await import('./data/disk/storage-reserve.ts')).Reserve()
  const room = new Room({ reserve, manager: navigator.storage })
  const storage = new SafeStorage({
    reopen: () => book.reopen(),
    owner: () => book.owner,
    giveWay: () => room.giveWay(),
  })
  sealWhatIsOpen(keeper, book, storage)
  return { keeper, book, store, room, storage }
}

/** What was taken here goes whenever records have gone. */
function followFiles(files: Files<FileDesk>, book: Book, sync: SyncService, notes: Notes): void {
  // The disk and the network are outside Svelte.
  $effect(() => {
    const open = book.current
    untrack(() => files.follow(open, notes))
  })
  $effect(() => {
    const { restoredAt } = sync
    if (sync.reached && !sync.running) untrack(() => files.wake())
    if (sync.reached && restoredAt !== undefined) untrack(() => files.bringAgain(restoredAt, notes))
  })
}

function followLock(lock: DeviceLock, sync: SyncService): void {
  // Fingers, time and the network are outside Svelte.
  $effect(() => lock.watch())
  $effect(() => {
    if (sync.reached) void untrack(() => lock.equip())
  })
}

/** What an earlier release left in clear. */
function sealWhatIsOpen(keeper: KeyKeeper, book: Book, storage: SafeStorage): void {
  // The disk is outside Svelte.
  $effect(() => {
    const open = book.current
    if (open) keeper.sealEarlier(open).catch(storage.noteTrouble)
  })
}

type Unkept = {
  readonly drafts: BookDrafts
  readonly storage: SafeStorage
  readonly update: AppUpdate
}

/** What is in memory only goes to the disk as soon as it may, and until then nobody closes or reloads the page unasked. */
function guardUnkept({ drafts, storage, update }: Unkept, mayKeep: () => unknown): void {
  // The disk and the page's life are outside Svelte.
  $effect(() => {
    if (mayKeep()) void untrack(() => drafts.keepAtLast())
  })
  $effect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (storage.isWriting || drafts.unkept > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  })
  $effect(() => (drafts.unkept > 0 ? update.hold() : undefined))
}

/** The open database is that of whoever is signed in, in this tab or another; locked, none is open. */
function followSession(
  session: CurrentSession,
  book: Book,
  drafts: BookDrafts,
  lock: DeviceLock,
): void {
  // Who he is to the server is learnt anew with every reply; whose book it is stays the same.
  const accountId = $derived(session.account?.id)
  // The device's keys and the database are outside Svelte.
  $effect(() => {
    untrack(() => lock.follow(accountId))
    if (accountId !== undefined) return () => untrack(() => drafts.forget())
    return undefined
  })
  $effect(() => {
    void (accountId !== undefined && lock.isOpenFor(accountId) ? book.use(accountId) : book.leave())
  })
  // Other tabs and the network are outside Svelte.
  $effect(() => {
    void untrack(() => session.restore())
    window.addEventListener('storage', session.followOtherTabs)
    return () => window.removeEventListener('storage', session.followOtherTabs)
  })
}
