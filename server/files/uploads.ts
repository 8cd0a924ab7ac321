/**
 * Taking files in. Who brings one names the row that names it: he must be allowed to write that row, or have written it, each
 * time he comes. A file counts only once all of its bytes are here and are what its name and its row say.
 */
import { mayWrite } from '../../schema/derive/may-write.ts'
import type { NamedFile } from '../../schema/define-record.ts'
import { yearAt } from '../../schema/rules/calendar.ts'
import { instantOf } from '../../schema/rules/calendar.ts'
import { branchYearBytes, mostBytes, uploadLastsMs } from '../../schema/rules/files.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { UploadRefusal, UploadTrouble } from '../../sync/wire/files.ts'
import { newId } from '../accounts/random.ts'
import type { Parts } from '../parts.ts'
import type { Upload } from './file-book.ts'
import { digestOf } from './file-store.ts'
import { flawInFile } from './file-kind.ts'

type Account = { readonly id: string; readonly personId: string }
export type UploadFailure = UploadRefusal | UploadTrouble

/** `offset`: how much of it is here. Undefined as upload where the row has the file already. */
export type Standing = { readonly upload: Upload | undefined; readonly offset: number }

export type Wish = { readonly row: string; readonly digest: string; readonly length: number }

/** Begun and not finished, of one account: an afternoon of photos is one after another. */
const mostAtOnce = 40

type Turn = { readonly overtaken: AbortController; readonly ended: Promise<unknown> }

type FileParts = Pick<Parts, 'registry' | 'store' | 'files' | 'fileBook' | 'now'>

export class Uploads {
  readonly #parts: FileParts
  /** By upload, who is at it just now: two writers would tear it, and who only looks would be told what is true no longer. */
  readonly #turns = new Map<string, Turn>()

  constructor(parts: FileParts) {
    this.#parts = parts
  }

  /** A new upload, or the one begun earlier. */
  async begin(account: Account, wish: Wish): Promise<Result<Standing, UploadFailure>> {
    const { files, fileBook, now } = this.#parts
    const named = await this.#namedFor(account, wish)
    if (!named.ok) return named
    const { kind, owner } = named.value
    const { row, digest, length } = wish
    // A disk that lost its bytes gets them again.
    if (fileBook.isLinked(row, digest) && (await files.has(digest)))
      return succeed({ upload: undefined, offset: length })
    if (length > mostBytes(kind)) return fail('tooLarge')
    if (length !== named.value.bytes) return fail('wrongContents')
    const before = fileBook.begunBefore(account.id, row, digest)
    if (before) return this.#inTurn(before.id, () => this.#standing(before))
    if (fileBook.uploadsOf(account.id) >= mostAtOnce) return fail('busy')
    const year = instantOf(`${yearAt(now())}-01-01`, '00:00')
    if (fileBook.bytesOf(owner, Date.parse(year)) + length > branchYearBytes) return fail('noRoom')
    const upload = { ...wish, id: newId(), account: account.id, owner, begunAt: now() }
    await files.beginPart(upload.id)
    await fileBook.begin(upload)
    return succeed({ upload, offset: 0 })
  }

  /** Where an upload stands; of another's, and of one that may no longer go on, as if there were none. */
  async look(account: Account, id: string): Promise<Result<Standing, UploadFailure>> {
    const found = await this.#own(account, id)
    return found.ok ? this.#inTurn(id, () => this.#standing(found.value)) : found
  }

  /** Writes what comes at `offset`, which must be where the upload stands. */
  async extend(
    account: Account,
    id: string,
    offset: number,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<Result<Standing, UploadFailure>> {
    const found = await this.#own(account, id)
    if (!found.ok) return found
    return this.#inTurn(id, (overtaken) =>
      this.#extend(found.value, offset, until(overtaken, chunks)),
    )
  }

