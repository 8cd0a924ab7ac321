/**
 * The one form of tar that backups are written in: plain files, in order, each behind a header. Any `tar` unpacks it, also
 * when there is no Branchbook any more. Reading is strict on purpose and takes nothing that was not written here: no links,
 * no folders, no extensions, no name that leads out of the folder it is unpacked into.
 */
const block = 512
/** What eleven octal digits hold; larger sizes stand there in binary, as GNU tar and libarchive do it. */
const mostOctal = 0o77777777777
const longestName = 100
/** Parts of a name are letters, digits, `_`, `-` and `.`, and none begins with a dot. */
const plainName = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

export type TarHeader = { readonly name: string; readonly bytes: number }

export const isTarName = (name: string): boolean =>
  name.length <= longestName && plainName.test(name)

const sumOf = (header: Uint8Array) =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0)

const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`

/** `at`: when the file was written, ms. */
export function writeTarHeader({ name, bytes }: TarHeader, at: number): Uint8Array {
  if (!isTarName(name)) throw new Error(`no name for a backup: ${name}`)
  const header = Buffer.alloc(block)
  header.write(name, 0)
  // Whoever unpacks it by hand gets files that are his alone.
  header.write(octal(0o600, 7) + octal(0, 7) + octal(0, 7), 100)
  if (bytes <= mostOctal) header.write(octal(bytes, 11), 124)
  else {
    header.writeUInt8(0x80, 124)
    header.writeBigUInt64BE(BigInt(bytes), 128)
  }
  header.write(octal(Math.floor(at / 1_000), 11), 136)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${octal(sumOf(header), 6)} `, 148)
  return header
}

/** Zeros that fill a file's last block. */
export const tarPadding = (bytes: number): Uint8Array =>
  new Uint8Array((block - (bytes % block)) % block)

/** Two empty blocks: nothing follows. */
export const tarEnd = new Uint8Array(2 * block)

/** Undefined where it is none that was written here. */
function readTarHeader(header: Buffer): TarHeader | undefined {
  const text = (from: number, to: number) => {
    const field = header.toString('latin1', from, to)
    const end = field.indexOf('\0')
    return end < 0 ? field : field.slice(0, end)
  }
  if (parseInt(text(148, 156), 8) !== sumOf(header)) return undefined
  const name = text(0, longestName)
  const isBinary = header.readUInt8(124) === 0x80
  const bytes = isBinary ? Number(header.readBigUInt64BE(128)) : parseInt(text(124, 136), 8)
  const isPlain = text(156, 157) === '0' && text(257, 263) === 'ustar' && isTarName(name)
  return isPlain && Number.isSafeInteger(bytes) ? { name, bytes } : undefined
}

/** What is in it, file by file: whoever takes one reads it to its end before he asks for the next. */
export class TarReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** 'end' behind the last file, 'broken' where it is cut off or none of ours. */
  async next(): Promise<TarHeader | 'end' | 'broken'> {
    const header = await this.#exactly(block)
    if (!header) return 'broken'
    if (header.every((byte) => byte === 0)) return (await this.#endsHere()) ? 'end' : 'broken'
    return readTarHeader(header) ?? 'broken'
  }

  /** The contents of a file in pieces; fewer bytes than said where the archive is cut off. */
  async *contents({ bytes }: TarHeader): AsyncGenerator<Buffer, void> {
    let left = bytes
    while (left > 0) {
      if (this.#rest.length === 0 && !(await this.#more())) return
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
    await this.#exactly(tarPadding(bytes).length)
  }

  /** The second empty block, and nothing behind it. */
  async #endsHere(): Promise<boolean> {
    const last = await this.#exactly(block)
    return (
      last?.every((byte) => byte === 0) === true && this.#rest.length === 0 && !(await this.#more())
    )
  }

  async #exactly(length: number): Promise<Buffer | undefined> {
    while (this.#rest.length < length) if (!(await this.#more())) return undefined
    const bytes = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return bytes
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next()
    if (done) return false
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value])
    return true
  }
}
