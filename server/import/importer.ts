/** The person who imports: for which organisation, and which part of the tree is his to fill. */
import type { Actor } from '../../schema/access.ts'
import { isCommitteeOffice } from '../../schema/access.ts'
import type { Row, StoreView } from '../../sync/authority/store.ts'

export type Importer = {
  readonly actor: Actor
  /** The organisation he works for; of several, the one with most below it. */
  readonly organisationId: string
  /** Organisations whose records he may write, by id. */
  readonly organisations: ReadonlyMap<string, Row>
  /** Those above, for names only. */
  readonly above: ReadonlyMap<string, Row>
}

/** Undefined where the actor works for no organisation. */
export async function importerOf(view: StoreView, actor: Actor): Promise<Importer | undefined> {
  const held = actor.offices
    .filter(isCommitteeOffice)
    .sort((left, right) => right.covers.length - left.covers.length)
  const [first] = held
  if (!first) return undefined
  const covered = [...new Set(held.flatMap(({ covers }) => covers))]
  return {
    actor,
    organisationId: first.organisationId,
    organisations: await view.rows(covered),
    above: await view.rows(actor.lineage.filter((id) => !covered.includes(id))),
  }
}

/** The actor once an organisation stands below one that he oversees. */
export const overseeing = (actor: Actor, parentId: string, id: string): Actor => ({
  ...actor,
  offices: actor.offices.map((held) =>
    held.covers.includes(parentId) ? { ...held, covers: [...held.covers, id] } : held,
  ),
})
