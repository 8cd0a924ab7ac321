import type { App } from '#lib/app-context.svelte.ts'
import { OwnCall } from '#lib/roll/own-call.svelte.ts'
import { isTalkOfOthers, isUnderWay } from '#lib/roll/year-record.ts'
import type { Actor } from '#schema/access.ts'
import { derivedId } from '#schema/define-record.ts'
import type { Json } from '#schema/json.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import { ownWord } from '#schema/records/own-word.ts'
import { dayAt, localDay } from '#schema/rules/calendar.ts'
import { isOff } from '#schema/rules/own-words.ts'

/** What a member says of one gathering, beside what his branch noted of it. Construct it while a component begins. */
export class OwnWordScreen {
  readonly #app: App
  readonly #actor: Actor
  readonly #id: string
  readonly #meeting
  readonly #word
  readonly #noted
  readonly #call
  failed = $state(false)

  constructor(app: App, actor: Actor, meetingId: string) {
    this.#app = app
    this.#actor = actor
    this.#id = meetingId
    const parts = [meetingId, actor.personId]
    this.#meeting = app.records.one(meeting, () => meetingId)
    this.#word = app.records.one(ownWord, () => derivedId(ownWord.name, parts))
    this.#noted = app.records.one(attendance, () => derivedId(attendance.name, parts))
    this.#call = new OwnCall(app.records, () => actor)
  }

  get ready(): boolean {
    return this.#meeting.ready && this.#word.ready && this.#noted.ready && this.#call.ready
  }

  /** The meeting, where it is this member's branch's. */
  get body() {
    const body = this.#meeting.current?.body
    return body?.branchId === this.#actor.branchId ? body : undefined
  }

  get word() {
    return this.#word.current?.body
  }

  get noted() {
    return this.#noted.current?.body
  }

  /** Called off or taken away: nothing is to be said of it. */
  get off(): boolean {
    return isOff(this.body)
  }

  get called(): boolean {
    return this.body !== undefined && this.#call.isFor(this.body)
  }

  /** Leave is asked for until its day is over. */
  get mayAskLeave(): boolean {
    const { body } = this
    const today = dayAt(this.#app.clock.now())
    return body !== undefined && !this.off && this.called && localDay(body.startsAt) >= today
  }

  get underWay(): boolean {
    return this.body !== undefined && isUnderWay(this.body, this.#app.clock.now())
  }

  /** Once it has begun, for whoever was called to it, or was missed at it. */
  get mayMakeUp(): boolean {
    const { body, noted } = this
    if (!body || !this.underWay) return false
    if (noted === undefined || noted.removedAt !== undefined) return this.called
    return !isTalkOfOthers(noted, body)
  }

  async say(said: Readonly<Record<string, Json>>): Promise<boolean> {
    const { body } = this
    if (!body) return false
    const { personId, branchId } = this.#actor
    const begun = { meetingId: this.#id, personId, branchId, heldAt: body.startsAt }
    const fields = { ...(!this.word && begun), ...said }
    const id = derivedId(ownWord.name, [this.#id, personId])
    const written = await this.#app.records.write([{ type: ownWord, id, fields }])
    this.failed = !written.ok
    return written.ok
  }
}
