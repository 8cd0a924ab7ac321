import type { App } from '#lib/app-context.svelte.ts'
import type { Row, WriteFailure } from '#lib/data/types.ts'
import { bothOf } from '#lib/conflict/both.ts'
import { choiceDraft, maySettle, settlingDrafts } from '#lib/conflict/settling.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { sayPath, sayVersion, versionsOf } from '#lib/conflict/view.ts'
import { isoOf } from '#lib/record/months.ts'
import { mayEditMeeting } from '#lib/meeting/may-record.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import { UnsentTitle } from '#lib/sync/unsent-title.svelte.ts'
import type { Actor } from '#schema/access.ts'
import { oversees } from '#schema/access.ts'
import { branchBuckets } from '#schema/bucket.ts'
import type { RecordType } from '#schema/define-record.ts'
import type { Json } from '#schema/json.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import { registry } from '#schema/records/index.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { localYear } from '#schema/rules/calendar.ts'

/** One conflict as it is looked at and settled. Construct it while a component begins. */
export class DisputeScreen {
  readonly #app: App
  /** Rights move at midnight, also under an open page. */
  readonly #actor: () => Actor
  readonly #conflict: () => Row<ConflictBody>
  readonly #target
  readonly #people
  readonly #organisation
  readonly #title
  busy = $state(false)
  failure = $state.raw<WriteFailure>()

  constructor(app: App, actor: () => Actor, row: () => Row<ConflictBody>) {
    this.#app = app
    this.#actor = actor
    this.#conflict = row
    const { records } = app
    // The conflict stands for one row all its life; a type this release does not know is never found.
    const { type, row: target } = row().body
    const definition: RecordType<unknown> = registry.find(type) ?? meeting
    this.#target = records.one(definition, () => target)
    this.#people = records.list(person)
    this.#organisation = records.one(organisation, () => this.#conflict().body.organisationId)
    this.#title = new UnsentTitle(records, () => ({
      key: target,
      type,
      rows: this.#target.current ? [this.#target.current] : [],
      refused: false,
    }))
  }

  get body(): ConflictBody {
    return this.#conflict().body
  }

  readonly definition = $derived.by(() => registry.find(this.body.type))

  /** `10月8日 主题党日 · 决议`; for those above with the branch before it. */
  readonly title = $derived.by(() => {
    const field = this.definition ? sayPath(this.definition, this.body.path) : this.body.path
    const name = this.isAbove ? this.#organisation.current?.body.name : undefined
    const where = { record: this.#title.main, field }
    return name === undefined
      ? m.conflicts_where(where)
      : m.conflicts_where_in({ organisation: name, ...where })
  })

  get href(): string | undefined {
    return this.#target.current && this.#title.href
  }

  /** Where a third version is written: the form of the record, at the field. */
  get formHref(): string | undefined {
    const { row, path, type } = this.body
    if (type !== meeting.name || this.may !== 'yes') return undefined
    // The definition was found by this type.
    const target = this.#target.current as Row<MeetingBody> | undefined
    if (!mayEditMeeting(this.#actor(), target)) return undefined
    const at = encodeURIComponent(path)
    return `/meetings/${row}/edit?at=${at}&settles=${encodeURIComponent(this.#conflict().id)}`
  }

  readonly nameOf = (id: string): string | undefined =>
    this.#people.current.find((each) => each.id === id)?.body.name

  readonly versions = $derived.by(() =>
    this.definition ? versionsOf(this.definition, this.body, this.nameOf) : [],
  )

  /** The words of both, where they can be joined. */
  readonly both = $derived.by(() => {
    const { path, was } = this.body
    return this.definition && bothOf(this.definition, path, this.versions, was)
  })

  say(value: Json): string {
    return this.definition ? sayVersion(this.definition, this.body.path, value, this.nameOf) : ''
  }

  /** Undefined until the device has looked for the record. */
  readonly may = $derived.by(() =>
    this.#target.ready
      ? maySettle(this.#actor(), this.definition, this.#target.current, this.body)
      : undefined,
  )

  get isAbove(): boolean {
    return oversees(this.#actor(), this.body.organisationId)
  }

  get waits(): boolean {
    return this.#conflict().mark !== 'arrived'
  }

  /** A desk holds a branch's files only while it looks at them. */
  open(): (() => void) | undefined {
    if (this.may !== 'absent' || !this.isAbove) return undefined
    const year = Number(localYear(isoOf(this.#app.clock.now())))
    return this.#app.sync.open(branchBuckets(this.body.organisationId, year))
  }

  choose(value: Json): Promise<boolean> {
    const { definition } = this
    const choice = this.#choice(value)
    return definition
      ? this.#write(settlingDrafts(definition, this.#conflict(), choice))
      : Promise.resolve(false)
  }

  /** Of what is signed nothing more is written: only that somebody has seen it. */
  leave(value: Json): Promise<boolean> {
    return this.#write([choiceDraft(this.#conflict(), this.#choice(value))])
  }

  #choice(value: Json) {
    return { value, by: this.#actor().personId, nowMs: this.#app.clock.now() }
  }

  async #write(drafts: Parameters<App['records']['write']>[0]): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    const written = await this.#app.records.write(drafts)
    this.busy = false
    this.failure = written.ok ? undefined : written.failure
    return written.ok
  }
}
