/** W1: what carries an edit's id and is no edit. It is refused by itself, once, and history keeps what came (A1). */
import { idPattern } from '../../schema/field.ts'
import type { Json } from '../../schema/json.ts'
import { isObject } from '../../schema/json.ts'
import { makeStamp } from '../clock.ts'
import type { Verdict } from '../wire/sync.ts'
import type { Account } from './answer.ts'
import { homeOf } from './chain.ts'
import { contentsOfBroken } from './kept-contents.ts'
import type { HistoryEntry, StoreTransaction } from './store.ts'
import type { Sending } from './true-time.ts'
import { verdictAgain, verdictOf } from './verdict.ts'

export type BrokenEdit = { readonly id: string; readonly value: Json }

export type BrokenArrival = Sending & { readonly account: Account }

/** A verdict for each. `onError` hears of those that could not be recorded now. */
export async function refuseBroken(
  transaction: StoreTransaction,
  broken: readonly BrokenEdit[],
  arrival: BrokenArrival,
  onError: (error: unknown, edit: BrokenEdit) => void,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  for (const edit of broken) {
    try {
      verdicts.push(await transaction.attempt(() => refuse(transaction, edit, arrival)))
    } catch (error) {
      // A2: as with any other edit, it stays in the outbox and its neighbours stand.
      onError(error, edit)
      verdicts.push({ edit: edit.id, result: 'later' })
    }
  }
  return verdicts
}

async function refuse(
  transaction: StoreTransaction,
  edit: BrokenEdit,
  arrival: BrokenArrival,
): Promise<Verdict> {
  const known = await transaction.judged(edit.id)
  if (known) return verdictAgain(known)
  const entry = entryOf(edit, arrival)
  await transaction.record(entry)
  return verdictOf(entry, 'refused')
}

/** Its own stamp is not to be believed: it stands in history at the time of its arrival. */
function entryOf({ id, value }: BrokenEdit, arrival: BrokenArrival): HistoryEntry {
  const { account, device, carrier, now, sentAt } = arrival
  const said = isObject(value) ? value : {}
  const stamp = makeStamp({ ms: now, counter: 0, device })
  const madeAt = said['madeAt']
  return {
    chain: homeOf(undefined, undefined, account.personId),
    edit: id,
    row: fittingText(said['row'], new RegExp(idPattern)),
    type: fittingText(said['type'], /^.{1,40}$/),
    account: account.id,
    person: account.personId,
    device,
    ...(carrier !== undefined && { carrier }),
    madeAt: Number.isSafeInteger(madeAt) ? Number(madeAt) : (sentAt ?? now),
    receivedAt: now,
    stamp,
    given: stamp,
    ...contentsOfBroken(value),
    result: 'refused',
    reason: 'badValue',
  }
}

const fittingText = (value: Json | undefined, pattern: RegExp): string =>
  typeof value === 'string' && pattern.test(value) ? value : ''
