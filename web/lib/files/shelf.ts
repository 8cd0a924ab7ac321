/**
 * The bytes of photos and papers on this device, sealed, in a database of their own beside the book. What somebody took lies
 * here before anything else happens to it, and stays until the server has confirmed it; what was fetched to be looked at
 * lies beside it and gives way to newer ones. Both are found by their digest.
 */
import type { Cipher } from '#lib/data/keys/cipher.ts'
import { withinMs } from '#lib/data/disk/storage-failure.ts'
import { answerOf } from '#lib/data/disk/table.ts'
import type { FileKind } from '#schema/rules/files.ts'
import type { UploadRefusal } from '#sync/wire/files.ts'
import { openBytes, sealBytes } from './seal-bytes.ts'

/** Something taken here that the server has not confirmed. */
export type Taken = {
  /** Of the row that names it, written or still to be. */
  readonly row: string
  readonly meetingId: string
  readonly digest: string
  readonly kind: FileKind
  readonly bytes: number
  readonly thumb?: string
  readonly thumbBytes?: number
  readonly width?: number
  readonly height?: number
  /** Corrected clock, ms. */
  readonly addedAt: number
  /** Its row has been written: it may go. */
  readonly filed: boolean
  /** Why the server did not take it. */
  readonly refused?: UploadRefusal
  /** Taken away before it was filed: it can still be brought back, and is nowhere else. */
  readonly dropped?: true
  /** What was typed with it, sealed: {@link TakenWords}. */
  readonly words: string
}

export type TakenWords = { readonly name?: string; readonly caption?: string }

type Stored = {
  readonly digest: string
  readonly sealed: Uint8Array<ArrayBuffer>
  readonly usedAt: number
  /** Not confirmed: it never gives way. */
  readonly own: 0 | 1
}

export type Piece = { readonly digest: string; readonly bytes: Uint8Array<ArrayBuffer> }

export const shelfName = (accountId: string): string => `branchbook-files-${accountId}`

/** What was fetched to be looked at takes no more room than this. */
const mostFetchedBytes = 50_000_000
const limitMs = 20_000

type Stores = { readonly taken: IDBObjectStore; readonly bytes: IDBObjectStore }

export type ShelfParts = {
  readonly accountId: string
  readonly cipher: Cipher
  readonly indexedDB: IDBFactory
  /** Wall clock, ms: says only what was looked at longer ago. */
  now(): number
}

export class Shelf {
  readonly #parts: ShelfParts
  readonly #mostFetched: number

  constructor(parts: ShelfParts, mostFetched = mostFetchedBytes) {
    this.#parts = parts
    this.#mostFetched = mostFetched
  }

  /** Oldest first, without what was taken away. */
  async all(): Promise<readonly Taken[]> {
    const all = await this.#all()
    return all.filter(({ dropped }) => !dropped).sort((left, right) => left.addedAt - right.addedAt)
  }

