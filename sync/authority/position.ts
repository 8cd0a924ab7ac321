/** How far a device has come in a bucket, as the authority writes it down and reads it again. */
import type { Position } from '../wire/sync.ts'
import type { Place } from './store.ts'

/** A snapshot under way: of the log up to this sequence, everything newer than `after` has been sent; without it, nothing. */
export type Snapshot = { readonly upTo: number; readonly after: Place | undefined }

const written = /^([0-9]+)\|(?:([^|]{1,40})\|([^|]{1,200}))?$/

export const snapshotPosition = ({ upTo, after }: Snapshot): Position =>
  after ? `${upTo}|${after.at}|${after.id}` : `${upTo}|`

/** A sequence of the log; or the snapshot to go on with, a new one where the device holds nothing or says nonsense. */
export function readPosition(held: Position | undefined, last: number): number | Snapshot {
  // Ahead of the log: the authority's database is older than the device's news. It starts again.
  if (typeof held === 'number')
    return held <= last && held > 0 ? held : { upTo: last, after: undefined }
  const [, upTo, at, id] = written.exec(held ?? '') ?? []
  if (upTo === undefined || Number(upTo) > last) return { upTo: last, after: undefined }
  return {
    upTo: Number(upTo),
    after: at === undefined || id === undefined ? undefined : { at, id },
  }
}
