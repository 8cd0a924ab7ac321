import type { App } from '#lib/app-context.svelte.ts'
import type { WriteFailure } from '#lib/data/types.ts'
import { isoOf } from '#lib/record/months.ts'
import { derivedId } from '#schema/define-record.ts'
import type { ConsentKind } from '#schema/records/consent.ts'
import { consent } from '#schema/records/consent.ts'
import { personFile } from '#schema/records/person-file.ts'

/** What somebody may type as a telephone number. */
const likeNumber = /^\+?[0-9][0-9 -]{4,18}$/

/** One's own choices. Construct it while a component begins. */
export class ChoicesScreen {
  readonly #app: App
  readonly #phone
  readonly #photos
  readonly #files
  /** Said yes just now, and the number is still to be looked at. */
  #asking = $state(false)
  #typed = $state<string>()
  numberFlaw = $state(false)
  failure = $state.raw<WriteFailure>()

  constructor(app: App) {
    this.#app = app
    const own = (kind: ConsentKind) =>
      app.records.one(consent, () => {
        const { actor } = app.session
        return actor && derivedId(consent.name, [actor.personId, kind])
      })
    this.#phone = own('phone')
    this.#photos = own('photos')
    this.#files = app.records.list(personFile, () => ({
      of: app.session.actor?.personId ?? '',
      limit: 1,
    }))
  }

  readonly phone = $derived.by(() => this.#phone.current?.body)
  readonly photos = $derived.by(() => this.#photos.current?.body)

  get wantsPhone(): boolean {
    return this.#asking || this.phone?.given === true
  }

  /** As typed; at first as it stands, else as it is in the file. */
  get number(): string {
    return this.#typed ?? this.phone?.number ?? this.#files.current[0]?.body.mobile ?? ''
  }
  set number(typed: string) {
    this.#typed = typed
    this.numberFlaw = false
  }

  /** Comrades see what is in the field. */
  get numberStands(): boolean {
    return this.phone?.given === true && this.phone.number === this.number.trim()
  }

  async choosePhone(wanted: boolean): Promise<void> {
    this.#asking = wanted
    // Taken back at once; given only with a number before one's eyes.
    if (!wanted && this.phone) await this.#write('phone', { given: false, number: null })
  }

  async showNumber(): Promise<void> {
    const number = this.number.trim()
    this.numberFlaw = !likeNumber.test(number)
    if (!this.numberFlaw) await this.#write('phone', { given: true, number })
  }

  choosePhotos(given: boolean): Promise<void> {
    return this.#write('photos', { given })
  }

  async #write(
    kind: ConsentKind,
    said: { readonly given: boolean; readonly number?: string | null },
  ): Promise<void> {
    const { actor } = this.#app.session
    if (!actor) return
    const { personId, branchId } = actor
    const at = isoOf(this.#app.clock.now())
    const written = await this.#app.records.write([
      { type: consent, fields: { personId, branchId, kind, at, ...said } },
    ])
    this.failure = written.ok ? undefined : written.failure
  }
}
