/**
 * What must be true at the end of a session, worked out from what was written and from the server's own database, by other
 * means than either half of the app uses. Every sentence it returns is a fault.
 */
import type { Actor } from '../../schema/access.ts'
import { homeBuckets } from '../../schema/bucket.ts'
import type { Body, Json } from '../../schema/json.ts'
import { isObject, sameJson, textOf } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import { localYear } from '../../schema/rules/calendar.ts'
import { wordsIn } from './ledger.ts'
import type { Ledger, Write } from './ledger.ts'
import type { SoakRow } from './page/main.svelte.ts'
import type { Judged, ServerRow, ServerRows } from './server-rows.ts'

export type FaultFound = {
  readonly kind:
    | 'lost'
    | 'duplicated'
    | 'half'
    | 'undead'
    | 'wrongValue'
    | 'wrongCount'
    | 'missingOnDevice'
    | 'strayOnDevice'
    | 'differsOnDevice'
  readonly what: string
}

export type Scene = {
  readonly ledger: Ledger
  readonly server: ServerRows
  readonly device: readonly SoakRow[]
  /** Who the server takes the phone's owner for. */
  readonly actor: Actor
  readonly nowMs: number
  readonly membersEach: number
}

/** The faults; also settles what the ledger could not know: which of the writes that were begun came about. */
export function faultsIn(scene: Scene): readonly FaultFound[] {
  const rows = new Map(scene.server.rows().map((row) => [row.id, row]))
  return [
    ...scene.ledger.writes.flatMap((write) =>
      write.byScreens ? faultsByScreens(scene, rows, write) : faultsOfWrite(scene, write),
    ),
    ...wrongValues(scene, rows),
    ...wrongCounts(rows),
    ...differences(scene, rows),
  ]
}

function faultsOfWrite({ server, device, ledger }: Scene, write: Write): readonly FaultFound[] {
  const judged = server.judged(write.word)
  const found: FaultFound[] = []
  const arrived = write.rows.filter(({ id }) => judged.some(({ row }) => row === id))
  for (const { id, type } of write.rows) {
    const times = judged.filter(({ row }) => row === id)
    const what = `${write.word}: ${type} ${id}`
    if (times.length > 1) found.push({ kind: 'duplicated', what: `${what}, ${times.length} times` })
    if (times.length === 0 && write.state === 'acknowledged') found.push({ kind: 'lost', what })
    const isRefused = times.some(({ result }) => result === 'refused')
    if (isRefused && write.state === 'acknowledged' && isLastWord(ledger, write, id)) {
      const isKept = device.some(
        (row) =>
          row.id === id &&
          row.unsent.some(
            ({ refused, fields }) => refused && JSON.stringify(fields).includes(write.word),
          ),
      )
      if (!isKept) found.push({ kind: 'lost', what: `${what}, refused and not kept` })
    }
  }
  if (arrived.length > 0 && arrived.length < write.rows.length)
    found.push({ kind: 'half', what: `${write.word}: ${arrived.length} of ${write.rows.length}` })
  if (arrived.length > 0 && (write.state === 'declined' || write.state === 'absent'))
    found.push({ kind: 'undead', what: `${write.word}, ${write.state}` })
  settle(write, arrived.length > 0)
  return found
}

/** What is written over refused words takes their place. */
const isLastWord = ({ writes }: Ledger, write: Write, row: string): boolean =>
  write.by === 'secretary' &&
  !writes
    .slice(writes.indexOf(write) + 1)
    .some(
      ({ by, state, rows }) =>
        by === 'secretary' &&
        state !== 'absent' &&
        state !== 'declined' &&
        rows.some(({ id }) => id === row),
    )

/** The app named the rows: one meeting with the word, and everybody's attendance under it. */
function faultsByScreens(
  { server, membersEach }: Scene,
  rows: ReadonlyMap<string, ServerRow>,
  write: Write,
): readonly FaultFound[] {
  const entries = server.judged(write.word).filter(({ type }) => type === 'meeting')
  const meetings = new Set(entries.map(({ row }) => row))
  const found: FaultFound[] = []
  if (meetings.size > 1) found.push({ kind: 'duplicated', what: `${write.word}, by screens` })
  if (meetings.size === 0 && write.state === 'acknowledged')
    found.push({ kind: 'lost', what: `${write.word}, by screens` })
  for (const meeting of meetings) {
    const called = [...rows.values()].filter(
      ({ type, body }) => type === 'attendance' && body['meetingId'] === meeting,
    )
    if (called.length < membersEach)
      found.push({ kind: 'half', what: `${write.word}: ${called.length} of ${membersEach} called` })
  }
  settle(write, meetings.size > 0)
  return found
}

