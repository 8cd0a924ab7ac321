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

  constructor(parts: DraftsParts) {
    this.#parts = parts
  }

  list(prefix: string): Live<readonly Kept[]> {
    const { book, storage } = this.#parts
    return new LiveQuery<readonly Kept[]>(
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
  }

  async read<V extends Json>(name: string) {
    const waiting = this.#next.get(name)
    const stored = waiting === undefined ? await this.#onDisk(name) : waiting
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
    try {
      for (;;) {
        const draft = this.#next.get(name)
        if (draft === undefined) return succeed(undefined)
        const written = await this.#parts.storage.guard(() => this.#write(name, draft))
        if (this.#next.get(name) === draft) this.#next.delete(name)
        if (!written.ok) return written
      }
    } finally {
      // In the same breath as the last look at #next, so that no word falls between.
      this.#saving.delete(name)
    }
  }

  async #write(name: string, draft: StoredDraft | null): Promise<void> {
    const { drafts } = await this.#parts.book.ready()
    await changeTable(drafts, [name], () =>
      draft ? { put: [draft], remove: [] } : { put: [], remove: [name] },
    )
  }

  async #onDisk(name: string): Promise<StoredDraft | undefined> {
    const { drafts } = await this.#parts.book.ready()
    return (await drafts.findOne(name).exec()) ?? undefined
  }
}

const keptOf = ({ id, savedAt }: StoredDraft): Kept => ({ name: id, savedAt })
const newestFirst = (left: Kept, right: Kept) => right.savedAt - left.savedAt
