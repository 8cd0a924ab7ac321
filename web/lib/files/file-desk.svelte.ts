/**
 * Photos and papers on this device: taking them, filing them with their meeting, sending, showing. Loaded when there is something
 * to do; what every screen must know of it (how many wait) is web/lib/data/files.svelte.ts.
 */
import type { OpenBook } from '#lib/data/disk/database.ts'
import type { FileCounts } from '#lib/data/files.svelte.ts'
import { fileNote, restoredNote } from '#lib/data/files.svelte.ts'
import { leadOrWait } from '#lib/data/sync/leadership.ts'
import type { Notes } from '#lib/data/disk/local-notes.ts'
import { storageFailureOf } from '#lib/data/disk/storage-failure.ts'
import { listenForTriggers } from '#lib/data/sync/triggers.ts'
import type { Clock, Records, WriteFailure } from '#lib/data/types.ts'
import { derivedId } from '#schema/define-record.ts'
import { attachment } from '#schema/records/attachment.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { isAmongCommittee } from '#schema/records/meeting.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { bringFile } from './bring-file.ts'
import type { Missing } from './fetch-file.ts'
import { fetchFile } from './fetch-file.ts'
import { linkNow, onLinkChange } from './link.ts'
import type { TakeFailure } from './make-pieces.ts'
import { makePieces } from './make-pieces.ts'
import { isoOf } from './seal-bytes.ts'
import type { Pause } from './send-files.ts'
import { FileSender } from './send-files.ts'
import { waitAgain } from './wait-again.ts'
import type { Taken, TakenWords } from './shelf.ts'
import { Shelf } from './shelf.ts'

export type DeskParts = {
  readonly book: OpenBook
  readonly records: Pick<Records, 'find' | 'findAll' | 'write'>
  readonly clock: Clock
  readonly notes: Notes
  readonly wallMs: () => number
  readonly isSyncing: () => boolean
  /** Whether whoever uses this book keeps the records of a branch. */
  readonly keeps: (branchId: string) => boolean
  /** How many wait, for whoever must know. */
  oncount(counts: FileCounts): void
}

export type MeetingOf = {
  readonly id: string
  readonly branchId: string
  readonly startsAt: string
  readonly kinds: readonly MeetingKind[]
}

const wifiOnlyNote = 'files.wifi-only'

export class FileDesk {
  readonly #parts: DeskParts
  readonly #shelf: Shelf
  readonly #sender: FileSender
  readonly #ends: (() => void)[] = []
  /** What was taken here and is not confirmed, oldest first. */
  taken = $state.raw<readonly Taken[]>([])
  ready = $state(false)
  /** By row, how much of it has arrived: 0 to 1. */
  progress = $state.raw<Readonly<Record<string, number>>>({})
  pause = $state<Pause>()
  #wifiOnly = $state(false)

