import type { Records } from '#lib/data/types.ts'
import { organisation } from '#schema/records/organisation.ts'
import { groupsOf } from '#schema/rules/groups.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import { sayWhose } from '#lib/meeting/words.ts'

/** The groups of a branch. Construct it while a component begins. */
export class BranchGroups {
  readonly #all
  readonly #branchId: () => string

  constructor(records: Pick<Records, 'list'>, branchId: () => string) {
    this.#branchId = branchId
    this.#all = records.list(organisation, () => ({ of: branchId(), removed: true }))
  }

  get ready(): boolean {
    return this.#all.ready
  }

  readonly current = $derived.by(() => groupsOf(this.#all.current, this.#branchId()))

  /** What they are called; also those that were dissolved since, for a record goes on saying whose meeting it was. */
  readonly namesOf = (ids: readonly string[] = []): readonly string[] =>
    this.#all.current.filter(({ id }) => ids.includes(id)).map(({ body }) => body.name)

  /** `党小组会（第一党小组）` */
  readonly titleOf = ({ kinds, groupIds }: Pick<MeetingBody, 'kinds' | 'groupIds'>): string =>
    sayWhose(kinds, this.namesOf(groupIds))
}
