/** Who somebody is, from the records: his branch, the organisations above it, the offices he holds today. */
import type { Actor, HeldOffice, Office } from '../../schema/access.ts'
import { textOf } from '../../schema/json.ts'
import { localDay } from '../../schema/rules/calendar.ts'
import type { StoreView } from './store.ts'

/** The organisation and all below it. */
async function below(view: StoreView, id: string): Promise<readonly string[]> {
  const found = [id]
  for (const each of found) {
    const children = await view.rowsOf('organisation', each)
    found.push(...children.map((row) => row.id).filter((child) => !found.includes(child)))
  }
  return found
}

/** The organisations from the root down to this one. */
async function above(view: StoreView, id: string): Promise<readonly string[]> {
  const path: string[] = []
  let next: string | undefined = id
  while (next !== undefined && !path.includes(next)) {
    path.unshift(next)
    const row = await view.row(next)
    next = row?.body['parentId'] as string | undefined
  }
  return path
}

/** The actor behind an account at a time (ms), or undefined where the person is not on record. */
export async function actorOf(
  view: StoreView,
  account: { readonly id: string; readonly personId: string },
  nowMs: number,
): Promise<Actor | undefined> {
  const person = await view.row(account.personId)
  if (person?.type !== 'person') return undefined
  const today = localDay(new Date(nowMs).toISOString())
  const offices: HeldOffice[] = []
  for (const { body } of await view.rowsOf('post', person.id)) {
    const { from, until, removedAt, organisationId, office } = body as Record<
      string,
      string | undefined
    >
    if (
      !organisationId ||
      !office ||
      !from ||
      removedAt ||
      from > today ||
      (until && until < today)
    )
      continue
    // Only registered offices are accepted into a post, so the stored word is one of them.
    offices.push({
      office: office as Office,
      organisationId,
      covers: await below(view, organisationId),
    })
  }
  const branchId = textOf(person.body, 'branchId')
  return {
    accountId: account.id,
    personId: person.id,
    branchId,
    lineage: await above(view, branchId),
    offices,
  }
}
