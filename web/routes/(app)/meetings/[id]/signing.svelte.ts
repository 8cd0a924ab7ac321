import type { App } from '#lib/app-context.svelte.ts'
import type { Row } from '#lib/data/types.ts'
import type { MeetingBody } from '#lib/record/meeting-draft.ts'
import { meetingDraftName } from '#lib/record/meeting-draft.ts'
import { signMeeting } from '#lib/record/meeting-signing.ts'
import type { Actor } from '#schema/access.ts'
import { maySign } from '#schema/records/meeting.ts'

/** Putting one's name under a meeting. */
export class Signing {
  readonly #app: App
  readonly #actor: () => Actor
  readonly #row: () => Row<MeetingBody> | undefined
  /** What is asked just now: whether to sign, or to save a draft before. */
  asking = $state<'sign' | 'draft'>()
  busy = $state(false)
  failed = $state(false)

  constructor(app: App, actor: () => Actor, row: () => Row<MeetingBody> | undefined) {
    this.#app = app
    this.#actor = actor
    this.#row = row
  }

  get me(): string {
    return this.#actor().personId
  }

  readonly signed = $derived.by(() => {
    const { stage, signedById, signedAt } = this.#row()?.body ?? {}
    return stage === 'signed' && signedById !== undefined && signedAt !== undefined
      ? { by: signedById, at: signedAt }
      : undefined
  })

  /** Whoever may sign may put right what was signed. */
  readonly mayAmend = $derived.by(() => {
    const body = this.#row()?.body
    return body !== undefined && this.signed !== undefined && maySign(this.#actor(), body)
  })

  /** Of a meeting that has begun by now (ms). */
  maySign(now: number): boolean {
    const body = this.#row()?.body
    return (
      body !== undefined &&
      body.removedAt === undefined &&
      Date.parse(body.startsAt) <= now &&
      !this.signed &&
      maySign(this.#actor(), body)
    )
  }

  async ask(): Promise<void> {
    this.failed = false
    const draft = await this.#app.drafts.read(meetingDraftName(this.#row()?.id ?? ''))
    this.asking = draft ? 'draft' : 'sign'
  }

  leave(): void {
    this.asking = undefined
  }

  async sign(): Promise<void> {
    const row = this.#row()
    if (!row || this.busy) return
    this.busy = true
    this.failed = !(await signMeeting(this.#app, row, this.me))
    this.busy = false
    if (!this.failed) this.asking = undefined
  }
}
