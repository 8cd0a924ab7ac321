import type { App } from '#lib/app-context.svelte.ts'
import type { Row } from '#lib/data/types.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'
import { meetingDraftName } from '#lib/meeting/draft.ts'
import { mayAmend } from '#lib/meeting/may-record.ts'
import { countersignMeeting, lackingSigners, signMeeting } from '#lib/meeting/signing.ts'
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

  /** Every name under it, the one that closed it first. */
  readonly names = $derived.by(() => {
    const { countersignatures = {} } = this.#row()?.body ?? {}
    const others = Object.values(countersignatures).map(({ byId, at }) => ({ by: byId, at }))
    return this.signed
      ? [this.signed, ...others.sort((left, right) => (left.at < right.at ? -1 : 1))]
      : []
  })

  /** Of a signed record: chair or recorder, whoever has not signed yet. */
  readonly lacking = $derived.by(() => {
    const body = this.#row()?.body
    return body && this.signed ? lackingSigners(body) : []
  })

  readonly mayCountersign = $derived.by(
    () => this.lacking.includes(this.me) && this.#row()?.body.removedAt === undefined,
  )

  readonly mayAmend = $derived.by(() => {
    const row = this.#row()
    return row !== undefined && row.body.removedAt === undefined && mayAmend(this.#actor(), row)
  })

  /** A member who sees what is wrong, and may not put it right himself. */
  readonly mayTell = $derived.by(() => {
    const body = this.#row()?.body
    return (
      body?.removedAt === undefined && body?.branchId === this.#actor().branchId && !this.mayAmend
    )
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
    this.asking = draft && !this.signed ? 'draft' : 'sign'
  }

  leave(): void {
    this.asking = undefined
  }

  async sign(): Promise<void> {
    const row = this.#row()
    if (!row || this.busy) return
    this.busy = true
    const write = this.signed ? countersignMeeting : signMeeting
    this.failed = !(await write(this.#app, row, this.me))
    this.busy = false
    if (!this.failed) this.asking = undefined
  }
}
