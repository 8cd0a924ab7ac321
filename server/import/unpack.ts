/**
 * The parts of an .xlsx, inflated under a cap. Sizes written in a zip are claims of whoever made it, so only bytes that
 * really came out are counted; and the spreadsheet library is then given a fresh zip of exactly these parts, so that it
 * cannot read the claims differently from how we did. Archives inside the archive are never opened.
 */
import { Inflate, zipSync } from 'fflate'
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { ImportFailure } from './contract.ts'

const packLimits = {
  bytes: 10_000_000,
  inflatedBytes: 60_000_000,
  entries: 1_000,
} as const

type Entry = { readonly name: string; readonly stored: boolean; readonly data: Uint8Array }
export type Parts = Readonly<Record<string, Uint8Array>>

class TooMuch extends Error {}

const damaged = fail<ImportFailure>({ error: 'notExcel', detail: 'damaged' })

/** The XML parts by name. */
export function unpack(bytes: Uint8Array): Result<Parts, ImportFailure> {
  if (bytes.length > packLimits.bytes) return fail({ error: 'tooLarge', detail: 'bytes' })
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return fail(compoundFile(bytes))
  if (!startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    return fail({ error: 'notExcel', detail: 'otherFormat' })
  }
  const entries = entriesOf(bytes)
  if (!entries.ok) return entries
  const parts: Record<string, Uint8Array> = {}
  let room: number = packLimits.inflatedBytes
  try {
    for (const { name, stored, data } of entries.value) {
      if (!/\.(xml|rels)$/.test(name)) continue
      const part = stored ? data : inflate(data, room)
      room -= part.length
      if (room < 0) throw new TooMuch()
      parts[name] = part
    }
  } catch (error) {
    // fflate throws plain errors for broken streams; both endings are expected of a file from outside.
    return error instanceof TooMuch ? fail({ error: 'tooLarge', detail: 'inflated' }) : damaged
  }
  return parts['xl/workbook.xml']
    ? succeed(parts)
    : fail({ error: 'notExcel', detail: 'otherFormat' })
}

/** The parts as a zip without compression. */
export const repack = (parts: Parts): Uint8Array => zipSync({ ...parts }, { level: 0 })

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte)

/** Excel before 2007, or an .xlsx under a password: both are OLE compound files. */
function compoundFile(bytes: Uint8Array): ImportFailure {
  const mark = Buffer.from('EncryptedPackage', 'utf16le')
  const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(mark)
  return { error: 'notExcel', detail: encrypted ? 'encrypted' : 'otherFormat' }
}

/**
 * The entries of the central directory, which is what Excel itself reads. fflate's streaming reader goes by the local
 * headers instead and has to guess where an entry without a stated length ends.
 */
function entriesOf(bytes: Uint8Array): Result<readonly Entry[], ImportFailure> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = endOfDirectory(view)
  if (end === undefined) return damaged
  const count = view.getUint16(end + 10, true)
  if (count > packLimits.entries) return fail({ error: 'tooLarge', detail: 'inflated' })
  const entries: Entry[] = []
  try {
    let at = view.getUint32(end + 16, true)
    for (let index = 0; index < count; index += 1) {
      if (view.getUint32(at, true) !== 0x02014b50) return damaged
      if (view.getUint16(at + 8, true) & 1) return fail({ error: 'notExcel', detail: 'encrypted' })
      const method = view.getUint16(at + 10, true)
      const nameLength = view.getUint16(at + 28, true)
      const header = view.getUint32(at + 42, true)
      if (view.getUint32(header, true) !== 0x04034b50 || (method !== 0 && method !== 8))
        return damaged
      const start =
        header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
      entries.push({
        name: Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString(),
        stored: method === 0,
        data: bytes.subarray(start, start + view.getUint32(at + 20, true)),
      })
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    }
  } catch (error) {
    // An offset beyond the file: the directory lies.
    if (error instanceof RangeError) return damaged
    throw error
  }
  return succeed(entries)
}

/** Where the end-of-directory record begins; a comment of up to 64 KB may follow it. */
function endOfDirectory(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - 22 - 65_535)
  for (let at = view.byteLength - 22; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  return undefined
}

/** Small slices: one slice can swell a thousandfold before it is counted. */
const sliceBytes = 4_096

function inflate(data: Uint8Array, room: number): Uint8Array {
  const chunks: Uint8Array[] = []
  let size = 0
  let done = false
  const stream = new Inflate((chunk, final) => {
    size += chunk.length
    if (size > room) throw new TooMuch()
    chunks.push(chunk)
    done = final
  })
  for (let at = 0; at < data.length && !done; at += sliceBytes) {
    stream.push(data.subarray(at, at + sliceBytes), at + sliceBytes >= data.length)
  }
  return Buffer.concat(chunks, size)
}
