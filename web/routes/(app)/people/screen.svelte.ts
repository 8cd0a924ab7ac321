import type { App } from '#lib/app-context.svelte.ts'
import type { MemberKind } from '#lib/record/desk-people.ts'
import { findMembers, memberLines } from '#lib/record/desk-people.ts'
import { branchesOf, organisationTree, rootsOf } from '#lib/record/desk-tree.ts'
import { filesBucket, mayRead } from '#schema/bucket.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'

/** The members of all branches covered or kept, searched as one types. */
export class PeopleScreen {
  readonly #app: App
  readonly #organisations
  readonly #people
  query = $state('')
  branchId = $state('')
  kind = $state<MemberKind>()

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
  readonly all = $derived.by(() => memberLines(this.#people.current, this.branches))
  readonly found = $derived.by(() =>
    findMembers(this.all, {
      query: this.query,
      branchId: this.branchId || undefined,
      kind: this.kind,
    }),
  )
}
