/**
 * Judging edits. Each is applied once, recorded for ever, and answered; a bad one never delays the others. The
 * authority decides permission on the row as stored and as it would become, and brings the stamps of a wrong
 * clock back to the truth.
 */
import type { Actor } from '../../schema/access.ts'
import type { Definition, Registry } from '../../schema/define-record.ts'
import { derivedId, idFrom } from '../../schema/define-record.ts'
import { correctMoments } from '../../schema/derive/moments.ts'
import { flawInBody, flawInWritten, placeOf } from '../../schema/derive/validate.ts'
import type { Body } from '../../schema/json.ts'
import { latestOf, readStamp, stampAfter } from '../clock.ts'
import type { Edit, Stamp } from '../wire/edit.ts'
import { emptyState } from '../wire/edit.ts'
import { mergeEdit, valueAt } from '../merge.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import type { Refusal, Verdict } from '../wire/sync.ts'
import { limits } from '../wire/sync.ts'
import type { HistoryEntry, Row, StoreTransaction } from './store.ts'

/** A clock this wrong is corrected; less is noise of the network. */
export const toleranceMs = 60_000

export type Arrival = {
  readonly actor: Actor
  readonly device: string
  /** The authority's clock, ms, and the device's as the request left. */
  readonly now: number
  readonly sentAt: number
}

type Refused = { readonly reason: Refusal; readonly field?: string }

/** A verdict for every edit, in the order given. `onError` hears of edits that could not be judged now. */
export async function acceptEdits(
  registry: Registry,
  transaction: StoreTransaction,
  edits: readonly Edit[],
  arrival: Arrival,
  onError: (error: unknown, edit: Edit) => void,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  const given = new Map<Stamp, Stamp>()
  for (const edit of edits) {
    try {
      verdicts.push(
        await transaction.attempt(() => judge(registry, transaction, edit, arrival, given)),
      )
    } catch (error) {
      // A1: one edit that trips over a bug or the disk must not hold up its neighbours. It stays in the outbox.
      onError(error, edit)
      verdicts.push({ edit: edit.id, result: 'later' })
    }
  }
  return verdicts
}

async function judge(
  registry: Registry,
  transaction: StoreTransaction,
  original: Edit,
  arrival: Arrival,
  given: Map<Stamp, Stamp>,
): Promise<Verdict> {
  const known = await transaction.judged(original.id)
  if (known) {
    given.set(known.stamp, known.given)
    return answer(known, known.result === 'refused' ? 'refused' : 'duplicate')
  }
  const definition = registry.find(original.type)
  const edit = definition
    ? inTrueTime(definition, upgrade(definition, original), arrival, given)
    : original
  given.set(original.stamp, edit.stamp)
  const stored = await transaction.row(edit.row)
  const outcome = definition
    ? apply(definition, stored, edit, arrival.actor)
    : fail<Refused>({ reason: 'unknownType' })
  const paths = Object.keys(edit.fields)
  const entry: HistoryEntry = {
    edit: edit.id,
    row: edit.row,
    type: edit.type,
    account: arrival.actor.accountId,
    person: arrival.actor.personId,
    device: arrival.device,
    madeAt: original.madeAt,
    receivedAt: arrival.now,
    stamp: original.stamp,
    given: edit.stamp,
    before: Object.fromEntries(
      paths.map((path) => [path, (stored && valueAt(stored, path)) ?? null]),
    ),
    after: edit.fields,
    result: outcome.ok ? outcome.value.result : 'refused',
    ...(!outcome.ok && outcome.failure),
  }
  if (definition && outcome.ok)
    await keep(registry, transaction, definition, stored, outcome.value.row, arrival.now)
  await transaction.record(entry)
  return answer(entry, entry.result)
}

const answer = (entry: HistoryEntry, result: Verdict['result']): Verdict => ({
  edit: entry.edit,
  result,
  ...(entry.given !== entry.stamp && { stamp: entry.given }),
  ...(entry.reason && { reason: entry.reason }),
  ...(entry.field && { field: entry.field }),
})

/** The edit in today's version of its record type. */
function upgrade(definition: Definition, edit: Edit): Edit {
  const steps = definition.upgrades.slice(edit.version - 1)
  return { ...edit, fields: steps.reduce<Body>((fields, step) => step(fields), edit.fields) }
}

/**
 * S6: the device's clock is measured by the request itself. Where it was wrong, stamp and noted times move by as much,
 * never beyond now; edits made over one another keep their order.
 */
