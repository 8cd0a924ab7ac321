import type { App } from '#lib/app-context.svelte.ts'
import type { PersonRecord } from '#lib/record/recorded.ts'
import { groupDrafts, nextName } from '#lib/people/group-drafts.ts'
import { fits } from '#schema/field.ts'
import { organisation } from '#schema/records/organisation.ts'
import { dayAt } from '#schema/rules/calendar.ts'
import type { GroupRow } from '#schema/rules/groups.ts'

type Of = {
  readonly branchId: string
  readonly people: readonly PersonRecord[]
  readonly groups: readonly GroupRow[]
  readonly lines: readonly { readonly group: GroupRow; readonly members: readonly PersonRecord[] }[]
}

/** One group being written. Construct it while a component begins. */
export class GroupWriting {
  readonly #app: Pick<App, 'records' | 'clock'>
  readonly #of: Of
  readonly #group: GroupRow | undefined
  name = $state('')
  foundedOn = $state('')
  leaderId = $state('')
  ticked = $state.raw<readonly string[]>([])
  saving = $state(false)
  failed = $state(false)
  #tried = $state(false)
  /** Known to the year or the month only, it is no day for the browser's calendar. */
  readonly isDay: boolean

  constructor(app: Pick<App, 'records' | 'clock'>, of: Of, group: GroupRow | undefined) {
    this.#app = app
    this.#of = of
    this.#group = group
    const { body } = group ?? {}
    this.name = body?.name ?? nextName(of.groups.map((each) => each.body.name))
    this.foundedOn = body ? (body.foundedOn ?? '') : dayAt(app.clock.now())
    this.isDay = [0, 10].includes(this.foundedOn.length)
    this.leaderId = body?.leaderId ?? ''
    this.ticked = (of.lines.find((each) => each.group.id === group?.id)?.members ?? []).map(
      ({ id }) => id,
    )
  }

  readonly leaders = $derived.by(() => this.#of.people.filter(({ id }) => this.ticked.includes(id)))

  /** Named only once somebody has tried to save. */
  readonly flaw = $derived.by((): 'missing' | 'taken' | undefined => {
    if (!this.#tried) return undefined
    const name = this.name.trim()
    if (name === '') return 'missing'
    const others = this.#of.groups.filter(({ id }) => id !== this.#group?.id)
    return others.some(({ body }) => body.name === name) ? 'taken' : undefined
  })

  readonly isFounded = $derived.by(() => {
    const kind = organisation.fields['foundedOn']?.kind
    return !this.#tried || this.foundedOn === '' || !kind || fits(kind, this.foundedOn)
  })

  async save(): Promise<boolean> {
    this.#tried = true
    if (this.flaw !== undefined || !this.isFounded || this.saving) return false
    const { people, groups, branchId } = this.#of
    const said = {
      id: this.#group?.id ?? this.#app.records.newId(),
      isNew: this.#group === undefined,
      branchId,
      name: this.name,
      foundedOn: this.foundedOn,
      leaderId: this.leaderId,
      ticked: this.ticked,
    }
    this.saving = true
    const written = await this.#app.records.write(groupDrafts(said, people, groups))
    this.saving = false
    this.failed = !written.ok
    return written.ok
  }
}