  constructor(parts: DeskParts) {
    const { book, notes, records, wallMs, clock } = parts
    const { accountId, cipher } = book
    this.#parts = parts
    this.#wifiOnly = notes.read(wifiOnlyNote) !== undefined
    this.#shelf = new Shelf({ accountId, cipher, indexedDB: globalThis.indexedDB, now: wallMs })
    const tabs =
      typeof BroadcastChannel === 'undefined'
        ? undefined
        : new BroadcastChannel(`branchbook-files-${accountId}`)
    const bringParts = { fetch: fetch.bind(globalThis), accountId, now: wallMs }
    this.#sender = new FileSender({
      ...{ shelf: this.#shelf, records, link: linkNow, isSyncing: parts.isSyncing },
      bring: (file, goesOn, onprogress) => bringFile({ ...bringParts, goesOn, onprogress }, file),
      wifiOnly: () => notes.read(wifiOnlyNote) !== undefined,
      now: () => clock.now(),
      chance: () => Math.random(),
      onchange: () => void this.#changed(),
      onprogress: (row, share) => this.#onProgress(row, share),
      onpause: (pause) => (this.pause = pause),
    })
    this.#ends.push(this.#listen(tabs), this.#lead(accountId))
    this.#tellTabs = () => tabs?.postMessage('changed')
    void this.#read()
  }

  readonly #tellTabs: () => void

  #closed = false
  #bringing: Promise<void> | undefined

  close(): void {
    this.#closed = true
    this.#sender.close()
    for (const end of this.#ends.splice(0)) end()
  }

  get wifiOnly(): boolean {
    return this.#wifiOnly
  }

  setWifiOnly(on: boolean): void {
    this.#wifiOnly = on
    this.#parts.notes.write(wifiOnlyNote, on ? 'yes' : undefined)
    this.#sender.wake()
  }

  /** Something in the world has changed. */
  wake(): void {
    this.#sender.wake()
  }

  /** A person asks for it, whatever the link costs. */
  sendNow(): void {
    void this.#sender.sendNow()
  }

  /** The server came back from a backup at that time: what it lost, and still lies here, goes once more. */
  bringAgain(restoredAt: number): Promise<void> {
    this.#bringing ??= this.#bringAgain(restoredAt).finally(() => (this.#bringing = undefined))
    return this.#bringing
  }

  async #bringAgain(restoredAt: number): Promise<void> {
    const { records, keeps, notes, book } = this.#parts
    await waitAgain({
      ...{ fetch: (...request) => fetch(...request), shelf: this.#shelf, records },
      mayBring: keeps,
    })
    notes.write(restoredNote(book.accountId), String(restoredAt))
    await this.#changed()
    this.#sender.wake()
  }

  /** Once more, what was refused. */
  async tryAgain(row: string): Promise<void> {
    await this.#shelf.change(row, ({ refused: _why, ...taken }) => taken)
    await this.#changed()
    await this.#sender.sendNow(row)
  }

  /** Photo or paper: on the disk when this resolves. `filed`: its meeting is written, so its row is as well. */
  async add(
    file: File | Blob,
    meeting: MeetingOf,
    isWritten: boolean,
  ): Promise<Result<string, TakeFailure>> {
    const made = await makePieces(file)
    if (!made.ok) return made
    const { pieces, words, ...facts } = made.value
    const row = derivedId(attachment.name, [meeting.id, facts.digest.slice(0, 40)])
    const addedAt = this.#parts.clock.now()
    const taken = { ...facts, row, meetingId: meeting.id, addedAt, filed: false }
    // Noted first: should the app end right after the disk took it, the next start looks for it.
    this.#tellCounts({ ...this.#counts, all: this.#counts.all + 1 })
    try {
      await this.#shelf.put(taken, words, pieces)
    } catch (error) {
      await this.#read().catch(() => undefined)
      const failure = storageFailureOf(error)
      if (failure === undefined) throw error
      return fail(failure === 'full' ? 'full' : 'storage')
    }
    await this.#changed()
    if (isWritten) {
      const filed = await this.file(meeting, row)
      if (!filed.ok) return fail(filed.failure.kind === 'full' ? 'full' : 'storage')
    }
    return succeed(row)
  }

  /** Writes the rows of what was taken for a meeting that is written by now; then it may go. `again`: taken just now, be it once more. */
  async file(meeting: MeetingOf, again?: string): Promise<Result<undefined, WriteFailure>> {
    const waiting = (await this.#shelf.all()).filter(
      ({ row, meetingId, filed }) => meetingId === meeting.id && (!filed || row === again),
    )
    if (waiting.length === 0) return succeed(undefined)
    const before = await this.#parts.records.findAll(attachment, { of: meeting.id, removed: true })
    let order = Math.max(-1, ...before.map(({ body }) => body.order))
    const drafts = []
    for (const taken of waiting) {
      // What was said of it since it was filed stands in its row.
      const words = taken.filed ? {} : await this.#shelf.wordsOf(taken)
      const isKnown = before.some(({ id }) => id === taken.row)
      if (!isKnown) order = Math.min(order + 1, 9_999)
      const fields = isKnown ? { removedAt: null } : fieldsOf(taken, meeting, order)
      drafts.push({ type: attachment, id: taken.row, fields: { ...fields, ...words } })
    }
    const written = await this.#parts.records.write(drafts)
    if (!written.ok) return written
    for (const { row } of waiting)
      await this.#shelf.change(row, (taken) => ({ ...taken, filed: true }))
    await this.#changed()
    this.#sender.wake()
    return succeed(undefined)
  }

  wordsOf(taken: Taken): Promise<TakenWords> {
    return this.#shelf.wordsOf(taken)
  }

  /** The caption of what is not filed yet. */
  async say(taken: Taken, caption: string): Promise<void> {
    const { caption: _before, ...words } = await this.#shelf.wordsOf(taken)
    await this.#shelf.say(taken.row, { ...words, ...(caption && { caption }) })
    await this.#changed()
  }

  /** Somebody does not want what is not filed yet, and may say otherwise until it is forgotten. */
  async drop(row: string, way: 'drop' | 'bringBack' | 'forgetDropped'): Promise<void> {
    await this.#shelf[way](row)
    await this.#changed()
  }

  /** Somebody does not want it after all, and had time to say otherwise. */
  async letGo(row: string): Promise<void> {
    await this.#shelf.letGo(row)
    await this.#changed()
  }

  /** Somebody was shown what would be lost, and gave it up. What is filed by now stays. */
  async discard(rows: readonly string[]): Promise<void> {
    await this.#shelf.discard(rows)
    await this.#changed()
  }

  show(row: string, digest: string): Promise<Uint8Array<ArrayBuffer> | Missing> {
    return fetchFile((...request) => fetch(...request), this.#shelf, { row, digest })
  }

  #onProgress(row: string, share: number): void {
    this.progress = { ...this.progress, [row]: share }
  }

  async #changed(): Promise<void> {
    await this.#read()
    this.#tellTabs()
  }

  async #read(): Promise<void> {
    this.taken = await this.#shelf.all()
    this.ready = true
    this.#tellCounts(this.#counts)
  }

  #tellCounts(counts: FileCounts): void {
    const { book, notes, oncount } = this.#parts
    const { all, filed } = counts
    notes.write(fileNote(book.accountId), all > 0 ? `${all} ${filed}` : undefined)
    // Of a book that was left meanwhile nobody asks any more.
    if (!this.#closed) oncount(counts)
  }

  get #counts(): FileCounts {
    const filed = this.taken.filter((taken) => taken.filed).length
    return { all: this.taken.length, filed }
  }

  #listen(tabs: BroadcastChannel | undefined): () => void {
    if (tabs) tabs.onmessage = () => void this.#read()
    const wake = () => this.#sender.wake()
    const endTriggers = listenForTriggers(wake)
    const endLink = onLinkChange(wake)
    return () => {
      endTriggers()
      endLink()
      tabs?.close()
    }
  }

  #lead(accountId: string): () => void {
    const leadership = leadOrWait(`branchbook-send-files-${accountId}`, navigator.locks)
    void leadership.begun.then(() => this.#sender.lead())
    void leadership.begun.then(() => this.#shelf.forgetDropped())
    return () => leadership.end()
  }
}

const fieldsOf = (taken: Taken, meeting: MeetingOf, order: number) => ({
  meetingId: meeting.id,
  branchId: meeting.branchId,
  heldAt: meeting.startsAt,
  addedAt: isoOf(taken.addedAt),
  digest: taken.digest,
  kind: taken.kind,
  bytes: taken.bytes,
  order,
  ...(isAmongCommittee(meeting) && { amongCommittee: true }),
  ...(taken.width !== undefined && { width: taken.width }),
  ...(taken.height !== undefined && { height: taken.height }),
  ...(taken.thumb !== undefined && { thumb: taken.thumb }),
  ...(taken.thumbBytes !== undefined && { thumbBytes: taken.thumbBytes }),
})