function inTrueTime(
  definition: Definition,
  edit: Edit,
  { now, sentAt, device }: Arrival,
  given: ReadonlyMap<Stamp, Stamp>,
): Edit {
  const error = now - sentAt - edit.offset
  const wrong = Math.abs(error) > toleranceMs
  const believed = edit.madeAt + edit.offset
  const ahead = Math.max(readStamp(edit.stamp).ms, believed) > now + toleranceMs
  const basis = Object.fromEntries(
    Object.entries(edit.basis).map(([path, stamp]) => [path, given.get(stamp) ?? stamp]),
  )
  const behindOwn = Object.values(basis).some((stamp) => stamp >= edit.stamp)
  if (!wrong && !ahead && !behindOwn) return { ...edit, basis }
  const shift = wrong ? error : 0
  const trueMs = Math.min(believed + shift, now)
  return {
    ...edit,
    basis,
    // A basis from the future is no stamp this authority ever gave: it must not lift the edit with it.
    stamp: stampAfter(
      trueMs,
      device,
      latestOf(
        Object.values(basis).filter(
          (stamp) => stamp !== '' && readStamp(stamp).ms <= now + toleranceMs,
        ),
      ),
    ),
    fields: wrong || ahead ? correctMoments(definition, edit.fields, shift, now) : edit.fields,
  }
}

type Applied = { readonly row: Row; readonly result: 'accepted' | 'merged' }

function apply(
  definition: Definition,
  stored: Row | undefined,
  edit: Edit,
  actor: Actor,
): Result<Applied, Refused> {
  if (JSON.stringify(edit.fields).length > limits.editSize) return fail({ reason: 'tooLarge' })
  if (stored && stored.type !== edit.type) return fail({ reason: 'wrongId' })
  const flaw = flawInWritten(definition, edit.fields)
  if (flaw) return fail(flaw)
  const { state, lost } = mergeEdit(definition, stored ?? emptyState, edit)
  const gap = flawInBody(definition, state.body)
  if (gap) return fail(gap)
  const derived = idFrom(definition, state.body)
  const fitting =
    derived ?? (edit.row.includes(':') ? derivedId(definition.name, [edit.row]) : edit.row)
  if (edit.row !== fitting) return fail({ reason: 'wrongId' })
  const change = {
    id: edit.row,
    before: stored?.body,
    after: state.body,
    written: [
      ...new Set(Object.keys(edit.fields).map((path) => placeOf(definition, path)?.name ?? path)),
    ],
  }
  if (!definition.write(actor, change)) return fail({ reason: 'notAllowed' })
  return succeed({
    row: {
      id: edit.row,
      type: edit.type,
      of: definition.of(state.body),
      at: definition.at(state.body),
      rev: (stored?.rev ?? 0) + 1,
      ...state,
    },
    result: lost.length > 0 ? 'merged' : 'accepted',
  })
}

/** Stores the row, tells every bucket it lies in or has left, and brings what is computed from it up to date. */
async function keep(
  registry: Registry,
  transaction: StoreTransaction,
  definition: Definition,
  before: Row | undefined,
  after: Row,
  now: number,
): Promise<void> {
  await transaction.putRow(after)
  const buckets = new Set(definition.seenIn(after.body, after.id))
  const left = before
    ? definition.seenIn(before.body, before.id).filter((bucket) => !buckets.has(bucket))
    : []
  // A3: buckets are locked in one order by everybody, so that two writers cannot wait for each other.
  const touched = [...buckets, ...left].sort()
  for (const bucket of touched) await transaction.log(bucket, after.id, !buckets.has(bucket))
  for (const rollUp of registry.rollUpsFrom(definition.name)) {
    await rollInto(registry, transaction, rollUp, before, after, now)
  }
}

async function rollInto(
  registry: Registry,
  transaction: StoreTransaction,
  definition: ReturnType<Registry['rollUpsFrom']>[number],
  before: Row | undefined,
  after: Row,
  now: number,
): Promise<void> {
  const { id: partsOf, fold } = definition.rollUp
  const id = derivedId(definition.name, partsOf(after.body))
  const current = await transaction.row(id)
  const body = fold(current?.body, before?.body, after.body)
  const stamp = stampAfter(now, 'authority', latestOf(Object.values(current?.stamps ?? {})))
  const row: Row = {
    id,
    type: definition.name,
    of: definition.of(body),
    at: definition.at(body),
    rev: (current?.rev ?? 0) + 1,
    body,
    stamps: Object.fromEntries(Object.keys(body).map((name) => [name, stamp])),
  }
  await keep(registry, transaction, definition, current, row, now)
}
