/** The laws that hold once everybody is quiet: all copies are one, and it is what was written. */
import type { Actor } from '../../schema/access.ts'
import { homeBuckets, isOfConflicts, mayRead } from '../../schema/bucket.ts'
import { sameJson } from '../../schema/json.ts'
import { localYear } from '../../schema/rules/calendar.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'
import { bucketsOf } from '../../sync/device/holdings.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import { confirmed } from '../../sync/device/row.ts'
import { digestOf, writeDigest } from '../../sync/digest.ts'
import { valueAt } from '../../sync/merge.ts'
import type { Device } from './device.ts'
import { holds } from './faults.ts'
import { everythingHeld, judged } from './laws.ts'
import { brings } from './lost-database.ts'
import { stepFields } from './paper.ts'
import { registry } from './township.ts'
import type { World } from './world.ts'
import type { Said } from './stage.ts'

/** S1, R1, R2, R3: every device holds just the buckets it should, each of them whole and as the authority has it. */
export async function checkConvergence(world: World): Promise<void> {
  for (const device of world.devices) {
    if (device.speaks === 1 && !canStillLearn(world, device)) continue
    const held = await everythingHeld(device)
    const { positions, digests } = await device.disk.contents.holdings()
    await world.authority.store.read(async (view) => {
      const actor = await checkBuckets(world, device, view, positions)
      const names = Object.keys(positions)
      for (const bucket of names) {
        const members = await view.members(bucket)
        const rows = await view.rows(members.map(({ id }) => id))
        for (const row of rows.values()) {
          if (device.engine.registry.find(row.type)) checkRow(device, held.get(row.id), row)
        }
        if (device.speaks === 1) continue
        const told = writeDigest(digestOf(members))
        const mine = [...held.values()].filter((row) => liesIn(row, bucket))
        holds(writeDigest(digestOf(mine)) === told, 'R1', () => `${device.name} in ${bucket}`)
        holds(digests[bucket] === told, 'R1', () => `${device.name} counts wrong in ${bucket}`)
      }
      // The first release keeps what its user wrote or may read, though nobody sends it to him.
      const own = new Set(
        world.said.flatMap((said) => (said.device === device.index ? [said.row] : [])),
      )
      if (device.speaks === 2) checkStrays(device, held.values(), (bucket) => bucket in positions)
      else {
        const others = [...held.values()].filter(({ id }) => !own.has(id))
        checkStrays(device, others, (bucket) => mayRead(actor, bucket))
      }
    })
  }
}

/** The first release cannot prove what it holds: what a stale reply or a restored database did to it stays. */
const canStillLearn = (world: World, device: Device): boolean =>
  !device.spoiled && world.authority.oldest === 1

async function checkBuckets(
  world: World,
  device: Device,
  view: StoreView,
  positions: Readonly<Record<string, unknown>>,
): Promise<Actor> {
  const actor = await world.authority.actorOf(device.account, world.now)
  holds(actor !== undefined, 'L1', () => `${device.name} is nobody’s`)
  const { inUse, kept } = device.open()
  const wished = [...inUse, ...(device.speaks === 1 ? [] : kept)].filter((name) =>
    mayRead(actor, name),
  )
  const year = Number(localYear(new Date(world.now).toISOString()))
  const due = [...homeBuckets(actor, year), ...wished].filter(
    (bucket) => device.speaks === 2 || !isOfConflicts(bucket),
  )
  const states = await view.buckets(due)
  for (const [bucket, { last }] of states) {
    const position = positions[bucket]
    holds(
      position === last,
      'S1',
      () => `${device.name} stands at ${String(position)} in ${bucket}`,
    )
  }
  for (const bucket of Object.keys(positions))
    holds(mayRead(actor, bucket), 'R3', () => `${device.name} still holds ${bucket}`)
  return actor
}

function checkRow(device: Device, held: DeviceRow | undefined, row: Row): void {
  holds(held !== undefined, 'S1', () => `${device.name} lacks ${row.id}`)
  const said = confirmed(held)
  holds(sameJson(said?.body, row.body), 'S1', () => `${device.name} holds another ${row.id}`)
  holds(sameJson(said?.stamps, row.stamps), 'S1', () => `${device.name} holds older ${row.id}`)
}

