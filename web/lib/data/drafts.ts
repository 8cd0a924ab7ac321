/** What is being typed, in the same database as the records. */
import { map } from 'rxjs'
import type { Json } from '#schema/json.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'
import type { Book } from './book.svelte.ts'
import { LiveQuery } from './live.svelte.ts'
import type { SafeStorage } from './safe-storage.ts'
import type { StoredDraft } from './stored.ts'
import { changeTable } from './table.ts'
import type { Drafts, Live, WriteFailure } from './types.ts'
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
  /** The words that wait for the disk, by draft: the newest only. Null discards. */
  readonly #next = new Map<string, StoredDraft | null>()
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
    for (const [name, draft] of this.#unkept.all()) await this.#save(name, draft)
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
    const waiting = this.#next.get(name)
    const held = waiting === undefined ? this.#unkept.get(name) : waiting
    const stored = held === undefined ? await this.#onDisk(name) : held
    return stored
      ? // Who kept it named its type.
        { value: JSON.parse(stored.packed) as V, savedAt: stored.savedAt }
      : undefined
  }

  keep(name: string, value: Json): Saving {
    return this.#save(name, {
      id: name,
      savedAt: this.#parts.now(),
      packed: JSON.stringify(value),
    })
  }

  async discard(name: string): Promise<void> {
    await this.#save(name, null)
  }

  /** One write a draft at a time; what comes meanwhile replaces what has not begun. */
  #save(name: string, draft: StoredDraft | null): Saving {
    this.#next.set(name, draft)
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
        const draft = this.#next.get(name)
        if (draft === undefined) return succeed(undefined)
        const written = await this.#parts.storage.guard(() => this.#write(name, draft))
        if (this.#visit !== visit) return written.ok ? succeed(undefined) : written
        if (written.ok) this.#unkept.delete(name)
        if (this.#next.get(name) !== draft) continue
        this.#next.delete(name)
        if (written.ok) continue
        this.#unkept.set(name, draft)
        return written
      }
    } finally {
      // In the same breath as the last look at #next, so that no word falls between.
      if (this.#visit === visit) this.#saving.delete(name)
    }
  }

  async #write(name: string, draft: StoredDraft | null): Promise<void> {
    const { drafts, cipher } = await this.#parts.book.ready()
    await changeTable(drafts, cipher, [name], () =>
      draft ? { put: [draft], remove: [] } : { put: [], remove: [name] },
    )
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

const keptOf = ({ id, savedAt }: StoredDraft): Kept => ({ name: id, savedAt })
const newestFirst = (left: Kept, right: Kept) => right.savedAt - left.savedAt
