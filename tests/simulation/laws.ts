/** The laws that hold at every moment, checked against what really lies in every store. Numbers as in docs/sync-protocol.md. */
import type { Json } from '../../schema/json.ts'
import { isObject, sameJson } from '../../schema/json.ts'
import { readPosition } from '../../sync/authority/position.ts'
import type { HistoryEntry } from '../../sync/authority/store.ts'
import { toleranceMs } from '../../sync/authority/true-time.ts'
import { readStamp } from '../../sync/clock.ts'
import { bucketsOf } from '../../sync/device/holdings.ts'
import type { DeviceRow, HeldEdit } from '../../sync/device/row.ts'
import type { WireRow } from '../../sync/wire/columns.ts'
import { packedIn } from './authority-side.ts'
import type { Device } from './device.ts'
import { holds } from './faults.ts'
import { heldAs, saidAs } from './lost-database.ts'
import { stepFields } from './paper.ts'
import { registry } from './township.ts'
import type { World } from './world.ts'
import type { Said } from './stage.ts'

/** By the edit as it was said, what the authority has judged. */
export const judged = async (world: World): Promise<ReadonlyMap<string, HistoryEntry>> =>
  world.authority.store.read(async (view) => {
    const entries = new Map<string, HistoryEntry>()
    const seen = new Set<string>()
    for (const row of new Set(world.said.map((said) => said.row))) {
      for (const entry of await view.history(row)) {
        holds(!seen.has(entry.edit), 'A1', () => `edit ${entry.edit} has two entries`)
        seen.add(entry.edit)
        const id = saidAs(world, entry, entries)
        // What was taken once stays taken, though its writer offered it again and may not write there by now.
        if (entry.result !== 'refused' || (entries.get(id) ?? entry).result === 'refused')
          entries.set(id, entry)
      }
    }
    return entries
  })

/**
 * D1: each edit ever written is confirmed, in the outbox, or refused with a reason; or it was refused, and taken back by
 * its writer, or all its words were carried along or written anew in later edits of the same device, for which the same
 * holds. What lay unsent in a database that was evicted is lost by the disk, and what only a lost database of the
 * authority had is lost with it.
 */
export async function checkNothingLost(world: World): Promise<ReadonlyMap<string, HistoryEntry>> {
  const entries = await judged(world)
  for (const device of world.devices) {
    const outbox = await device.disk.contents.outbox()
    const held = outbox.flatMap(({ edits }) => edits)
    for (const said of world.said) {
      if (said.device !== device.index) continue
      const there = entries.get(said.id)
      const here = heldAs(world, held, said, there)
      holds(
        fateOf(world, said, here, there) !== 'nowhere',
        'D1',
        () => `edit ${said.id} of ${device.name} is nowhere`,
      )
      if (here?.refused && there?.result !== 'refused' && !world.lostByRestore.has(said.id))
        holds(await isRefused(world, here), 'P5', () => `${said.id} was refused by nobody`)
      if (there) checkStamp(there)
    }
  }
  return entries
}

const isRefused = (world: World, { id }: HeldEdit): Promise<boolean> =>
  world.authority.store.read(async (view) => (await view.judged(id))?.result === 'refused')

/** What has become of an edit; `nowhere` is what must never be. */
export const fates = [
  'confirmed',
  'unsent',
  'refused',
  'takenBack',
  'takenUp',
  'lostWithDisk',
  'lostWithAuthority',
  'nowhere',
] as const
export type Fate = (typeof fates)[number]

function fateOf(
  world: World,
  said: Said,
  here: HeldEdit | undefined,
  there: HistoryEntry | undefined,
): Fate {
  if (there !== undefined && there.result !== 'refused') return 'confirmed'
  if (here) return here.refused ? 'refused' : 'unsent'
  if (world.takenBack.has(said.id)) return 'takenBack'
  if (isTakenUp(world, said)) return 'takenUp'
  if (world.lostByDisk.has(said.id)) return 'lostWithDisk'
  return world.lostByRestore.has(said.id) ? 'lostWithAuthority' : 'nowhere'
}

/** The fates of all edits, one by one. */
export async function fatesIn(world: World): Promise<readonly Fate[]> {
  const entries = await judged(world)
  const held: HeldEdit[][] = []
  for (const { disk } of world.devices)
    held.push((await disk.contents.outbox()).flatMap(({ edits }) => [...edits]))
  return world.said.map((said) => {
    const there = entries.get(said.id)
    return fateOf(world, said, heldAs(world, held[said.device] ?? [], said, there), there)
  })
}

