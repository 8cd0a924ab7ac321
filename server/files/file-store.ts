/**
 * The bytes of files, on the disk beside the database. A whole file lies under its own SHA-256 and nowhere else, so no name
 * anybody sends ever becomes part of a path; a half one lies in a hidden folder under a random id, which backups leave out.
 */
import { createHash } from 'node:crypto'
import { constants, createReadStream, mkdirSync } from 'node:fs'
import type { ReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { settleFolder } from '../backup/write-archive.ts'

const filesName = 'files'
const partsName = '.uploads'

const digestPattern = /^[0-9a-f]{64}$/
const idPattern = /^[A-Za-z0-9_-]{1,64}$/

export class FileStore {
  readonly #folder: string

  constructor(dataFolder: string) {
    this.#folder = dataFolder
  }

  /** How much of an upload is here; undefined where nothing of it is. */
  partLength(id: string): Promise<number | undefined> {
    return sizeOf(this.#part(id))
  }

  async beginPart(id: string): Promise<void> {
    mkdirSync(join(this.#folder, partsName), { recursive: true, mode: 0o700 })
    const file = await open(this.#part(id), 'wx', 0o600)
    await file.close()
  }

  /**
   * Writes what arrives at its place, as long as it arrives, and answers how much is here then: what a broken connection
   * brought before it broke is kept. Never more than `most`.
   */
  async extendPart(
    id: string,
    offset: number,
    chunks: AsyncIterable<Uint8Array>,
    most: number,
  ): Promise<{ readonly length: number; readonly tooMuch: boolean }> {
    const file = await open(this.#part(id), constants.O_WRONLY)
    let length = offset
    let tooMuch = false
    try {
      for await (const chunk of asLongAsItComes(chunks)) {
        tooMuch = length + chunk.length > most
        if (tooMuch) break
        await file.write(chunk, 0, chunk.length, length)
        length += chunk.length
      }
    } finally {
      // What is told to have arrived has arrived for good.
      await file.sync()
      await file.close()
    }
    return { length, tooMuch }
  }

  readPart(id: string): Promise<Buffer> {
    return readFile(this.#part(id))
  }

  async dropPart(id: string): Promise<void> {
    await rm(this.#part(id), { force: true })
  }

  /** The part, whole by now, gets its name. Call only with bytes of that digest. */
  async place(id: string, digest: string): Promise<void> {
    const path = this.#path(digest)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    await rename(this.#part(id), path)
    settleFolder(dirname(path))
  }

  async has(digest: string): Promise<boolean> {
    return (await sizeOf(this.#path(digest))) !== undefined
  }

  read(digest: string): ReadStream {
    return createReadStream(this.#path(digest))
  }

  async drop(digest: string): Promise<void> {
    await rm(this.#path(digest), { force: true })
  }

  #part(id: string): string {
    if (!idPattern.test(id)) throw new Error('an upload has an id of ours')
    return join(this.#folder, partsName, id)
  }

  #path(digest: string): string {
    if (!digestPattern.test(digest)) throw new Error('a file is named by its digest')
    return join(this.#folder, filesName, digest.slice(0, 2), digest.slice(2, 4), digest)
  }
}

export const digestOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )

/** A sender that is gone in the middle ends it; a disk that fails is another matter, and thrown where it is written. */
async function* asLongAsItComes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch {
    // What came is kept, and the sender asks where it stands.
  }
}