function settle(write: Write, hasArrived: boolean): void {
  // With the outbox drained, what has not arrived by now never will.
  if (write.state === 'begun') write.state = hasArrived ? 'acknowledged' : 'absent'
}

/** S1: the state of a row follows from its accepted edits alone, whatever their order. */
function wrongValues(
  { ledger, server }: Scene,
  rows: ReadonlyMap<string, ServerRow>,
): readonly FaultFound[] {
  const touched = new Set(ledger.writes.flatMap((write) => write.rows.map(({ id }) => id)))
  return [...touched].flatMap((id) => {
    const entries = server.judgedOf(id).filter(({ result }) => result !== 'refused')
    const row = rows.get(id)
    if (entries.length === 0 || !row) return []
    return [...standing(entries)].flatMap(([path, value]): readonly FaultFound[] => {
      const shown = valueIn(row.body, path) ?? null
      return sameJson(shown, value)
        ? []
        : [{ kind: 'wrongValue', what: `${row.type} ${id} ${path}: ${JSON.stringify(shown)}` }]
    })
  })
}

/** The value each path must have: the first where the first stands, else the one with the latest stamp. */
function standing(entries: readonly Judged[]): ReadonlyMap<string, Json> {
  const values = new Map<string, { readonly given: string; readonly value: Json }>()
  for (const { type, given, after } of entries) {
    for (const [path, value] of Object.entries(after)) {
      const merge = registry.find(type)?.fields[path.split('/')[0] ?? '']?.merge
      if (merge !== 'latestWins' && merge !== 'once' && merge !== 'set') continue
      const held = values.get(path)
      if (held && (merge === 'once' || held.given >= given)) continue
      values.set(path, { given, value })
    }
  }
  return new Map([...values].map(([path, { value }]) => [path, value]))
}

function valueIn(body: Body, path: string): Json | undefined {
  const [name = '', key] = path.split('/')
  const held = body[name]
  if (key === undefined) return held
  return isObject(held) ? held[key] : undefined
}

/** An edit applied twice shows in what is counted. */
function wrongCounts(rows: ReadonlyMap<string, ServerRow>): readonly FaultFound[] {
  const expected = new Map<string, { expected: number; present: number }>()
  for (const { type, body } of rows.values()) {
    if (type !== 'attendance' || body['removedAt'] !== undefined) continue
    const meeting = textOf(body, 'meetingId')
    const count = expected.get(meeting) ?? { expected: 0, present: 0 }
    count.expected += 1
    if (['present', 'remote'].includes(textOf(body, 'status'))) count.present += 1
    expected.set(meeting, count)
  }
  return [...expected].flatMap(([meeting, count]): readonly FaultFound[] => {
    const body = rows.get(`tally:${meeting}`)?.body
    return body?.['expected'] === count.expected && body['present'] === count.present
      ? []
      : [{ kind: 'wrongCount', what: `tally of ${meeting}: ${JSON.stringify(body)}` }]
  })
}

/** The device holds what its owner may hold unasked, no more than the server has, and says the same of it. */
function differences(
  { device, actor, nowMs, ledger }: Scene,
  rows: ReadonlyMap<string, ServerRow>,
): readonly FaultFound[] {
  const granted = new Set(homeBuckets(actor, Number(localYear(new Date(nowMs).toISOString()))))
  const held = new Map(device.map((row) => [row.id, row]))
  const found: FaultFound[] = []
  for (const { id, type, body } of rows.values()) {
    const buckets = registry.find(type)?.seenIn(body, id) ?? []
    if (buckets.some((bucket) => granted.has(bucket)) && !held.has(id))
      found.push({ kind: 'missingOnDevice', what: `${type} ${id}` })
  }
  for (const row of device) {
    const told = rows.get(row.id)
    if (row.mark === 'waiting') found.push({ kind: 'lost', what: `${row.id} still waits` })
    if (!told && row.mark === 'arrived')
      found.push({ kind: 'strayOnDevice', what: `${row.type} ${row.id}` })
    // Over what was refused the device shows its owner's own words.
    if (told && row.mark === 'arrived' && !sameJson(row.body as Json, told.body))
      found.push({ kind: 'differsOnDevice', what: `${row.type} ${row.id}` })
  }
  const known = new Set(ledger.writes.map(({ word }) => word))
  const strange = wordsIn(JSON.stringify(device)).filter((word) => !known.has(word))
  for (const word of new Set(strange))
    found.push({ kind: 'strayOnDevice', what: `${word}, which nobody of this branch wrote` })
  return found
}