  async end(account: Account, id: string): Promise<Result<undefined, UploadFailure>> {
    const found = await this.#own(account, id)
    if (!found.ok) return found
    return this.#inTurn(id, async () => {
      await this.#drop(found.value)
      return succeed(undefined)
    })
  }

  /**
   * Whoever comes later overtakes: a phone whose link died is back long before the server hears that it died. What had come
   * until then is kept, and he hears of it.
   */
  async #inTurn<Outcome>(
    id: string,
    work: (overtaken: AbortSignal) => Promise<Outcome>,
  ): Promise<Outcome> {
    for (let before = this.#turns.get(id); before; before = this.#turns.get(id)) {
      before.overtaken.abort()
      await before.ended
    }
    const overtaken = new AbortController()
    const outcome = work(overtaken.signal).finally(() => this.#turns.delete(id))
    this.#turns.set(id, { overtaken, ended: outcome.catch(() => undefined) })
    return outcome
  }

  async #extend(
    upload: Upload,
    offset: number,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<Result<Standing, UploadFailure>> {
    const { files } = this.#parts
    const standing = await this.#standing(upload)
    if (!standing.ok || standing.value.offset === upload.length) return standing
    if (standing.value.offset !== offset) return fail('offset')
    const { length, tooMuch } = await files.extendPart(upload.id, offset, chunks, upload.length)
    if (tooMuch) return fail('tooLarge')
    return length < upload.length ? succeed({ upload, offset: length }) : this.#finish(upload)
  }

  /** Also of an upload that was whole when the server went down. */
  async #standing(upload: Upload): Promise<Result<Standing, UploadFailure>> {
    const { files } = this.#parts
    const offset = await files.partLength(upload.id)
    if (offset === undefined && !(await files.has(upload.digest))) {
      // The server came back from a backup, which holds no halves.
      await this.#drop(upload)
      return fail('gone')
    }
    if (offset === undefined || offset === upload.length) return this.#finish(upload)
    return succeed({ upload, offset })
  }

  async #finish(upload: Upload): Promise<Result<Standing, UploadFailure>> {
    const { files, fileBook, store, now } = this.#parts
    const named = await store.read((view) => this.#fileNamedBy(view, upload))
    if (!named) return fail('notYet')
    if ((await files.partLength(upload.id)) !== undefined) {
      const bytes = await files.readPart(upload.id)
      const flaw =
        digestOf(bytes) === upload.digest ? flawInFile(bytes, named.kind) : 'wrongContents'
      if (flaw) {
        await this.#drop(upload)
        return fail(flaw)
      }
      await files.place(upload.id, upload.digest)
    }
    await fileBook.keep(upload, named.kind, now())
    return succeed({ upload: undefined, offset: upload.length })
  }

  async #drop({ id }: Upload): Promise<void> {
    const { files, fileBook } = this.#parts
    await files.dropPart(id)
    await fileBook.end(id)
  }

  async #own(account: Account, id: string): Promise<Result<Upload, UploadFailure>> {
    const { fileBook, now } = this.#parts
    const upload = fileBook.upload(id)
    if (upload?.account !== account.id) return fail('gone')
    if (upload.begunAt + uploadLastsMs <= now()) return fail('gone')
    const named = await this.#namedFor(account, upload)
    return named.ok ? succeed(upload) : named
  }

  #namedFor(account: Account, wish: Wish): Promise<Result<NamedFile, UploadFailure>> {
    const { registry, store, now } = this.#parts
    return store.read(async (view): Promise<Result<NamedFile, UploadFailure>> => {
      const actor = await actorOf(view, account, now())
      const row = await view.row(wish.row)
      const definition = row && registry.find(row.type)
      if (!actor || !definition) return fail('notYet')
      const { id, body } = row
      const may =
        mayWrite(definition, actor, { id, before: body, after: body, fields: {} }) ||
        (await view.history(id)).some((entry) => entry.account === account.id && wasTaken(entry))
      if (!may) return fail('notAllowed')
      const named = await this.#fileNamedBy(view, wish)
      return named ? succeed(named) : fail('notYet')
    })
  }

  async #fileNamedBy(
    view: StoreView,
    { row: id, digest }: Pick<Wish, 'row' | 'digest'>,
  ): Promise<NamedFile | undefined> {
    const row = await view.row(id)
    const files = row && this.#parts.registry.find(row.type)?.files?.(row.body)
    return files?.find((file) => file.digest === digest)
  }
}

/** What comes, until somebody overtakes. A read of a dead connection may never end, so it is left behind. */
async function* until(
  overtaken: AbortSignal,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const left = new Promise<{ readonly done: true; readonly value: undefined }>((resolve) => {
    overtaken.addEventListener('abort', () => {
      resolve({ done: true, value: undefined })
    })
  })
  const coming = chunks[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { done, value } = await Promise.race([coming.next(), left])
      if (done === true) return
      yield value
    }
  } finally {
    void coming.return?.(undefined)
  }
}

const wasTaken = ({ result }: { readonly result: string }) =>
  result === 'accepted' || result === 'merged'
