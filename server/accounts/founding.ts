/**
 * The first records of a tree have nobody above them who could have written them. They go the way of all edits —
 * merged, logged, in history — with permission granted by whoever holds the data folder.
 */
import type { Actor } from '../../schema/access.ts'
import type { Registry } from '../../schema/define-record.ts'
import { makeRegistry } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import { localDay } from '../../schema/rules/calendar.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import type { StoreTransaction } from '../../sync/authority/store.ts'
import { makeStamp } from '../../sync/clock.ts'
import type { Edit } from '../../sync/wire/edit.ts'
import { newId } from './random.ts'

export type NewRow = {
  readonly id: string
  readonly type: string
  readonly fields: Readonly<Record<string, Json>>
}

const device = 'set-up'

const founder: Actor = {
  accountId: 'set-up',
  personId: 'set-up',
  branchId: 'set-up',
  lineage: [],
  offices: [],
}

/** Writes all of the rows, or throws and leaves the transaction to be rolled back. */
export async function found(
  registry: Registry,
  transaction: StoreTransaction,
  rows: readonly NewRow[],
  now: number,
): Promise<void> {
  const open = makeRegistry(registry.all.map((each) => ({ ...each, write: () => true })))
  const edits = rows.map((row, counter): Edit => ({
    id: newId(),
    row: row.id,
    type: row.type,
    version: registry.find(row.type)?.version ?? 1,
    stamp: makeStamp({ ms: now, counter, device }),
    fields: row.fields,
    basis: {},
    madeAt: now,
    offset: 0,
  }))
  const arrival = { actor: founder, device, now, sentAt: now }
  const verdicts = await acceptEdits(open, transaction, edits, arrival, (error) => {
    throw error
  })
  const refused = verdicts.find(({ result }) => result !== 'accepted')
  if (refused) throw new Error(`a founding row was not accepted: ${JSON.stringify(refused)}`)
}

export type Root = {
  readonly organisation: { readonly id: string; readonly name: string; readonly kind: string }
  readonly administrator: { readonly id: string; readonly name: string; readonly postId: string }
}

/** The organisation at the root and the person who administers it. */
export const rootRows = ({ organisation, administrator }: Root, now: number): readonly NewRow[] => [
  {
    id: organisation.id,
    type: 'organisation',
    fields: { name: organisation.name, kind: organisation.kind },
  },
  {
    id: administrator.id,
    type: 'person',
    fields: { name: administrator.name, branchId: organisation.id, kind: 'full' },
  },
  {
    id: administrator.postId,
    type: 'post',
    fields: {
      personId: administrator.id,
      organisationId: organisation.id,
      office: 'administrator',
      from: localDay(new Date(now).toISOString()),
    },
  },
]