const liesIn = (row: DeviceRow, bucket: string): boolean =>
  bucketsOf(registry.find(row.type), row).includes(bucket)

/** R3: what lies in no bucket that is held is not here, but for what is unsent (D3). */
function checkStrays(
  device: Device,
  rows: Iterable<DeviceRow>,
  isHeld: (bucket: string) => boolean,
): void {
  for (const row of rows) {
    if (row.unsent === 1) continue
    const { body } = row
    const inScope = registry.find(row.type)?.seenIn(body, row.id).some(isHeld) ?? false
    holds(inScope, 'R3', () => `${device.name} holds ${row.id} out of scope`)
  }
}

/** Not decided by stamps, or corrected by the authority: checkOnce, letters.ts and signatures.ts judge them. */
const notSpoken = new Set(['author', 'seenAt', 'minutes', ...stepFields])

/** D4 and S2: no device's last word is lost, recomputed from what was written and not from what sync says. */
export async function checkLastWords(world: World): Promise<void> {
  const entries = await judged(world)
  const given = (said: Said) => entries.get(said.id)?.given ?? ''
  const rows = await world.authority.store.read((view) =>
    view.rows([...new Set(world.said.map(({ row }) => row))]),
  )
  const writes = new Map<string, Said[]>()
  for (const said of world.said) {
    const entry = entries.get(said.id)
    if (!entry || entry.result === 'refused') continue
    for (const path of Object.keys(said.fields)) {
      if (notSpoken.has(path) || !brings(entry, said, path)) continue
      const key = `${said.row}|${path}`
      const list = writes.get(key)
      if (list) list.push(said)
      else writes.set(key, [said])
    }
  }
  for (const [key, list] of writes) {
    const [rowId = '', path = ''] = key.split('|')
    const row = rows.get(rowId)
    const stands = row && (valueAt(row, path) ?? null)
    const valueOf = (said: Said | undefined) => said?.fields[path] ?? null
    const alone = new Set(list.map(({ device }) => device)).size === 1
    const inOrder = [...list].sort((a, b) => a.order - b.order)
    const byStamp = [...list].sort((a, b) => (given(a) < given(b) ? -1 : 1))
    if (alone && !world.restored && !list.some(({ blind }) => blind))
      holds(
        sameJson(stands, valueOf(inOrder.at(-1))),
        'D4',
        () => `the last word on ${key} is lost`,
      )
    holds(sameJson(stands, valueOf(byStamp.at(-1))), 'S2', () => `${key} is not its latest write`)
  }
}

/** S3: of a `once` field the first accepted write stands, in the order in which the authority judged. */
export async function checkOnce(world: World): Promise<void> {
  const entries = await judged(world)
  const saidBy = new Map(world.said.map((said) => [said.id, said]))
  const first = new Map<string, Said>()
  for (const [id, entry] of entries) {
    const said = saidBy.get(id)
    const { row, result } = entry
    if (!said || result === 'refused' || !brings(entry, said, 'author')) continue
    const standing = first.get(row)
    if (!standing) first.set(row, said)
    else if (!sameJson(standing.fields['author'], said.fields['author'])) world.pass('onceKept')
  }
  const rows = await world.authority.store.read((view) => view.rows([...first.keys()]))
  for (const [row, { fields }] of first)
    holds(
      sameJson(rows.get(row)?.body['author'], fields['author']),
      'S3',
      () => `the first author of ${row} is gone`,
    )
}

/** P3: repeating every request of the past changes nothing. */
export async function checkReplays(world: World): Promise<void> {
  const entries = await judged(world)
  const state = () =>
    world.authority.store.read(async (view) =>
      JSON.stringify([
        await view.rowsOfType('entry'),
        await view.rowsOfType('note'),
        await view.rowsOfType('paper'),
        await view.heads(),
      ]),
    )
  const before = await state()
  for (const past of [...world.network.answered]) {
    const { edits } = past.request
    // What was put off and then lost with its device would be judged for the first time.
    if (edits.length === 0 || edits.some(({ id }) => !entries.has(id))) continue
    await world.network.ask(past, () => Promise.resolve(), '')
  }
  holds((await state()) === before, 'P3', () => 'a repeated request changed something')
}
