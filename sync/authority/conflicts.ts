/**
 * S4: two writes of one `ask` field, neither of which knew of the other, are put before people. The row itself goes on
 * by stamps like any other; beside it a conflict is kept that holds what was written last by each who did not know of the
 * others. It depends on who had seen what and not on the order of arrival. Decision: docs/decisions/0014.
 */
import type { Definition, Registry } from '../../schema/define-record.ts'
import { derivedId } from '../../schema/define-record.ts'
import type { Path } from '../../schema/derive/validate.ts'
import { placeOf } from '../../schema/derive/validate.ts'
import type { Json } from '../../schema/json.ts'
import { isObject, sameJson, textOf } from '../../schema/json.ts'
import type { ConflictBody, ConflictSide } from '../../schema/records/conflict.ts'
import { isOpen } from '../../schema/records/conflict.ts'
import { latestOf, readStamp, stampAfter } from '../clock.ts'
import { valueAt } from '../merge.ts'
import type { Edit, Stamp } from '../wire/edit.ts'
import { keepRow } from './keep-row.ts'
import type { PassedOver } from './passed-over.ts'
import { revisionAfter } from './revision.ts'
import type { HistoryEntry, Row, StoreTransaction, StoreView } from './store.ts'
import { toleranceMs } from './true-time.ts'

/** An edit that was accepted just now, in true time, and the row before and after it. */
export type AcceptedEdit = {
  readonly definition: Definition
  readonly edit: Edit
  readonly before: Row | undefined
  readonly after: Row
  /** As it stands in the history. */
  readonly entry: HistoryEntry
}

type Conflict = Row & { readonly body: ConflictBody }
type Sides = Readonly<Record<string, ConflictSide>>

/** Raises, brings up to date or closes the conflicts that an accepted edit touches. */
export async function noteConflicts(
  registry: Registry,
  transaction: StoreTransaction,
  accepted: AcceptedEdit,
  passedOver: PassedOver,
): Promise<void> {
  const { definition, edit, before, after } = accepted
  const kind = registry.conflicts
  if (!kind || !definition.asks || !before) return
  const asked = definition.asks(after.body, after.id)
  const moved = definition.asks(before.body, before.id) !== asked
  const paths = Object.keys(edit.fields).filter(
    (path) => placeOf(definition, path)?.field.ask && before.stamps[path] !== undefined,
  )
  if (paths.length === 0 && !moved) return
  const known = await conflictsOf(transaction, kind, edit.row)
  for (const path of paths) {
    const basis = passedOver.under(edit.row, path, edit.basis[path] ?? '')
    const open = known.find(({ body }) => body.path === path && isOpen(body))
    const mine = await sideOf(transaction, accepted.entry, path)
    const body = open
      ? joined({ ...open.body, organisationId: asked }, mine, basis, after)
      : await raised(transaction, accepted, { path, basis, mine, known, asked })
    if (body) await keep(registry, transaction, kind, accepted, open, body)
  }
  const left = known.filter(({ body }) => !(isOpen(body) && paths.includes(body.path)))
  // A row that moved to another branch takes its conflicts along.
  for (const conflict of moved ? left : []) {
    const body = { ...conflict.body, organisationId: asked }
    await keep(registry, transaction, kind, accepted, conflict, body)
  }
}

const conflictsOf = async (view: StoreView, kind: Definition, row: string) =>
  // Made by this file alone, in the shape of the definition.
  (await view.rowsOf(kind.name, row)) as unknown as readonly Conflict[]

type Written = { readonly key: string; readonly side: ConflictSide }

const unsafeInKeys = /[^A-Za-z0-9_-]/g

async function sideOf(view: StoreView, entry: HistoryEntry, path: Path): Promise<Written> {
  const person = await view.row(entry.person)
  const name = textOf(person?.body, 'name')
  const { ms } = readStamp(entry.given)
  return {
    key: entry.edit.replaceAll(unsafeInKeys, '_').slice(0, 40),
    side: {
      value: entry.after[path] ?? null,
      stamp: entry.given,
      by: entry.person,
      ...(name && { name }),
      device: entry.device,
      at: new Date(ms).toISOString(),
      corrected: Math.abs(ms - readStamp(entry.stamp).ms) > toleranceMs,
    },
  }
}

/** Who wrote what now stands. Of what is older than the history only the value is known. */
async function standingSide(
  view: StoreView,
  row: Row,
  path: Path,
  history: readonly HistoryEntry[],
): Promise<Written> {
  const stamp = row.stamps[path] ?? ''
  const value = valueAt(row, path) ?? null
  const entry = history.find(({ given }) => given === stamp)
  if (entry) {
    const found = await sideOf(view, entry, path)
    return { ...found, side: { ...found.side, value } }
  }
  const { ms, device } = readStamp(stamp)
  const at = new Date(ms).toISOString()
  return { key: stamp, side: { value, stamp, device, at, corrected: false } }
}

