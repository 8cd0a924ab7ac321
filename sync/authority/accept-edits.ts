/**
 * Judging edits. Each is applied once, recorded for ever, and answered; a bad one never delays the others. The
 * authority decides permission on the row as stored and as it would become, and brings the stamps of a wrong
 * clock back to the truth.
 */
import type { Actor } from '../../schema/access.ts'
import type { Definition, Registry } from '../../schema/define-record.ts'
import type { Path } from '../../schema/derive/validate.ts'
import type { Edit, Stamp } from '../wire/edit.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import { upgradeEdit } from '../upgrade.ts'
import type { Verdict } from '../wire/sync.ts'
import type { Applied } from './apply-edit.ts'
import { applyEdit } from './apply-edit.ts'
import { asAbove } from './as-above.ts'
import { homeOf } from './chain.ts'
import { wasErased } from './erase-row.ts'
import { noteConflicts } from './conflicts.ts'
import { misfitOf } from './fits-others.ts'
import { keepRow } from './keep-row.ts'
import { PassedOver } from './passed-over.ts'
import { contentsOf } from './kept-contents.ts'
import { mergeTexts } from './merge-texts.ts'
import type { Refused } from './refused.ts'
import type { HistoryEntry, Row, StoreTransaction } from './store.ts'
import type { Sending } from './true-time.ts'
import { withTrueNames } from './true-names.ts'
import { inTrueTime } from './true-time.ts'
import { verdictAgain, verdictOf } from './verdict.ts'

/** `isNobody`: who wrote it is on the roll no more, and may write nothing. */
export type Arrival = Sending & {
  readonly actor: Actor
  readonly isNobody?: boolean
  /** Of what is judged in several stretches: what came of those before. */
  readonly earlier?: Earlier
}

/** What came of the edits before this one in the same request or file. */
export type Earlier = {
  readonly given: Map<Stamp, Stamp>
  readonly passedOver: PassedOver
  /** The rows of which something could not be judged now. */
  readonly putOff: Set<string>
}

export const nothingEarlier = (): Earlier => ({
  given: new Map(),
  passedOver: new PassedOver(),
  putOff: new Set(),
})

/** A verdict for every edit, in the order given. `onError` hears of edits that could not be judged now. */
export async function acceptEdits(
  registry: Registry,
  transaction: StoreTransaction,
  edits: readonly Edit[],
  arrival: Arrival,
  onError: (error: unknown, edit: Edit) => void,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  const { earlier = nothingEarlier() } = arrival
  for (const edit of edits) {
    const verdict = earlier.putOff.has(edit.row)
      ? // D4: what was written over it waits with it, or the older word would come last and stand.
        later(edit)
      : await transaction
          .attempt(() => judge(registry, transaction, edit, arrival, earlier))
          .catch((error: unknown) => {
            // A1: one edit that trips over a bug or the disk must not hold up its neighbours. It stays in the outbox.
            onError(error, edit)
            return later(edit)
          })
    verdicts.push(verdict)
    const { result } = verdict
    if (result === 'later') earlier.putOff.add(edit.row)
    if (result === 'refused' || result === 'later') earlier.passedOver.note(edit, earlier.given)
  }
  return verdicts
}

const later = ({ id }: Edit): Verdict => ({ edit: id, result: 'later' })

async function judge(
  registry: Registry,
  transaction: StoreTransaction,
  original: Edit,
  arrival: Arrival,
  { given, passedOver }: Earlier,
): Promise<Verdict> {
  const known = await transaction.judged(original.id)
  if (known) {
    given.set(known.stamp, known.given)
    return verdictAgain(known)
  }
  const definition = registry.find(original.type)
  const stored = await transaction.row(original.row)
  const timed = definition
    ? inTrueTime(definition, upgradeEdit(definition, original), arrival, given)
    : original
  const edit = definition ? await withTrueNames(transaction, definition, stored, timed) : timed
  given.set(original.stamp, edit.stamp)
  const basisOf = (path: Path) => passedOver.under(edit.row, path, edit.basis[path] ?? '')
  const outcome = definition
    ? await apply(transaction, definition, stored, edit, arrival, basisOf)
    : fail<Refused>({ reason: 'unknownType' })
  const result = outcome.ok ? outcome.value.result : 'refused'
  const row = outcome.ok ? outcome.value.row : stored
  const entry: HistoryEntry = {
    chain: homeOf(row && registry.find(row.type), row, arrival.actor.personId),
    ...{ edit: edit.id, row: edit.row, type: edit.type },
    account: arrival.actor.accountId,
    person: arrival.actor.personId,
    device: arrival.device,
    ...(arrival.carrier !== undefined && { carrier: arrival.carrier }),
    madeAt: original.madeAt,
    receivedAt: arrival.now,
    stamp: original.stamp,
    given: edit.stamp,
    ...contentsOf(definition, edit, stored, outcome.ok ? outcome.value.row : undefined),
    result,
    ...(!outcome.ok && outcome.failure),
  }
  await transaction.record(entry)
  if (definition && outcome.ok) {
    const after = outcome.value.row
    await keepRow(registry, transaction, definition, stored, after, arrival.now)
    const accepted = { definition, edit, before: stored, after, entry }
    await noteConflicts(registry, transaction, accepted, passedOver)
  }
  return verdictOf(entry, result)
}

async function apply(
  transaction: StoreTransaction,
  definition: Definition,
  stored: Row | undefined,
  edit: Edit,
  arrival: Arrival,
  basisOf: (path: Path) => Stamp,
): Promise<Result<Applied, Refused>> {
  if (arrival.isNobody || (!stored && (await wasErased(transaction, edit))))
    return fail({ reason: 'notAllowed' })
  const texts = await mergeTexts(transaction, definition, stored, edit, basisOf)
  const applied = applyEdit(definition, stored, edit, arrival, texts)
  if (!applied.ok) return applied
  const row = await asAbove(transaction, definition, applied.value.row)
  const misfit = await misfitOf(transaction, definition, edit, stored, row)
  return misfit ? fail(misfit) : succeed({ ...applied.value, row })
}
