/** What is being typed, in the same database as the records. */
import { map } from 'rxjs'
import type { Json } from '#schema/json.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'
import type { Book } from './disk/book.svelte.ts'
import { LiveQuery } from './live.svelte.ts'
import type { SafeStorage } from './disk/safe-storage.ts'
import type { StoredDraft } from './disk/stored.ts'
import { changeTable } from './disk/table.ts'
import type { Drafts, Live, WriteFailure } from './types.ts'
import type { DraftChange } from './unkept-drafts.svelte.ts'
import { UnkeptDrafts } from './unkept-drafts.svelte.ts'

type Kept = { readonly name: string; readonly savedAt: number }
type Saving = Promise<Result<undefined, WriteFailure>>

export type DraftsParts = {
  readonly book: Book
  readonly storage: SafeStorage
  readonly now: () => number
}

export class BookDrafts implements Drafts {
  readonly #parts: DraftsParts
  /** What waits for the disk, by draft: the newest only. */
  readonly #next = new Map<string, DraftChange>()
  readonly #saving = new Map<string, Saving>()
  readonly #unkept = new UnkeptDrafts()
  /** Grows with each account that leaves this page. */
  #visit = 0

  constructor(parts: DraftsParts) {
    this.#parts = parts
  }

  list(prefix: string): Live<readonly Kept[]> {
    const { book, storage } = this.#parts
    const onDisk = new LiveQuery<readonly Kept[]>(
      [],
      () =>
        book.current && {
          subject: book.current.accountId,
          source: book.current.drafts
            .find({ selector: { id: { $gte: prefix, $lte: `${prefix}\uffff` } } })
            .$.pipe(map((drafts) => drafts.map(keptOf).sort(newestFirst))),
        },
      storage.noteTrouble,
    )
    const unkept = this.#unkept
    return {
      get current() {
        return unkept.size === 0 ? onDisk.current : unkept.over(onDisk.current, prefix)
      },
      get ready() {
        return onDisk.ready
      },
    }
  }

  get unkept(): number {
    return this.#unkept.words
  }

  /** Offers the disk once more what it did not take. */
  async keepAtLast(): Promise<void> {
    for (const [name, change] of this.#unkept.all()) await this.#save(name, change)
  }

  /** Resolves when nothing is on its way to the disk any more; false where something is in memory only. */
  async settled(): Promise<boolean> {
    await Promise.all(this.#saving.values())
    return this.#unkept.size === 0
  }

  /**
   * An account leaves this page, and what is only in memory with it: also what a slow disk is just about to refuse. Into the
   * book of whoever comes next it must not go.
   */
  forget(): void {
    this.#visit += 1
    this.#unkept.clear()
    this.#next.clear()
    this.#saving.clear()
  }

  async read<V extends Json>(name: string) {
    const waiting = this.#next.get(name) ?? this.#unkept.get(name)
    const stored = waiting === undefined ? await this.#onDisk(name) : waiting.draft
    return stored
      ? // Who kept it named its type.
        { value: JSON.parse(stored.packed) as V, savedAt: stored.savedAt }
      : undefined
  }

  keep(name: string, value: Json, over?: (held: Json) => Json): Saving {
    const draft = { id: name, savedAt: this.#parts.now(), packed: JSON.stringify(value) }
    return this.#save(name, { draft, over })
  }

  async discard(name: string, left?: (held: Json) => Json | undefined): Promise<void> {
    await this.#save(name, { draft: null, over: left })
  }

  /** One write a draft at a time; what comes meanwhile replaces what has not begun. */
  #save(name: string, change: DraftChange): Saving {
    this.#next.set(name, change)
    const running = this.#saving.get(name)
    if (running) return running
    const saving = this.#saveAll(name)
    this.#saving.set(name, saving)
    return saving
  }

  async #saveAll(name: string): Saving {
    const visit = this.#visit
    try {
      for (;;) {
        const change = this.#next.get(name)
        if (change === undefined) return succeed(undefined)
        const written = await this.#parts.storage.guard(() => this.#write(name, change))
        if (this.#visit !== visit) return written.ok ? succeed(undefined) : written
        if (written.ok) this.#unkept.delete(name)
        if (this.#next.get(name) !== change) continue
        this.#next.delete(name)
        if (written.ok) continue
        this.#unkept.set(name, change)
        return written
      }
    } finally {
      // In the same breath as the last look at #next, so that no word falls between.
      if (this.#visit === visit) this.#saving.delete(name)
    }
  }

  async #write(name: string, change: DraftChange): Promise<void> {
    const { drafts, cipher } = await this.#parts.book.ready()
    await changeTable(drafts, cipher, [name], (held) => {
      const draft = changed(change, held.get(name))
      return draft ? { put: [draft], remove: [] } : { put: [], remove: [name] }
    })
  }

  async #onDisk(name: string): Promise<StoredDraft | undefined> {
    const { book, storage } = this.#parts
    return storage.retry(async () => {
      const { drafts, cipher } = await book.ready()
      const found = await drafts.findOne(name).exec()
      if (!found) return undefined
      const { id, savedAt } = found
      return { id, savedAt, packed: await cipher.open(id, found.packed) }
    })
  }
}

/** What lies there may be another page's: it is asked for in the transaction that writes. */
function changed({ draft, over }: DraftChange, held: StoredDraft | undefined): StoredDraft | null {
  if (!held || !over) return draft
  const value = over(JSON.parse(held.packed) as Json)
  return value === undefined ? null : { ...held, ...draft, packed: JSON.stringify(value) }
}

const keptOf = ({ id, savedAt }: StoredDraft): Kept => ({ name: id, savedAt })
const newestFirst = (left: Kept, right: Kept) => right.savedAt - left.savedAt
