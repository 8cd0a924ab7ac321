/** Who somebody is, from the records: his branch, the organisations above it, the offices he holds today. */
import type { Actor, HeldOffice, Office } from '../../schema/access.ts'
import { actorOn } from '../../schema/access.ts'
import { textOf } from '../../schema/json.ts'
import { dayAt } from '../../schema/rules/calendar.ts'
import type { Row, StoreView } from './store.ts'

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

/** The post as an office, from whenever it begins; undefined where it is over, was taken back, or its organisation is gone. */
async function officeOf(
  view: StoreView,
  post: Row,
  today: string,
): Promise<HeldOffice | undefined> {
  const { from, until, removedAt, organisationId, office } = post.body as Record<
    string,
    string | undefined
  >
  if (!organisationId || !office || !from || removedAt || (until && until < today)) return undefined
  const organisation = await view.row(organisationId)
  if (organisation?.body['removedAt'] !== undefined) return undefined
  return {
    // Only registered offices are accepted into a post, so the stored word is one of them.
    office: office as Office,
    organisationId,
    covers: await below(view, organisationId),
    from,
    ...(until && { until }),
  }
}

/** The actor behind an account at a time (ms), or undefined where the person is not on record, or no longer. */
export async function actorOf(
  view: StoreView,
  account: { readonly id: string; readonly personId: string },
  nowMs: number,
): Promise<Actor | undefined> {
  const person = await view.row(account.personId)
  if (person?.type !== 'person' || person.body['removedAt'] !== undefined) return undefined
  const today = dayAt(nowMs)
  const toCome: HeldOffice[] = []
  for (const post of await view.rowsOf('post', person.id)) {
    const office = await officeOf(view, post, today)
    if (office) toCome.push(office)
  }
  const branchId = textOf(person.body, 'branchId')
  const named = { accountId: account.id, personId: person.id, branchId }
  const actor = actorOn({ ...named, lineage: [], offices: [], toCome }, today)
  const kept = actor.offices.map(({ organisationId }) => organisationId)
  const lineage = new Set<string>()
  for (const id of [branchId, ...kept]) for (const each of await above(view, id)) lineage.add(each)
  return { ...actor, lineage: [...lineage] }
}

/**
 * Who brings edits. Whoever is on the roll no more is nobody (P7): he may write nothing, and what he wrote is judged and
 * recorded under his name all the same, or it would stand nowhere.
 */
export async function senderOf(
  view: StoreView,
  account: { readonly id: string; readonly personId: string },
  nowMs: number,
): Promise<{ readonly actor: Actor; readonly isNobody: boolean }> {
  const actor = await actorOf(view, account, nowMs)
  if (actor) return { actor, isNobody: false }
  const { id: accountId, personId } = account
  const branchId = textOf((await view.row(personId))?.body, 'branchId')
  return { actor: { accountId, personId, branchId, lineage: [], offices: [] }, isNobody: true }
}
