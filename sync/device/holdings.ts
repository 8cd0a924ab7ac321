/**
 * What a device knows of what it holds, in one note written with the rows it stands for (D2): how far it has come in every
 * bucket, the digest of what lies there, the scope it last learned, and since when a bucket opened on demand lies idle.
 */
import type { Definition, Registry } from '../../schema/define-record.ts'
import type { Digest } from '../digest.ts'
import { digestWith, digestWithout, emptyDigest, readDigest, writeDigest } from '../digest.ts'
import type { Position } from '../wire/sync.ts'
import type { DeviceRow } from './row.ts'
import { confirmed } from './row.ts'

export type Positions = Readonly<Record<string, Position>>

export type Holdings = {
  readonly positions: Positions
  /** Of what the authority told and this device holds, by bucket; absent where nobody has counted yet. */
  readonly digests: Readonly<Record<string, string>>
  /** The scope last learned, '' for none. */
  readonly scope: string
  /** The unopened packs, by bucket. */
  readonly packed: Readonly<Record<string, readonly string[]>>
  /** Buckets opened on demand: when somebody last looked, corrected ms. */
  readonly used: Readonly<Record<string, number>>
  /** When the rows were last counted one by one, corrected ms; 0 for never. */
  readonly countedAt: number
  /** Fingerprint of the definitions by which the rows were computed, '' for none (adopt-definitions.ts). */
  readonly definitions: string
}

export const noHoldings: Holdings = {
  positions: {},
  digests: {},
  scope: '',
  packed: {},
  used: {},
  countedAt: 0,
  definitions: '',
}

/** The buckets the authority's word of a row lies in; none where it has said nothing of the row yet. */
export function bucketsOf(
  definition: Definition | undefined,
  row: DeviceRow | undefined,
): readonly string[] {
  const said = row && row.rev > 0 ? confirmed(row) : null
  return definition && row && said ? definition.seenIn(said.body, row.id) : []
}

/** Digests followed through one transaction. */
export class Count {
  readonly #registry: Registry
  readonly #digests: Map<string, Digest>

  constructor(registry: Registry, digests: Holdings['digests']) {
    this.#registry = registry
    this.#digests = new Map(
      Object.entries(digests).map(([bucket, text]) => [bucket, readDigest(text)]),
    )
  }

  /** A bucket of which nothing was held: it is counted from here on. */
  begin(bucket: string): void {
    if (!this.#digests.has(bucket)) this.#digests.set(bucket, emptyDigest)
  }

  forget(bucket: string): void {
    this.#digests.delete(bucket)
  }

  /** A row as it was and as it is. */
  replace(before: DeviceRow | undefined, after: DeviceRow | undefined): void {
    this.#each(before, digestWithout)
    this.#each(after, digestWith)
  }

  result(): Record<string, string> {
    return Object.fromEntries(
      [...this.#digests].map(([bucket, digest]) => [bucket, writeDigest(digest)]),
    )
  }

  #each(row: DeviceRow | undefined, change: typeof digestWith): void {
    if (!row) return
    for (const bucket of bucketsOf(this.#registry.find(row.type), row)) {
      const digest = this.#digests.get(bucket)
      if (digest) this.#digests.set(bucket, change(digest, row))
    }
  }
}