/** One person on one device sees what he wrote before: his own words never meet him as another's. */
const isOwn = (left: ConflictSide, right: ConflictSide): boolean =>
  left.by !== undefined && left.by === right.by && left.device === right.device

/** What stays of the sides when one more write arrives: it takes the place of what its writer knew. */
function withSide(sides: Sides, { key, side }: Written, basis: Stamp): Sides {
  // An older word of his that was held up on its way: he has written over it since.
  if (Object.values(sides).some((other) => isOwn(other, side) && other.stamp > side.stamp))
    return sides
  const others = Object.entries(sides).filter(
    ([, other]) => other.stamp !== basis && !isOwn(other, side),
  )
  const twin = others.find(([, other]) => sameJson(other.value, side.value))
  const left = others.filter((other) => other !== twin)
  const newest = twin && twin[1].stamp > side.stamp ? twin : ([key, side] as const)
  return Object.fromEntries([...left, newest])
}

/** The open conflict after one more write of its field. */
function joined(body: ConflictBody, mine: Written, basis: Stamp, after: Row): ConflictBody {
  const sides = withSide(body.sides ?? {}, mine, basis)
  const agreed = Object.keys(sides).length < 2
  return {
    ...body,
    sides,
    stands: standing(sides, after.stamps[body.path]) ?? body.stands,
    ...(agreed && { agreedAt: mine.side.at }),
  }
}

const standing = (sides: Sides, stamp: Stamp | undefined): string | undefined =>
  Object.keys(sides).find((key) => sides[key]?.stamp === stamp)

type Meeting = {
  readonly path: Path
  readonly basis: Stamp
  readonly mine: Written
  /** The row's conflicts so far. */
  readonly known: readonly Conflict[]
  readonly asked: string
}

/** A new conflict, or undefined where the writer knew what he wrote over, or both say the same. */
async function raised(
  view: StoreView,
  { edit, before, after, entry }: AcceptedEdit,
  { path, basis, mine, known, asked }: Meeting,
): Promise<ConflictBody | undefined> {
  if (!before || before.stamps[path] === basis) return undefined
  const history = await view.history(edit.row)
  const theirs = await standingSide(view, before, path, history)
  if (isOwn(theirs.side, mine.side) || sameJson(theirs.side.value, mine.side.value))
    return undefined
  for (const settled of known.filter(({ body }) => body.path === path && body.settled)) {
    // Two people settled one conflict, each in his way: the later stands, and nobody is asked about that.
    const settles = await settlersOf(view, settled)
    if (settles(theirs.side) && settles(mine.side)) return undefined
  }
  const sides = { [theirs.key]: theirs.side, [mine.key]: mine.side }
  const was = history.find(({ given }) => given === basis)?.after[path]
  return {
    row: edit.row,
    type: edit.type,
    path,
    raisedBy: mine.key,
    organisationId: asked,
    raisedAt: new Date(entry.receivedAt).toISOString(),
    ...(was !== undefined && was !== null && { was }),
    sides,
    stands: standing(sides, after.stamps[path]) ?? mine.key,
  }
}

/** Tells whether a write was somebody's way of settling this conflict. */
async function settlersOf(
  view: StoreView,
  conflict: Row,
): Promise<(side: ConflictSide) => boolean> {
  const choices = (await view.history(conflict.id)).flatMap(({ person, result, after }) => {
    const choice = after['settled']
    return result !== 'refused' && isObject(choice) ? [{ person, value: choice['value'] }] : []
  })
  return ({ by, value }) =>
    choices.some((choice) => choice.person === by && sameJson(choice.value, value))
}

async function keep(
  registry: Registry,
  transaction: StoreTransaction,
  kind: Definition,
  { entry }: AcceptedEdit,
  current: Row | undefined,
  written: ConflictBody,
): Promise<void> {
  // Plain JSON, as every body is.
  const body = written as unknown as Row['body']
  const stamps = current?.stamps ?? {}
  const stamp = stampAfter(entry.receivedAt, 'authority', latestOf(Object.values(stamps)))
  const changed = pathsOf(body).filter(
    (path) => !current || !sameJson(valueAt(current, path), valueAt({ body, stamps }, path)),
  )
  const row: Row = {
    id: derivedId(kind.name, kind.id?.(body) ?? []),
    type: kind.name,
    of: kind.of(body),
    at: kind.at(body),
    rev: revisionAfter(current?.rev, entry.receivedAt),
    body,
    stamps: { ...stamps, ...Object.fromEntries(changed.map((path) => [path, stamp])) },
  }
  await keepRow(registry, transaction, kind, current, row, entry.receivedAt)
}

const pathsOf = (body: Row['body']): readonly Path[] =>
  Object.entries(body).flatMap(([name, value]: [string, Json]) =>
    name === 'sides' && isObject(value) ? Object.keys(value).map((key) => `sides/${key}`) : [name],
  )
