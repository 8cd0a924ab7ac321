import type { App } from '#lib/app-context.svelte.ts'
import type { Row } from '#lib/data/types.ts'
import { askableField, sayWanted } from '#lib/privacy/correction-fields.ts'
import { sayFileValue } from '#lib/people/member-file.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { filesBucket } from '#schema/bucket.ts'
import { derivedId } from '#schema/define-record.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'

/** One request, beside what the file says now. Construct it while a component begins. */
export class CorrectionScreen {
  readonly #app: App
  readonly #row: () => Row<CorrectionBody>
  readonly #person
  readonly #file
  readonly #answerer

  constructor(app: App, row: () => Row<CorrectionBody>) {
    this.#app = app
    this.#row = row
    this.#person = app.records.one(person, () => row().body.personId)
    this.#file = app.records.one(personFile, () =>
      derivedId(personFile.name, [row().body.personId]),
    )
    this.#answerer = app.records.one(person, () => row().body.answeredById)
  }

  readonly #asked = $derived.by(() => askableField(this.#row().body.field))

  get name(): string {
    return this.#person.current?.body.name ?? ''
  }

  get label(): string {
    return this.#asked?.label ?? this.#row().body.field
  }

  get wanted(): string {
    const { wanted } = this.#row().body
    return this.#asked ? sayWanted(this.#asked, wanted) : wanted
  }

  /** What the file says now; undefined where it is not here. */
  readonly stands = $derived.by(() => {
    const asked = this.#asked
    const body = asked?.name === 'name' ? this.#person.current?.body : this.#file.current?.body
    if (!asked || !body) return undefined
    const value: unknown = body[asked.name as keyof typeof body]
    return sayFileValue(asked.name, asked.kind, value) || m.privacy_correction_empty()
  })

  /** The member's phone does not hold the people of those above. */
  get answeredBy(): string {
    return this.#answerer.current?.body.name ?? m.privacy_look_above()
  }

  open(): (() => void) | undefined {
    const { branchId, personId } = this.#row().body
    if (personId === this.#app.session.actor?.personId) return undefined
    return this.#app.sync.open([filesBucket(branchId)])
  }
}
