import type { App } from '#lib/app-context.svelte.ts'
import type { FollowUp } from '#lib/record/follow-ups.ts'
import { doneFollowUps, followUpsOf, openFollowUps } from '#lib/record/follow-ups.ts'
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
  /** Noted as done a moment ago, and still to be taken back. */
  justDone = $state.raw<FollowUpPath>()

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

  async note({ meetingId, key }: FollowUpPath, doneOn: string, note: string): Promise<boolean> {
    const byId = this.#actor()?.personId ?? ''
    const said = { doneOn, byId, ...(note.trim() !== '' && { note: note.trim() }) }
    const written = await this.#write({ meetingId, key }, said)
    if (written) this.justDone = { meetingId, key }
    return written
  }

  async takeBack(path: FollowUpPath): Promise<void> {
    if (await this.#write(path, null)) this.justDone = undefined
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
