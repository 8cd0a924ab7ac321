import type { App } from '#lib/app-context.svelte.ts'
import type { MemberKind } from '#lib/desk/people.ts'
import { findMembers, memberLines } from '#lib/desk/people.ts'
import { branchesOf, organisationTree, rootsOf } from '#lib/desk/tree.ts'
import { filesBucket, mayRead } from '#schema/bucket.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { groupOf, groupsOf } from '#schema/rules/groups.ts'

/** Those who belong to no group. */
export const noGroup = 'none'

/** The members of all branches covered or kept, searched as one types. */
export class PeopleScreen {
  readonly #app: App
  readonly #organisations
  readonly #people
  query = $state('')
  branchId = $state('')
  kind = $state<MemberKind>()
  groupId = $state('')

  constructor(app: App, branchId: string) {
    this.#app = app
    this.branchId = branchId
    this.#organisations = app.records.list(organisation)
    this.#people = app.records.list(person)
  }

  readonly ready = $derived.by(() => this.#organisations.ready && this.#people.ready)
  readonly branches = $derived.by(() => {
    const { actor } = this.#app.session
    if (!actor) return []
    const kept = this.#organisations.current.filter(({ id }) => mayRead(actor, filesBucket(id)))
    const covered = branchesOf(organisationTree(this.#organisations.current, rootsOf(actor)))
    return [...covered, ...kept.filter(({ id }) => !covered.some((each) => each.id === id))]
  })
  /** Files and groups are looked at a branch at a time. */
  readonly branch = $derived.by(() =>
    this.branches.find(({ id }, _at, all) => id === this.branchId || all.length === 1),
  )
  readonly groups = $derived.by(() =>
    this.branch ? groupsOf(this.#organisations.current, this.branch.id) : [],
  )
  /** Undefined where none is looked at, or another branch was chosen since. */
  readonly group = $derived.by(() =>
    this.groupId === noGroup && this.groups.length > 0
      ? noGroup
      : this.groups.find(({ id }) => id === this.groupId)?.id,
  )
  readonly all = $derived.by(() => memberLines(this.#people.current, this.branches))
  readonly found = $derived.by(() =>
    findMembers(this.all, {
      query: this.query,
      branchId: this.branchId || undefined,
      kind: this.kind,
      ...(this.group !== undefined && {
        isOfGroup: (body) => (groupOf(body, this.groups)?.id ?? noGroup) === this.group,
      }),
    }),
  )
}
