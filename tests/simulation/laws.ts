/** The laws, checked against what really lies in every store. Numbers as in docs/sync-protocol.md. */
import { mayRead } from '../../schema/bucket.ts'
import { sameJson } from '../../schema/json.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import { toleranceMs } from '../../sync/authority/accept-edits.ts'
import type { HistoryEntry, Row } from '../../sync/authority/store.ts'
import { readStamp } from '../../sync/clock.ts'
import { sendable } from '../../sync/device/exchange.ts'
import { valueAt } from '../../sync/merge.ts'
import { registry } from '../../sync/example-township.ts'
import type { Device, World } from './world.ts'

class LawBroken extends Error {}

const require_ = (holds: boolean, law: string, what: string): void => {
  if (!holds) throw new LawBroken(`${law}: ${what}`)
}

const judged = async (world: World): Promise<ReadonlyMap<string, HistoryEntry>> =>
  world.authority.read(async (view) => {
    const entries = new Map<string, HistoryEntry>()
    for (const row of new Set(world.written.map((edit) => edit.row))) {
      for (const entry of await view.history(row)) {
        require_(!entries.has(entry.edit), 'A1', `edit ${entry.edit} has two entries`)
        entries.set(entry.edit, entry)
      }
    }
    return entries
  })

/** D1, after every step: each edit ever written is confirmed, in the outbox, or refused with a reason. */
export async function checkNothingLost(world: World): Promise<void> {
  const entries = await judged(world)
  for (const device of world.devices) {
    const held = new Map(
      (await device.store.outbox()).flatMap((row) => row.edits.map((edit) => [edit.id, edit])),
    )
    for (const edit of world.written.filter((each) => each.device === device.index)) {
      const here = held.get(edit.id)
      const there = entries.get(edit.id)
      require_(
        here !== undefined || (there !== undefined && there.result !== 'refused'),
        'D1',
        `edit ${edit.id} is nowhere`,
      )
      if (here?.refused) require_(there?.result === 'refused', 'P5', `${edit.id} refused by nobody`)
      if (there) {
        const lead = readStamp(there.given).ms - there.receivedAt
        require_(lead <= toleranceMs, 'S6', `edit ${edit.id} was given a stamp ${lead} ms ahead`)
      }
    }
  }
}

/** Lets every device reach the authority without faults. L1: the outbox drains in bounded steps. */
export async function heal(world: World): Promise<void> {
  const bound = 3 + Math.ceil(world.written.length / 10)
  for (let round = 0; round < 2; round += 1) {
    for (const device of world.devices) {
      const exchanges = await world.sync(device, [])
      require_(exchanges <= bound + 8, 'L1', `${device.name} needed ${exchanges} exchanges`)
      require_(
        sendable(await device.store.outbox()).length === 0,
        'L1',
        `${device.name} keeps unsent edits`,
      )
    }
  }
}

/** S1 and P4: every device holds just what it may read, as the authority holds it. */
export async function checkConvergence(world: World): Promise<void> {
  const rows = await world.authority.read((view) => view.rowsOfType('entry'))
  for (const device of world.devices) {
    const visible = await readableBy(world, device, rows)
    const held = new Map(
      (await device.store.all()).filter((row) => row.type === 'entry').map((row) => [row.id, row]),
    )
    for (const row of visible) {
      const own = held.get(row.id)
      require_(own !== undefined, 'S1', `${device.name} lacks ${row.id}`)
      const said = own?.unsent === 1 ? own.base : own
      require_(sameJson(said?.body, row.body), 'S1', `${device.name} holds another ${row.id}`)
    }
    const names = new Set(visible.map((row) => row.id))
    for (const row of held.values()) {
      // What is unsent and refused stays, whatever the scope (D3).
      if (row.unsent === 0)
        require_(names.has(row.id), 'P4', `${device.name} holds ${row.id} out of scope`)
    }
  }
}

async function readableBy(
  world: World,
  device: Device,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const { account } = device
  if (!account) return []
  const actor = await world.authority.read((view) => actorOf(view, account, world.now))
  if (!actor) return []
  return rows.filter((row) =>
    registry
      .find(row.type)
      ?.seenIn(row.body, row.id)
      .some((bucket) => mayRead(actor, bucket)),
  )
}

/** D4, no device's last word is lost: recomputed from what was written, not from what sync says. */
export async function checkLastWords(world: World): Promise<void> {
  const entries = await judged(world)
  const rows = new Map(
    (await world.authority.read((view) => view.rowsOfType('entry'))).map((row) => [row.id, row]),
  )
  const writes = new Map<string, typeof world.written>()
  for (const edit of world.written) {
    if (entries.get(edit.id)?.result === 'refused') continue
    for (const path of Object.keys(edit.fields)) {
      if (path === 'author') continue
      const key = `${edit.row}|${path}`
      writes.set(key, [...(writes.get(key) ?? []), edit])
    }
  }
  for (const [key, edits] of writes) {
    const [rowId, path] = key.split('|') as [string, string]
    if (path === 'seenAt') continue
    const row = rows.get(rowId)
    const stands = row && (valueAt(row, path) ?? null)
    const authors = new Set(edits.map((edit) => edit.device))
    const last = edits.at(-1)
    if (authors.size === 1 && last) {
      require_(sameJson(stands, last.fields[path] ?? null), 'D4', `the last word on ${key} is lost`)
    } else {
      const byStamp = [...edits].sort((a, b) =>
        (entries.get(a.id)?.given ?? '') < (entries.get(b.id)?.given ?? '') ? -1 : 1,
      )
      require_(
        sameJson(stands, byStamp.at(-1)?.fields[path] ?? null),
        'S2',
        `${key} is not its latest write`,
      )
    }
  }
}

/** P3: repeating every request of the past changes nothing. */
export async function checkReplays(world: World): Promise<void> {
  const state = () =>
    world.authority.read(async (view) =>
      JSON.stringify([await view.rowsOfType('entry'), (await judged(world)).size]),
    )
  const before = await state()
  for (const past of world.requests) await world.replay(past)
  require_((await state()) === before, 'P3', 'a repeated request changed something')
}
