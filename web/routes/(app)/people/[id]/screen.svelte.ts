import type { App } from '#lib/app-context.svelte.ts'
import { arrivalOf } from '#lib/desk/arrival.ts'
import { noteFileOpened } from '#lib/people/note-look.ts'
import { oversees } from '#schema/access.ts'
import { filesBucket } from '#schema/bucket.ts'
import { consent } from '#schema/records/consent.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import { personFile } from '#schema/records/person-file.ts'
import { derivedId } from '#schema/define-record.ts'

/** One member. The file comes when it is looked at, and only then. */
export class PersonScreen {
  readonly #app: App
  readonly #person
  readonly #branch
  readonly #file
  readonly #photos
  /** The screen is made anew for every one looked at. */
  readonly #openedAt: number

  constructor(app: App, id: () => string) {
    this.#app = app
    this.#openedAt = app.clock.now()
    this.#person = app.records.one(person, id)
    this.#branch = app.records.one(organisation, () => this.#person.current?.body.branchId)
    this.#file = app.records.one(personFile, () => derivedId(personFile.name, [id()]))
    this.#photos = app.records.one(consent, () => derivedId(consent.name, [id(), 'photos']))
  }

  readonly ready = $derived.by(() => this.#person.ready)
  readonly person = $derived.by(() => this.#person.current)
  readonly branchId = $derived.by(() => this.#person.current?.body.branchId)
  readonly branch = $derived.by(() => this.#branch.current)
  readonly file = $derived.by(() => this.#file.current?.body)
  /** Whether he may be in photos: no until he says yes. */
  readonly mayBePictured = $derived.by(() => this.#photos.current?.body.given === true)
  readonly received = $derived.by(() => this.#app.sync.received)

  /** Asks for the files of the member's branch; the answer stops asking. */
  open(): (() => void) | undefined {
    const { branchId } = this
    if (branchId === undefined) return undefined
    return this.#app.sync.open([filesBucket(branchId)])
  }

  /** Works for an organisation above the member's branch. */
  readonly isAbove = $derived.by(() => {
    const { actor } = this.#app.session
    return actor !== undefined && oversees(actor, this.branchId ?? '')
  })

  readonly isOwn = $derived.by(() => this.#app.session.actor?.personId === this.#person.current?.id)

  /** The file is on the screen: its owner may know. */
  async noteOpened(): Promise<void> {
    const { personId, branchId } = this.file ?? {}
    if (personId !== undefined && branchId !== undefined)
      await noteFileOpened(this.#app, { personId, branchId })
  }

  readonly arrival = $derived.by(() =>
    arrivalOf({
      openedAt: this.#openedAt,
      lastContactAt: this.#app.sync.lastContactAt,
      running: this.#app.sync.running,
      reached: this.#app.sync.reached,
      rows: this.#file.current ? 1 : 0,
    }),
  )
}
