import type { App } from '#lib/app-context.svelte.ts'
import { momentOf } from '#lib/roll/attendance-answers.ts'
import { readCode, writeTyped } from '#lib/roll/attendance-code.ts'
import { OwnCall } from '#lib/roll/own-call.svelte.ts'
import type { Actor } from '#schema/access.ts'
import { meeting } from '#schema/records/meeting.ts'
import { ownWord } from '#schema/records/own-word.ts'
import { dayAfter, dayAt, instantOf } from '#schema/rules/calendar.ts'

/** `elsewhere`: another branch's meeting · `other`: no code of a meeting · `digits`: not six of them. */
export type ScanTrouble = 'elsewhere' | 'other' | 'digits' | 'notKept'

/** A member's scan becomes his own word of the meeting. Construct it while a component begins. */
export class ScanScreen {
  readonly #app: App
  readonly #actor: Actor
  readonly #meetings
  readonly #call
  done = $state(false)
  trouble = $state<ScanTrouble>()
  #chosen = $state('')

  constructor(app: App, actor: Actor) {
    this.#app = app
    this.#actor = actor
    const today = dayAt(app.clock.now())
    this.#meetings = app.records.list(meeting, () => ({
      of: actor.branchId,
      from: instantOf(today, '00:00'),
      until: instantOf(dayAfter(today, 1), '00:00'),
    }))
    this.#call = new OwnCall(app.records, () => actor)
  }

  /** Today's to which he is called: digits say nothing of which meeting they are. */
  readonly meetings = $derived.by(() =>
    this.#meetings.current.filter(
      ({ body }) => body.notHeld === undefined && this.#call.isFor(body),
    ),
  )

  get chosen(): string {
    return this.#chosen || (this.meetings[0]?.id ?? '')
  }

  set chosen(id: string) {
    this.#chosen = id
  }

  async read(text: string): Promise<void> {
    if (this.done) return
    const code = readCode(text)
    if (code?.kind !== 'meeting') this.trouble = 'other'
    else if (code.branchId !== this.#actor.branchId) this.trouble = 'elsewhere'
    else await this.#note(code.meetingId, text, code.atMs)
  }

  async type(digits: string): Promise<void> {
    const typed = digits.replaceAll(/\D/g, '')
    if (typed.length !== 6) this.trouble = 'digits'
    else await this.#note(this.chosen, writeTyped(this.chosen, typed), this.#app.clock.now())
  }

  async #note(meetingId: string, code: string, shownMs: number): Promise<void> {
    const { records, clock } = this.#app
    const held = await records.find(meeting, meetingId)
    const { personId, branchId } = this.#actor
    const fields = {
      ...{ meetingId, personId, branchId, code },
      // A meeting entered a minute ago need not have reached this phone: the code says when it was.
      heldAt: held?.body.startsAt ?? momentOf(shownMs),
      codeAt: momentOf(clock.now()),
    }
    const written = await records.write([{ type: ownWord, fields }])
    this.done = written.ok
    this.trouble = written.ok ? undefined : 'notKept'
  }
}
