import type { App } from '#lib/app-context.svelte.ts'
import type { FollowUp } from '#lib/meeting/follow-ups.ts'
import { doneFollowUps, followUpsOf, openFollowUps } from '#lib/meeting/follow-ups.ts'
import type { Actor } from '#schema/access.ts'
import { isSelf, keepsBranch } from '#schema/access.ts'
import { meeting } from '#schema/records/meeting.ts'
import { person } from '#schema/records/person.ts'
import { dayAt } from '#schema/rules/calendar.ts'

export type FollowUpPath = Pick<FollowUp, 'meetingId' | 'key'>

/** The resolutions of the branches whose books this person keeps or belongs to. Construct it while a component begins. */
export class FollowUpsScreen {
  readonly #app: App
  readonly #actor: () => Actor | undefined
  readonly #now: () => number
  readonly #meetings
  readonly #people
  failed = $state(false)
  /** Noted as done a moment ago, or that taken back, and still to be undone. */
  just = $state.raw<{ readonly each: FollowUp; readonly done: boolean }>()

  constructor(app: App, actor: () => Actor | undefined, now: () => number) {
    this.#app = app
    this.#actor = actor
    this.#now = now
    this.#meetings = app.records.list(meeting)
    this.#people = app.records.list(person)
  }

  get ready(): boolean {
    return this.#meetings.ready && this.#people.ready
  }

  get today(): string {
    return dayAt(this.#now())
  }

  readonly #all = $derived.by(() => {
    const actor = this.#actor()
    return followUpsOf(this.#meetings.current, dayAt(this.#now())).filter(
      ({ branchId }) => actor && (actor.branchId === branchId || keepsBranch(actor, branchId)),
    )
  })

  readonly open = $derived.by(() => openFollowUps(this.#all))
  readonly done = $derived.by(() => doneFollowUps(this.#all))

  readonly nameOf = (personId: string): string | undefined =>
    this.#people.current.find(({ id }) => id === personId)?.body.name

  mayNote({ branchId, personId }: FollowUp): boolean {
    const actor = this.#actor()
    return actor !== undefined && (keepsBranch(actor, branchId) || isSelf(actor, personId))
  }

  async note(each: FollowUp, doneOn: string, note: string): Promise<boolean> {
    const byId = this.#actor()?.personId ?? ''
    const said = { doneOn, byId, ...(note.trim() !== '' && { note: note.trim() }) }
    const written = await this.#write(each, said)
    if (written) this.just = { each, done: true }
    return written
  }

  async takeBack(each: FollowUp): Promise<boolean> {
    const written = await this.#write(each, null)
    if (written) this.just = { each, done: false }
    return written
  }

  async undo(): Promise<void> {
    const { just } = this
    if (!just) return
    const { done } = just.each
    if (just.done) await this.#write(just.each, null)
    else if (done) await this.note(just.each, done.on, done.note)
    this.just = undefined
  }

  async #write(
    { meetingId, key }: FollowUpPath,
    said: { doneOn: string; byId: string; note?: string } | null,
  ): Promise<boolean> {
    const fields = { [`followUps/${key}`]: said }
    const written = await this.#app.records.write([{ type: meeting, id: meetingId, fields }])
    this.failed = !written.ok
    return written.ok
  }
}
