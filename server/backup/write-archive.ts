/**
 * A backup as one file: the files of a data folder as tar, packed by gzip, with a manifest of their SHA-256 at the end. It goes
 * through in pieces, so that a database of any size needs little memory.
 */
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { BackedUpFile, Manifest } from './manifest.ts'
import { manifestName, writeManifest } from './manifest.ts'
import { tarEnd, tarPadding, writeTarHeader } from './tar.ts'

export type FileToBackUp = { readonly name: string; readonly path: string }

/** Writes the archive through to the disk. Throws where a file changes under it, or the disk is full. */
export async function writeArchive(
  path: string,
  files: readonly FileToBackUp[],
  about: Omit<Manifest, 'files'>,
): Promise<Manifest> {
  const noted: BackedUpFile[] = []
  const out = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true })
  await pipeline(Readable.from(archiveOf(files, about, noted)), createGzip(), out)
  return { ...about, files: noted }
}

async function* archiveOf(
  files: readonly FileToBackUp[],
  about: Omit<Manifest, 'files'>,
  noted: BackedUpFile[],
): AsyncGenerator<Uint8Array, void> {
  for (const { name, path } of files) {
    const bytes = await sizeOf(path)
    // Thrown away meanwhile: a photo that was taken back a month ago. The database is there by then, always.
    if (bytes === undefined) continue
    yield writeTarHeader({ name, bytes }, about.madeAt)
    const hash = createHash('sha256')
    let read = 0
    for await (const chunk of piecesOf(path)) {
      hash.update(chunk)
      read += chunk.length
      yield chunk
    }
    if (read !== bytes) throw new Error(`${path} changed while it was read`)
    yield tarPadding(bytes)
    noted.push({ name, bytes, sha256: hash.digest('hex') })
  }
  const manifest = Buffer.from(writeManifest({ ...about, files: noted }))
  yield writeTarHeader({ name: manifestName, bytes: manifest.length }, about.madeAt)
  yield manifest
  yield tarPadding(manifest.length)
  yield tarEnd
}

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )

/** A file stream gives buffers as long as no encoding is set, whatever its type says. */
const piecesOf = (path: string) => createReadStream(path) as AsyncIterable<Buffer>

/** Names that were given in a folder are on the disk as well. */
export function settleFolder(folder: string): void {
  // Windows writes folders through by itself, and opens none.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
