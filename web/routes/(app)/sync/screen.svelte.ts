import type { App } from '#lib/app-context.svelte.ts'
import type { Records, Row, WriteFailure } from '#lib/data/types.ts'
import type { Unsent } from '#lib/data/unsent.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { dayOf } from '#lib/record/months.ts'
import { forPresentBranch } from '#lib/lesson/moved-study.ts'
import { mendingPlace, refusedEdits, sayRefused } from '#lib/sync/refused-fields.ts'
import { exportName, refusalExport } from '#lib/sync/refusal-export.ts'
import { sayRefusal } from '#lib/sync/refusal-words.ts'
import { UnsentTitle } from '#lib/sync/unsent-title.svelte.ts'
import { saveFile } from '#lib/ui/save-file.ts'
import type { Body } from '#schema/json.ts'
import { textOf } from '#schema/json.ts'
import { registry } from '#schema/records/index.ts'
import { person } from '#schema/records/person.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'

/** What was refused of one thing a person wrote, and the ways on. Construct it while a component begins. */
export class RefusedScreen {
  readonly #app: App
  readonly #group: () => Unsent
  readonly #title
  readonly #people
  busy = $state(false)
  failure = $state.raw<WriteFailure>()

  constructor(app: App, group: () => Unsent) {
    this.#app = app
    this.#group = group
    this.#title = new UnsentTitle(app.records, group)
    this.#people = app.records.list(person)
  }

  get #rows(): readonly Row<unknown>[] {
    return this.#group().rows
  }

  get title(): string {
    return this.#title.main
  }

  get #problem() {
    return this.#rows[0]?.problem ?? null
  }

  readonly said = $derived.by(() => this.#problem && sayRefusal(this.#group().type, this.#problem))

  readonly #nameOf = (id: string): string | undefined =>
    this.#people.current.find((each) => each.id === id)?.body.name

  /** What was written, row by row: a roll call has as many as names. */
  readonly written = $derived.by(() => {
    const definition = registry.find(this.#group().type)
    if (!definition) return []
    return this.#rows.map((row) => ({
      id: row.id,
      name: this.#rows.length > 1 ? this.#nameOf(textOf(row.body as Body, 'personId')) : undefined,
      fields: sayRefused(definition, row, this.#nameOf),
    }))
  })

  /** The form, at the field, where the person can mend it himself; otherwise the record. */
  get mends(): string | undefined {
    const [row] = this.#rows
    return row && this.said?.self ? mendingPlace(row, this.#problem) : undefined
  }

  get opens(): string | undefined {
    return this.mends === undefined ? this.#title.href : undefined
  }

  sendAgain(): Promise<boolean> {
    const { actor } = this.#app.session
    const moved = this.#rows.flatMap((row) => forPresentBranch(row, actor) ?? [])
    if (moved.length === 0) return this.#change((records, ids) => records.sendAgain(ids))
    return this.#change(async (records) => {
      const written = await records.write(moved)
      return written.ok ? succeed(undefined) : written
    })
  }

  takeBack(): Promise<boolean> {
    return this.#change((records, ids) => records.withdraw(ids))
  }

  export(): void {
    const { session, clock } = this.#app
    const rows = this.#rows.map((row, index) => ({
      title: this.title,
      rowId: row.id,
      type: row.type,
      edits: refusedEdits([row]),
      why: this.said?.sentence ?? '',
      who: this.said?.who ?? '',
      said: this.written[index]?.fields ?? [],
    }))
    const nowMs = clock.now()
    const text = refusalExport(rows, { nowMs, name: session.personName ?? '' })
    const file = new Blob([text], { type: 'text/plain;charset=utf-8' })
    saveFile(file, exportName(dayOf(nowMs)))
  }

  async #change(
    work: (records: Records, ids: readonly string[]) => Promise<Result<undefined, WriteFailure>>,
  ): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    const done = await work(
      this.#app.records,
      this.#rows.map(({ id }) => id),
    )
    this.busy = false
    this.failure = done.ok ? undefined : done.failure
    return done.ok
  }
}

export const sayChangeFailure = (failure: WriteFailure) =>
  failure.kind === 'full'
    ? { sentence: m.sync_change_full(), who: m.sync_change_full_who() }
    : { sentence: m.sync_change_storage(), who: m.sync_change_storage_who() }