function checkStamp({ edit, given, receivedAt }: HistoryEntry): void {
  const lead = readStamp(given).ms - receivedAt
  holds(lead <= toleranceMs, 'S6', () => `edit ${edit} was given a stamp ${lead} ms ahead`)
}

/**
 * Each of its words lies in an edit made later, or its writer has put others in their place since. A step that was refused
 * was not taken: whoever writes on does not take it along unasked.
 */
function isTakenUp(world: World, said: Said): boolean {
  const index = world.said.indexOf(said)
  const others = world.said.filter(({ device, row }) => device === said.device && row === said.row)
  return Object.entries(said.fields).every(([path, value]) =>
    others.some(
      (other) =>
        (other.order > said.order && (other.typed.has(path) || stepFields.has(path))) ||
        (world.said.indexOf(other) > index && saysSame(other.fields[path], value)),
    ),
  )
}

/**
 * Of a document the words alone: over which others they are said to be written may change (sync/device/refused-words.ts),
 * and the first release wrote them plain.
 */
const saysSame = (other: Json | undefined, value: Json): boolean => {
  const said = wordsIn(other)
  return sameJson(other, value) || (said !== undefined && said === wordsIn(value))
}

const wordsIn = (value: Json | undefined): Json | undefined =>
  isObject(value) ? value['text'] : value

/**
 * D2: a position stands for rows that are really there, and for what is really gone. A row stands once in a bucket's log,
 * at its newest sequence, so what a position covers is held at just that revision.
 */
export async function checkPositions(world: World, device: Device): Promise<void> {
  if (device.spoiled) return
  const { positions } = await device.disk.contents.holdings()
  const held = await everythingHeld(device)
  await world.authority.store.read(async (view) => {
    for (const [bucket, position] of Object.entries(positions)) {
      const reached = readPosition(position, Infinity)
      const [upTo, after] =
        typeof reached === 'number' ? [reached, undefined] : [reached.upTo, reached.after]
      // Begun, and nothing of it sent.
      if (typeof reached !== 'number' && !after) continue
      const revs = new Map((await view.members(bucket)).map(({ id, rev }) => [id, rev]))
      const entries = await view.entriesSince(bucket, 0, Infinity)
      const rows = after ? await view.rows(entries.map(({ row }) => row)) : undefined
      for (const { sequence, row: id, gone } of entries) {
        if (sequence > upTo) break
        const row = held.get(id)
        if (gone && after) continue
        if (gone) {
          const lies = row && row.unsent === 0 && liesIn(row, bucket)
          holds(!lies, 'D2', () => `${device.name} was not told that ${id} has left ${bucket}`)
          continue
        }
        const at = rows?.get(id)?.at ?? ''
        if (after && !(at > after.at || (at === after.at && id >= after.id))) continue
        holds(
          row !== undefined && row.rev === revs.get(id),
          'D2',
          () => `${device.name} stands at ${position} in ${bucket} without ${id} as it is there`,
        )
      }
    }
  })
}

const liesIn = (row: DeviceRow, bucket: string): boolean =>
  bucketsOf(registry.find(row.type), row).includes(bucket)

/** A pack that the disk has garbled holds nothing; whoever has its rows besides lacks nothing. */
function legibleIn(data: string): readonly WireRow[] {
  try {
    return packedIn(data)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

/** Rows and what lies in packs. */
export async function everythingHeld(device: Device): Promise<ReadonlyMap<string, DeviceRow>> {
  const store = device.disk.contents
  const rows = new Map((await store.all()).map((row) => [row.id, row]))
  const { packed } = await store.holdings()
  for (const bucket of Object.keys(packed)) {
    for (const pack of await store.packs(bucket)) {
      if (!packed[bucket]?.includes(pack.id)) continue
      for (const row of legibleIn(pack.data)) {
        const known = rows.get(row.id)
        if (known && known.rev >= row.rev) continue
        const definition = registry.find(row.type)
        const [of, at] = [definition?.of(row.body) ?? '', definition?.at(row.body) ?? '']
        const unpacked = {
          ...row,
          of,
          at,
          edits: [],
          unsent: 0 as const,
          base: null,
          problem: null,
        }
        rows.set(row.id, unpacked)
      }
    }
  }
  return rows
}
