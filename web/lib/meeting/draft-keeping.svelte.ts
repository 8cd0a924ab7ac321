import type { Clock, Drafts, WriteFailure } from '#lib/data/types.ts'
import type { Path } from '#schema/derive/validate.ts'
import type { Json } from '#schema/json.ts'
import type { MeetingDraft } from './draft.ts'
import { meetingDraftName, readMeetingDraft } from './draft.ts'
import type { KnownDraft } from './draft-merge.ts'
import { knownStill, laidOver, leftOver } from './draft-merge.ts'

/** What is true of the draft on this device: said in the head of the form, never guessed. */
export type Keeping =
  | { readonly state: 'untouched' | 'keeping' }
  | { readonly state: 'kept'; readonly at: number }
  | { readonly state: 'failed'; readonly failure: WriteFailure }

/** Longer than this, an earlier 已存 is no longer what is true of the words on the screen. */
const slowDiskMs = 400

/** Keeps the draft of one meeting at every change, and knows how that went. */
export class DraftKeeping {
  readonly #drafts: Pick<Drafts, 'keep' | 'discard'>
  readonly #clock: Clock
  readonly #name: string
  #current = $state.raw<Keeping>({ state: 'untouched' })
  #keeps = 0
  #last: Promise<unknown> = Promise.resolve()
  #before: MeetingDraft | undefined
  #known: KnownDraft | undefined

  constructor(drafts: Pick<Drafts, 'keep' | 'discard'>, clock: Clock, meetingId: string) {
    this.#drafts = drafts
    this.#clock = clock
    this.#name = meetingDraftName(meetingId)
  }

  get current(): Keeping {
    return this.#current
  }

  /** As this form began, or as it last knew it on the disk. */
  get before(): MeetingDraft | undefined {
    return this.#before
  }

  /** `keptAt`: since when it lies on the disk. */
  begin(draft: MeetingDraft, keptAt?: number): void {
    this.#before = this.#known = draft
    if (keptAt !== undefined) this.#current = { state: 'kept', at: keptAt }
  }

  keep(draft: MeetingDraft): Promise<void> {
    const keeping = this.#keep(draft)
    this.#last = keeping
    return keeping
  }

  async #keep(draft: MeetingDraft): Promise<void> {
    this.#keeps += 1
    const mine = this.#keeps
    const sayKeeping = () => (this.#current = { state: 'keeping' })
    // A good disk answers between two keystrokes, and then nothing in the head need blink.
    const slow = this.#current.state === 'kept' ? setTimeout(sayKeeping, slowDiskMs) : undefined
    if (slow === undefined) sayKeeping()
    const known = knownStill(this.#known ?? draft, draft)
    this.#known = known
    const over = (held: Json) => laidOver(readMeetingDraft(held), draft, known) as Json
    const kept = await this.#drafts.keep(this.#name, draft as Json, over)
    clearTimeout(slow)
    if (kept.ok) this.#before = draft
    // Newer words are on their way: what is true of these says nothing about them.
    if (mine !== this.#keeps) return
    if (kept.ok) this.#known = draft
    this.#current = kept.ok
      ? { state: 'kept', at: this.#clock.now() }
      : { state: 'failed', failure: kept.failure }
  }

  /** What this form said stands in the record now, but for what it kept back. */
  async letGo(said: readonly MeetingDraft[], keptBack: readonly Path[]): Promise<void> {
    // What is still on its way must be there before it can be told from what another page put there.
    await this.#last
    await this.#drafts.discard(this.#name, (held) => {
      const draft = readMeetingDraft(held)
      return draft && (leftOver(draft, said, keptBack) as Json | undefined)
    })
  }
}
