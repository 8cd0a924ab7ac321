/**
 * An authority that came back from a backup has lost what it took after that. Whoever wrote it still holds it: as soon as the
 * device hears what the authority knows of a row, its own later writes are offered again, under the stamps they had (D5).
 */
import type { Definition } from '../../schema/define-record.ts'
import type { Path } from '../../schema/derive/validate.ts'
import { placeOf } from '../../schema/derive/validate.ts'
import { standingIn } from '../../schema/document.ts'
import type { Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import { readStamp } from '../clock.ts'
import { hash64 } from '../digest.ts'
import { valueAt } from '../merge.ts'
import { sharedHead, sharedTail } from '../shared-ends.ts'
import type { Stamp, State } from '../wire/edit.ts'
import type { HeldEdit } from './held-edit.ts'

/**
 * `restoredAt`: when the authority came back, its clock, and `restoredTo`: the newest that it knew then; `offsetMs`: how far its
 * clock is ahead of this device's wall clock.
 */
export type Writer = {
  readonly device: string
  readonly restoredAt: number
  readonly restoredTo: number
  readonly offsetMs: number
}

/** Of what the device holds of a row, its own writes that the authority took once and does not know any more. */
export function lostWrites(
  definition: Definition,
  id: string,
  held: State,
  told: State,
  writer: Writer,
): readonly HeldEdit[] {
  const byStamp = new Map<Stamp, Path[]>()
  for (const [path, stamp] of Object.entries(held.stamps)) {
    if (!isLost(definition, path, held, told, writer)) continue
    byStamp.set(stamp, [...(byStamp.get(stamp) ?? []), path])
  }
  return [...byStamp]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([stamp, paths]) => ({
      id: idOf(id, stamp),
      row: id,
      type: definition.name,
      version: definition.version,
      stamp,
      fields: byPath(paths, (path) => written(definition, path, held, told)),
      basis: byPath(paths, (path) => told.stamps[path] ?? ''),
      madeAt: Math.max(0, readStamp(stamp).ms - writer.offsetMs),
      offset: writer.offsetMs,
    }))
}

function isLost(
  definition: Definition,
  path: Path,
  held: State,
  told: State,
  { device, restoredAt }: Writer,
): boolean {
  const stamp = held.stamps[path] ?? ''
  const known = told.stamps[path]
  const by = readStamp(stamp)
  if (by.device !== device || by.ms > restoredAt || (known ?? '') >= stamp) return false
  // Of what is written once, the first write that the authority knows now stands.
  const merge = placeOf(definition, path)?.field.merge
  if (merge === undefined || (merge === 'once' && known !== undefined)) return false
  const value = valueAt(held, path) ?? null
  // What was taken out stands against whoever had put it in before, and comes only now.
  return value === null || !sameJson(value, valueAt(told, path) ?? null)
}

function written(definition: Definition, path: Path, held: State, told: State): Json {
  if (placeOf(definition, path)?.field.merge !== 'text') return valueAt(held, path) ?? null
  const { text } = standingIn(held.body, path)
  return { text, over: sharedEnds(standingIn(told.body, path).text, text) }
}

/**
 * How two texts begin alike and how they end alike. Words that lost their update are added to what lies between, and take
 * nothing away: what the authority says there may be of somebody who came back before (X1).
 */
function sharedEnds(told: string, held: string): string {
  const head = held.slice(0, sharedHead(told, held))
  const tail = sharedTail(told.slice(head.length), held.slice(head.length))
  return head + held.slice(held.length - tail)
}

const byPath = <Value>(paths: readonly Path[], of: (path: Path) => Value): Record<Path, Value> =>
  Object.fromEntries(paths.map((path) => [path, of(path)]))

/** Revisions are seconds, and those of a row that is written many times in one second run ahead of the clock. */
const aheadAtMost = 3_600

/**
 * Was the row told, as it is held, in the time that was lost? Of what leaves this device the authority says no more, and whether
 * it still knows it nobody can tell.
 */
export const toldMeanwhile = (
  { rev }: { readonly rev: number },
  { restoredTo, restoredAt }: Pick<Writer, 'restoredTo' | 'restoredAt'>,
): boolean =>
  rev >= Math.floor(restoredTo / 1_000) && rev <= Math.floor(restoredAt / 1_000) + aheadAtMost

/** It was refused because whoever began the row had not come back yet: now the row is there. */
export function afterItsRow(edit: HeldEdit, { restoredAt }: Writer): HeldEdit {
  const { refused, ...rest } = edit
  const waited = refused?.reason === 'missing' && readStamp(edit.stamp).ms <= restoredAt
  return waited ? { ...rest, id: idOf(edit.id, edit.stamp) } : edit
}

/** The same write gets the same name in every tab, and whenever it is offered again. */
function idOf(row: string, stamp: Stamp): string {
  const { high, low } = hash64(`${row} ${stamp}`)
  return `${stamp.slice(0, 9)}${high.toString(36)}-${low.toString(36)}`
}
