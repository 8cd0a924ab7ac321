/** The person who imports: for which organisation, and which part of the tree is his to fill. */
import type { Actor } from '../../schema/access.ts'
import { isCommitteeOffice, keepsBranch } from '../../schema/access.ts'
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

/**
 * Whoever brings a ledger: for the branches whose books he keeps, and, working for the organisation above, for those below it.
 * A branch's book is its keeper's alone to write; only its past, brought along, may also be entered above (`bringing`).
 */
export async function ledgerImporterOf(
  view: StoreView,
  actor: Actor,
): Promise<Importer | undefined> {
  const covered = actor.offices.flatMap(({ covers }) => covers)
  const kept = [...new Set(covered)].filter((id) => keepsBranch(actor, id))
  const [first] = kept
  if (first === undefined) return undefined
  return {
    actor,
    organisationId: first,
    organisations: await view.rows(kept),
    above: await view.rows(actor.lineage.filter((id) => !kept.includes(id))),
  }
}

/** The actor as one who keeps the books of all branches below him, while he brings their ledgers and for nothing else. */
export const bringing = (actor: Actor): Actor => ({
  ...actor,
  offices: [
    ...actor.offices,
    ...actor.offices
      .filter(isCommitteeOffice)
      .flatMap(({ covers }) =>
        covers.map((id) => ({ office: 'deputy' as const, organisationId: id, covers: [id] })),
      ),
  ],
})

/** The actor once an organisation stands below one that he oversees. */
export const overseeing = (actor: Actor, parentId: string, id: string): Actor => ({
  ...actor,
  offices: actor.offices.map((held) =>
    held.covers.includes(parentId) ? { ...held, covers: [...held.covers, id] } : held,
  ),
})
