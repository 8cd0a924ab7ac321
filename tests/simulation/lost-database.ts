/** D5: what an authority that came back from a backup has lost, and what of it comes back from those who wrote it. */
import { textWrite } from '../../schema/document.ts'
import type { Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import type { HistoryEntry } from '../../sync/authority/store.ts'
import { bucketsOf } from '../../sync/device/holdings.ts'
import type { HeldEdit } from '../../sync/device/row.ts'
import { confirmed } from '../../sync/device/row.ts'
import { valueAt } from '../../sync/merge.ts'
import type { Stamp, State } from '../../sync/wire/edit.ts'
import type { Device } from './device.ts'
import { holds } from './faults.ts'
import type { Said, Stage } from './stage.ts'
import { registry } from './township.ts'

/** By the id of the edit, the stamp that the authority had given it. */
export type LostWrites = Map<string, Stamp>

/** What a database that was lost means to those who are still there. */
type Bereft = Pick<Stage, 'authority' | 'said' | 'takenBack' | 'pass'> & {
  readonly devices: readonly Device[]
  readonly restored: boolean
  readonly lostByRestore: LostWrites
  /** By the id of the edit, the fields that its writer holds. */
  readonly owed: Map<string, readonly string[]>
}

/** Of what was said, what the authority has taken. */
export async function writesKnown(world: Bereft): Promise<ReadonlyMap<string, Stamp>> {
  const entries = await world.authority.store.read((view) =>
    Promise.all(world.said.map(({ id }) => view.judged(id))),
  )
  return new Map(
    entries.flatMap((entry): [string, Stamp][] => (entry ? [[entry.edit, entry.given]] : [])),
  )
}

/**
 * The edit as it was said, which a device may have offered again under another name: as it was lost, or once more because it
 * was refused while its row was not back yet. `earlier`: what was judged before.
 */
export function saidAs(
  world: Bereft,
  { edit, row, stamp, device }: HistoryEntry,
  earlier: ReadonlyMap<string, HistoryEntry>,
): string {
  if (!world.restored || world.said.some(({ id }) => id === edit)) return edit
  const again = world.said.find(
    (said) =>
      said.row === row &&
      world.devices[said.device]?.name === device &&
      (world.lostByRestore.get(said.id) === stamp || earlier.get(said.id)?.stamp === stamp),
  )
  return again?.id ?? edit
}

/** Of what lies in an outbox the edit as it was said, under its own name or offered again. `there`: as it was judged last. */
export const heldAs = (
  { restored }: Pick<Bereft, 'restored'>,
  edits: readonly HeldEdit[],
  { id, row }: Said,
  there: HistoryEntry | undefined,
): HeldEdit | undefined =>
  edits.find((edit) => edit.id === id) ??
  // Two edits of one row may bear one stamp, of different fields: a clock that was put right goes on from the fields it writes.
  (restored
    ? edits.find((edit) => there !== undefined && edit.row === row && edit.stamp === there.stamp)
    : undefined)

/** Does the entry bring this field of it? Of what is offered again only what nobody had written over. */
export const brings = (entry: HistoryEntry, said: Said, path: string): boolean =>
  Object.hasOwn(said.fields, path) && (entry.edit === said.id || Object.hasOwn(entry.after, path))

/** What it holds of the row in a bucket that it asks about: of others it is not told that they are gone. */
async function stateHeld(device: Device, id: string): Promise<State | undefined> {
  const { contents } = device.disk
  const row = (await contents.all()).find((each) => each.id === id)
  const { positions } = await contents.holdings()
  const asked = bucketsOf(row && registry.find(row.type), row).some((bucket) => bucket in positions)
  return (asked && row && confirmed(row)) || undefined
}

/** As the authority comes back: what the writer still holds of a row under the stamp that it was given. */
export async function noteOwed(world: Bereft): Promise<void> {
  world.owed.clear()
  for (const said of world.said) {
    const stamp = world.lostByRestore.get(said.id)
    const device = world.devices[said.device]
    // The first release offers nothing again.
    if (stamp === undefined || device?.speaks !== 2) continue
    const held = await stateHeld(device, said.row)
    const paths = Object.keys(held?.stamps ?? {}).filter((path) => held?.stamps[path] === stamp)
    if (paths.length > 0) world.owed.set(said.id, paths)
  }
}

/** Its database was deleted or damaged: of it nothing is asked. */
export function excuse(world: Bereft, device: Device): void {
  for (const { id, device: index } of world.said) if (index === device.index) world.owed.delete(id)
}

/** S3: of these the first write stands that the authority knows now. */
const isOnce = (path: string): boolean => path === 'author' || path === 'branchId'

/** The value under which a written one stands. */
const standingFor = (path: string, written: Json | undefined): Json =>
  path === 'minutes' ? textWrite(written ?? null).text || null : (written ?? null)

/** At rest, what was owed stands, waits refused with its writer, or was written over. */
export async function checkOwed(
  world: Bereft,
  entries: ReadonlyMap<string, HistoryEntry>,
): Promise<void> {
  for (const said of world.said) {
    const paths = world.owed.get(said.id)
    if (!paths) continue
    const stamp = world.lostByRestore.get(said.id) ?? ''
    const device = world.devices[said.device]
    if (!device) continue
    const outbox = await device.disk.contents.outbox()
    const waits = outbox.some(
      ({ id, edits }) => id === said.row && edits.some((edit) => edit.stamp === stamp),
    )
    if (waits || world.takenBack.has(said.id)) continue
    const came = entries.has(said.id)
    if (came) world.pass('offeredAgain')
    const row = await world.authority.store.read((view) => view.row(said.row))
    const isOver = paths.every(
      (path) =>
        (row?.stamps[path] ?? '') > stamp ||
        (isOnce(path) && row?.stamps[path] !== undefined) ||
        (row && sameJson(valueAt(row, path) ?? null, standingFor(path, said.fields[path]))),
    )
    holds(came || isOver, 'D5', () => `${said.id} of ${device.name} did not come back`)
  }
}
