/**
 * The app's few long-lived objects, made once by the root layout and handed down by context.
 *
 * In a screen:
 *
 *   const { records, session, clock, sync, drafts } = getApp()        // during component initialisation
 *   const meetings = records.list(meeting, () => ({ of: branchId, limit: 20 }))
 *   …  {#if meetings.ready} {#each meetings.current as row (row.id)} …
 *   const written = await records.write([{ type: meeting, fields: { place: '会议室' } }])
 *   if (!written.ok) …                                                // flaw · full · storage: words for each
 *
 * `records.list`, `records.one`, `records.outbox` and `drafts.list` subscribe while the component lives, so they are called
 * while it is being initialised, or in the constructor of a class made then. Nothing here needs a network.
 */
import { createContext } from 'svelte'
import type { Result } from '#sync/result.ts'
import type { Exported, ExportFailure } from './data/outbox-export.ts'
import type { Files } from './data/files.svelte.ts'
import type { Room } from './data/disk/room.svelte.ts'
import type { Clock, Drafts, Records, Sync } from './data/types.ts'
import type { FileDesk } from './files/file-desk.svelte.ts'
import type { AppUpdate } from './session/app-update.svelte.ts'
import type { DeviceLock } from './session/device-lock.svelte.ts'
import type { CurrentSession } from './session/current-session.svelte.ts'

export type App = {
  readonly session: CurrentSession
  /** Whether the person's book is locked on this device, and by what it opens. */
  readonly lock: DeviceLock
  readonly records: Records
  /** What waits as a file for its server; needs no network. */
  exportUnsent(): Promise<Result<Exported, ExportFailure>>
  readonly drafts: Drafts
  readonly clock: Clock
  /** Photos and papers taken here. */
  readonly files: Files<FileDesk>
  readonly sync: Sync
  /** The device's database. `broken` where it cannot be opened: then nothing can be kept, and the frame says so. */
  readonly book: { readonly broken: boolean }
  /** Whether the device has room. */
  readonly room: Pick<Room, 'full'>
  /** The next version of the app; a screen that a reload would hurt calls `update.hold()`. */
  readonly update: AppUpdate
}

export const [getApp, setApp] = createContext<App>()
