import type { App } from '#lib/app-context.svelte.ts'
import type { WriteFailure } from '#lib/data/types.ts'
import { BranchGroups } from '#lib/people/branch-groups.svelte.ts'
import { isoOf } from '#lib/record/months.ts'
import type { PersonRecord } from '#lib/record/recorded.ts'
import { byName } from '#lib/record/recorded.ts'
import { mayMakeGroupsIn } from '#lib/meeting/may-record.ts'
import type { Actor } from '#schema/access.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import type { GroupRow } from '#schema/rules/groups.ts'
import { groupOf } from '#schema/rules/groups.ts'
import type { Result } from '#sync/result.ts'

export type GroupLine = {
  readonly group: GroupRow
  readonly leader: string | undefined
  readonly members: readonly PersonRecord[]
}

/** The groups of one branch, and who belongs to which. Construct it while a component begins. */
export class GroupsScreen {
  readonly branchId: string
  readonly #app: App
  /** Rights move at midnight, also under an open page. */
  readonly #actor: () => Actor
  readonly #branch
  readonly #groups
  readonly #people
  failed = $state(false)
  /** Dissolved just now. */
  removed = $state.raw<GroupRow>()

  constructor(app: App, actor: () => Actor, branchId: string) {
    this.branchId = branchId
    this.#app = app
    this.#actor = actor
    this.#branch = app.records.one(organisation, () => branchId)
    this.#groups = new BranchGroups(app.records, () => branchId)
    this.#people = app.records.list(person, () => ({ of: branchId }))
  }

  get ready(): boolean {
    return this.#branch.ready && this.#groups.ready && this.#people.ready
  }

  get branch() {
    return this.#branch.current?.body
  }

  get groups() {
    return this.#groups.current
  }

  readonly mayKeep = $derived.by(() => mayMakeGroupsIn(this.#actor(), this.branchId))

  readonly people = $derived.by(() => [...this.#people.current].sort(byName))

  readonly lines = $derived.by((): readonly GroupLine[] =>
    this.groups.map((group) => ({
      group,
      leader: this.people.find(({ id }) => id === group.body.leaderId)?.body.name,
      members: this.people.filter(({ body }) => groupOf(body, this.groups)?.id === group.id),
    })),
  )

  readonly inNone = $derived.by(() =>
    this.people.filter(({ body }) => groupOf(body, this.groups) === undefined),
  )

  /** Its members keep saying that it is theirs: whoever brings it back has them all again. */
  async remove(group: GroupRow): Promise<boolean> {
    const removedAt = isoOf(this.#app.clock.now())
    const done = this.#note(await this.#write(group, removedAt))
    this.removed = done ? group : undefined
    return done
  }

  async restore(): Promise<void> {
    const group = this.removed
    if (group && this.#note(await this.#write(group, null))) this.removed = undefined
  }

  #write({ id }: GroupRow, removedAt: string | null) {
    return this.#app.records.write([{ type: organisation, id, fields: { removedAt } }])
  }

  #note({ ok }: Result<unknown, WriteFailure>): boolean {
    this.failed = !ok
    return ok
  }
}