  #all(): Promise<Taken[]> {
    return this.#use('readonly', ({ taken }) => answerOf<Taken[]>(taken.getAll()))
  }

  /** Somebody takes it away and may say otherwise: on the disk, so that it is not back after a reload. */
  drop(row: string): Promise<void> {
    return this.change(row, (taken) => (taken.filed ? taken : { ...taken, dropped: true }))
  }

  bringBack(row: string): Promise<void> {
    return this.change(row, undropped)
  }

  /** The time to say otherwise is over: of one, or of all that an earlier visit left. */
  async forgetDropped(row?: string): Promise<void> {
    for (const each of await this.#all())
      if (each.dropped && (row === undefined || each.row === row)) await this.letGo(each.row)
  }

  /** All of it lies on the disk when this resolves, or nothing. The same photo once more changes nothing, or brings it back. */
  async put(
    taken: Omit<Taken, 'words'>,
    words: TakenWords,
    pieces: readonly Piece[],
  ): Promise<void> {
    const { cipher } = this.#parts
    const sealedWords = await cipher.seal(taken.row, JSON.stringify(words))
    const stored = await Promise.all(pieces.map((piece) => this.#sealed(piece, 1)))
    await this.#use('readwrite', async (stores) => {
      const known = await answerOf<Taken | undefined>(stores.taken.get(taken.row))
      if (known?.dropped) stores.taken.put(undropped(known))
      if (known) return
      for (const piece of stored) stores.bytes.put(piece)
      stores.taken.put({ ...taken, words: sealedWords } satisfies Taken)
    })
  }

  async wordsOf({ row, words }: Taken): Promise<TakenWords> {
    // Written by `put` alone.
    return JSON.parse(await this.#parts.cipher.open(row, words)) as TakenWords
  }

  async say(row: string, words: TakenWords): Promise<void> {
    const sealed = await this.#parts.cipher.seal(row, JSON.stringify(words))
    await this.change(row, (taken) => ({ ...taken, words: sealed }))
  }

  change(row: string, work: (taken: Taken) => Taken): Promise<void> {
    return this.#use('readwrite', async ({ taken }) => {
      const before = await answerOf<Taken | undefined>(taken.get(row))
      if (before) taken.put(work(before))
    })
  }

  /** The server has it, or nobody wants it any more: its bytes may give way from now on. */
  letGo(row: string): Promise<void> {
    return this.#use('readwrite', async ({ taken, bytes }) => {
      const gone = await answerOf<Taken | undefined>(taken.get(row))
      if (!gone) return
      taken.delete(row)
      const others = await answerOf<Taken[]>(taken.getAll())
      for (const digest of digestsOf(gone)) {
        if (others.some((each) => each.row !== row && digestsOf(each).includes(digest))) continue
        const piece = await answerOf<Stored | undefined>(bytes.get(digest))
        if (piece) bytes.put({ ...piece, own: 0 } satisfies Stored)
      }
    })
  }

  async holds(digests: readonly string[]): Promise<boolean> {
    const found = await this.#use('readonly', ({ bytes }) =>
      Promise.all(digests.map((digest) => answerOf(bytes.getKey(digest)))),
    )
    return found.every((key) => key !== undefined)
  }

  /** The server has lost it: what still lies here never gives way until it is confirmed once more. */
  async takeAgain(taken: Omit<Taken, 'words'>): Promise<void> {
    const words = await this.#parts.cipher.seal(taken.row, '{}')
    await this.#use('readwrite', async (stores) => {
      if (await answerOf(stores.taken.get(taken.row))) return
      for (const digest of digestsOf(taken)) {
        const piece = await answerOf<Stored | undefined>(stores.bytes.get(digest))
        if (piece) stores.bytes.put({ ...piece, own: 1 } satisfies Stored)
      }
      stores.taken.put({ ...taken, words } satisfies Taken)
    })
  }

  /** Somebody gave up for good what was not filed: its bytes go as well, unless another meeting needs them. */
  discard(rows: readonly string[]): Promise<void> {
    return this.#use('readwrite', async ({ taken, bytes }) => {
      const all = await answerOf<Taken[]>(taken.getAll())
      const gone = all.filter(({ row, filed }) => rows.includes(row) && !filed)
      const needed = all.filter((each) => !gone.includes(each)).flatMap(digestsOf)
      for (const { row } of gone) taken.delete(row)
      for (const digest of gone.flatMap(digestsOf))
        if (!needed.includes(digest)) bytes.delete(digest)
    })
  }

  async read(digest: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { cipher, now } = this.#parts
    const found = await this.#use('readwrite', async ({ bytes }) => {
      const piece = await answerOf<Stored | undefined>(bytes.get(digest))
      if (piece?.own === 0) bytes.put({ ...piece, usedAt: now() } satisfies Stored)
      return piece
    })
    return found && openBytes(cipher, digest, found.sealed)
  }

  /** Keeps what was fetched; what was looked at longest ago gives way to it. */
  async keepFetched(piece: Piece): Promise<void> {
    const stored = await this.#sealed(piece, 0)
    await this.#use('readwrite', async ({ bytes }) => {
      if (await answerOf(bytes.get(piece.digest))) return
      const fetched = (await answerOf<Stored[]>(bytes.getAll())).filter(({ own }) => own === 0)
      let room = this.#mostFetched - stored.sealed.length
      for (const each of fetched.sort((left, right) => right.usedAt - left.usedAt)) {
        room -= each.sealed.length
        if (room < 0) bytes.delete(each.digest)
      }
      bytes.put(stored)
    })
  }

  async #sealed({ digest, bytes }: Piece, own: 0 | 1): Promise<Stored> {
    const { cipher, now } = this.#parts
    return { digest, sealed: await sealBytes(cipher, digest, bytes), usedAt: now(), own }
  }

  /** Resolves when it is committed. */
  async #use<Value>(
    mode: IDBTransactionMode,
    work: (stores: Stores) => Promise<Value>,
  ): Promise<Value> {
    const request = this.#parts.indexedDB.open(shelfName(this.#parts.accountId), 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('taken', { keyPath: 'row' })
      request.result.createObjectStore('bytes', { keyPath: 'digest' })
    }
    const database = await withinMs(limitMs, answerOf(request))
    try {
      const transaction = database.transaction(['taken', 'bytes'], mode, { durability: 'strict' })
      const committed = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () =>
          reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
      })
      const stores = {
        taken: transaction.objectStore('taken'),
        bytes: transaction.objectStore('bytes'),
      }
      const [value] = await withinMs(limitMs, Promise.all([work(stores), committed]))
      return value
    } finally {
      database.close()
    }
  }
}

const undropped = ({ dropped: _before, ...taken }: Taken): Taken => taken

const digestsOf = ({ digest, thumb }: Pick<Taken, 'digest' | 'thumb'>): readonly string[] =>
  thumb === undefined ? [digest] : [digest, thumb]
