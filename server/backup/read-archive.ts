/** Reading a backup: every file in it against the manifest at its end, and nothing trusted before that. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import type { TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { BackedUpFile, Manifest } from './manifest.ts'
import { manifestName, readManifest } from './manifest.ts'
import type { TarHeader } from './tar.ts'
import { TarReader } from './tar.ts'

/** A hundred thousand files. */
const largestManifest = 32_000_000

/** No backup, or not whole any more. `detail` is for whoever looks closer. */
export type ArchiveFlaw = { readonly kind: 'damagedBackup'; readonly detail: string }
const damaged = (detail: string) => fail<ArchiveFlaw>({ kind: 'damagedBackup', detail })

export type ReadArchive = {
  readonly manifest: Manifest
  /** Of the archive as it lies there. */
  readonly sha256: string
  readonly bytes: number
}

/** Reads all of it and compares every file with the manifest; with `into`, unpacks it there. */
export async function readArchive(
  path: string,
  into?: string,
): Promise<Result<ReadArchive, ArchiveFlaw>> {
  const whole = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      whole.update(chunk)
      bytes += chunk.length
      done(undefined, chunk)
    },
  })
  const unpacking = createGunzip()
  const arrived = pipeline(createReadStream(path), count, unpacking)
  // Told by the loop below as well: this only keeps it from being nobody's.
  arrived.catch(() => undefined)
  try {
    const manifest = await readFiles(new TarReader(unpacking as AsyncIterable<Buffer>), into)
    if (!manifest.ok) return manifest
    await arrived
    return succeed({ manifest: manifest.value, sha256: whole.digest('hex'), bytes })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // What gzip says of bytes it cannot read. Anything else is the disk's, and thrown.
    if (code?.startsWith('Z_') !== true) throw error
    return damaged(code)
  } finally {
    unpacking.destroy()
  }
}

async function readFiles(
  tar: TarReader,
  into: string | undefined,
): Promise<Result<Manifest, ArchiveFlaw>> {
  const found: BackedUpFile[] = []
  for (;;) {
    const header = await tar.next()
    if (header === 'end') return damaged(`no ${manifestName}`)
    if (header === 'broken') return damaged(`after ${found.at(-1)?.name ?? 'nothing'}`)
    if (header.name === manifestName) return manifestAgainst(tar, header, found)
    if (found.some(({ name }) => name === header.name)) return damaged(`${header.name} twice`)
    const file = await readFile(tar, header, into)
    if (!file) return damaged(`${header.name} is cut off`)
    found.push(file)
  }
}

async function readFile(
  tar: TarReader,
  header: TarHeader,
  into: string | undefined,
): Promise<BackedUpFile | undefined> {
  const hash = createHash('sha256')
  let bytes = 0
  const pieces = async function* () {
    for await (const piece of tar.contents(header)) {
      hash.update(piece)
      bytes += piece.length
      yield piece
    }
  }
  if (into === undefined) {
    const read = pieces()
    while (!(await read.next()).done);
  } else {
    const path = join(into, header.name)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const out = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true })
    await pipeline(Readable.from(pieces()), out)
  }
  return bytes === header.bytes
    ? { name: header.name, bytes, sha256: hash.digest('hex') }
    : undefined
}

async function manifestAgainst(
  tar: TarReader,
  header: TarHeader,
  found: readonly BackedUpFile[],
): Promise<Result<Manifest, ArchiveFlaw>> {
  if (header.bytes > largestManifest) return damaged(`${manifestName} is too large`)
  const pieces: Buffer[] = []
  for await (const piece of tar.contents(header)) pieces.push(piece)
  const manifest = readManifest(Buffer.concat(pieces).toString('utf8'))
  if (!manifest) return damaged(`${manifestName} cannot be read`)
  if ((await tar.next()) !== 'end') return damaged('something follows its end')
  const wanted = new Map(manifest.files.map((file) => [file.name, file]))
  const other = found.find(({ name, bytes, sha256 }) => {
    const said = wanted.get(name)
    return said?.bytes !== bytes || said.sha256 !== sha256
  })
  if (other) return damaged(`${other.name} is not what was backed up`)
  return found.length === manifest.files.length ? succeed(manifest) : damaged('files are missing')
}
