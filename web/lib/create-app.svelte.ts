/**
 * Puts the app's long-lived objects together. It brings RxDB with it, half of all the app's code, so the root layout loads
 * it beside the first screen and not before it.
 */
import { version } from '$app/env'
import { untrack } from 'svelte'
import type { Registry } from '#schema/define-record.ts'
import type { App } from './app-context.svelte.ts'
import { askToKeep } from './data/storage-room.ts'
import { Book } from './data/book.svelte.ts'
import { CorrectedClock } from './data/clock.svelte.ts'
import { BookDrafts } from './data/drafts.ts'
import { browserStorage, localNotes } from './data/local-notes.ts'
import { randomId } from './data/random-id.ts'
import { BookRecords } from './data/records.ts'
import { RxDeviceStore } from './data/rx-store.ts'
import { SafeStorage } from './data/safe-storage.ts'
import { SyncService } from './data/sync-service.svelte.ts'
import { makeTransport } from './data/transport.ts'
import { wallMs } from './data/wall-clock.ts'
import { sessionApi } from './session/api.ts'
import { AppUpdate } from './session/app-update.svelte.ts'
import { CurrentSession } from './session/current-session.svelte.ts'
import { deviceId, deviceLabel } from './session/device.ts'

/** Call once, while the root layout is being initialised. */
export function createApp(registry: Registry): App {
  const notes = localNotes(browserStorage())
  const clock = new CorrectedClock(notes, wallMs)
  const book = new Book()
  const store = new RxDeviceStore(book.ready)
  const device = deviceId(notes)
  const pen = { device, wallMs, offsetMs: () => clock.offsetMs ?? 0, newId: () => randomId() }
  const storage = new SafeStorage({
    reopen: () => book.reopen(),
    onroom: (hasRoom) => sync.noteRoom(hasRoom),
  })
  const onwritten = () => {
    void askToKeep(notes)
    sync.noteWritten()
  }
  const records = new BookRecords({ book, store, storage, registry, pen, onwritten })
  const session = new CurrentSession({
    api: sessionApi((...request) => fetch(...request)),
    notes,
    device: { id: device, label: deviceLabel() },
    countUnsent: async () => (await store.outbox()).length,
    onclock: (serverNowMs) => clock.learn(serverNowMs - wallMs()),
    onsignedin: () => void sync.sendNow(),
    onleave: (forget) => book.leave(forget),
  })
  const sync = new SyncService({
    book,
    records,
    registry,
    clock,
    notes,
    transport: (accountId) => makeTransport((...request) => fetch(...request), accountId),
    device,
    appVersion: version,
    person: session,
    wallMs,
    newId: () => randomId(),
    chance: () => Math.random(),
  })
  followSession(session, book)
  const drafts = new BookDrafts({ book, storage, now: () => clock.now() })
  return { session, records, drafts, clock, sync, book, update: new AppUpdate() }
}

/** The open database is that of whoever is signed in, in this tab or another. */
function followSession(session: CurrentSession, book: Book): void {
  // The database is outside Svelte.
  $effect(() => {
    const accountId = session.account?.id
    void (accountId === undefined ? book.leave() : book.use(accountId))
  })
  // Other tabs and the network are outside Svelte.
  $effect(() => {
    void untrack(() => session.restore())
    window.addEventListener('storage', session.followOtherTabs)
    return () => window.removeEventListener('storage', session.followOtherTabs)
  })
}
