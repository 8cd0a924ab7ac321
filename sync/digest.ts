/**
 * What a bucket holds, in twelve bytes: how many rows, and the XOR of a 64-bit hash of each row's id and revision. Both
 * ends keep one for every bucket and compare, so that a batch lost to a broken disk, an eviction or a bug is found and
 * mended (R1). XOR forgets order, and adding a row twice takes it out: the same function puts a row in and takes it out.
 */
export type Digest = {
  readonly count: number
  /** Two halves of 32 bits. */
  readonly high: number
  readonly low: number
}

export const emptyDigest: Digest = { count: 0, high: 0, low: 0 }

const hashes = 0x1_0000_0000

/** MurmurHash3's last step: every bit of the input moves every bit of the result. */
function mixed(value: number): number {
  let mixing = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixing = Math.imul(mixing ^ (mixing >>> 13), 0xc2b2ae35)
  return (mixing ^ (mixing >>> 16)) >>> 0
}

/** Two lanes of 32 bits, each FNV-1a with a prime of its own: quick, spread evenly, and no secret. */
export function hash64(text: string): { readonly high: number; readonly low: number } {
  let high = 0x811c9dc5
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul(low ^ unit, 0x9e3779b1)
  }
  return { high: mixed(high), low: mixed(low) }
}

export type Held = { readonly id: string; readonly rev: number }

function change(digest: Digest, { id, rev }: Held, by: 1 | -1): Digest {
  const { high, low } = hash64(`${id}:${rev}`)
  return {
    count: digest.count + by,
    high: (digest.high ^ high) >>> 0,
    low: (digest.low ^ low) >>> 0,
  }
}

export const digestWith = (digest: Digest, row: Held): Digest => change(digest, row, 1)
export const digestWithout = (digest: Digest, row: Held): Digest => change(digest, row, -1)

export const digestOf = (rows: Iterable<Held>): Digest => {
  let digest = emptyDigest
  for (const row of rows) digest = digestWith(digest, row)
  return digest
}

const half = (value: number) => value.toString(36)

/** As it travels and lies on disk: `12.1z141z3.1y2p0ij`. */
export const writeDigest = ({ count, high, low }: Digest): string =>
  `${count}.${half(high)}.${half(low)}`

export function readDigest(text: string): Digest {
  const [count = '0', high = '0', low = '0'] = text.split('.')
  return { count: parseInt(count, 10), high: parseInt(high, 36), low: parseInt(low, 36) }
}

/** A bucket is compared range by range where its digests differ: few ranges for few rows. */
export const rangesFor = (count: number): number => (count < 64 ? 1 : count < 2_000 ? 16 : 256)

/** Which of so many ranges a row lies in: by its id alone, so that both ends agree. */
export const rangeOf = (id: string, ranges: number): number =>
  Math.floor((hash64(id).high / hashes) * ranges)

/** A digest for each range. */
export function rangeDigests(rows: Iterable<Held>, ranges: number): readonly string[] {
  const digests = Array.from({ length: ranges }, () => emptyDigest)
  for (const row of rows) {
    const range = rangeOf(row.id, ranges)
    digests[range] = digestWith(digests[range] ?? emptyDigest, row)
  }
  return digests.map(writeDigest)
}
