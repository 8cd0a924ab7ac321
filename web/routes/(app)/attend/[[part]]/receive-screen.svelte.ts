import type { App } from '#lib/app-context.svelte.ts'
import { receive, receiveByName } from '#lib/record/attendance-answers.ts'
import type { CodeVerdict, MemberCode } from '#lib/record/attendance-code.ts'
import { checkMemberCode, readCode } from '#lib/record/attendance-code.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { codeKeyId, keysOf } from '#lib/record/code-keys.ts'
import { sayKinds } from '#lib/record/meeting-words.ts'
import type { Actor } from '#schema/access.ts'
import { keepsBranch } from '#schema/access.ts'
import { derivedId } from '#schema/define-record.ts'
import { attendance } from '#schema/records/attendance.ts'
import { codeKey } from '#schema/records/code-key.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'

export type Received = {
  readonly key: string
  readonly name: string
  readonly from: string
  readonly verdict: CodeVerdict
  /** He stood in the roll as present already: nothing was written again. */
  readonly wasNoted: boolean
}

/** Those received at the door of one meeting, newest first. Construct it while a component begins. */
export class ReceiveScreen {
  readonly #app: App
  readonly #actor: Actor
  readonly #id: string
  readonly #row
  readonly #branch
  #seen = ''
  received = $state.raw<readonly Received[]>([])
  trouble = $state<'other' | 'notKept'>()

  constructor(app: App, actor: Actor, meetingId: string) {
    this.#app = app
    this.#actor = actor
    this.#id = meetingId
    this.#row = app.records.one(meeting, () => meetingId)
    this.#branch = app.records.one(organisation, () => this.#row.current?.body.branchId)
  }

  get ready(): boolean {
    return this.#row.ready
  }

  get body() {
    return this.#row.current?.body
  }

  get keeps(): boolean {
    return this.body !== undefined && keepsBranch(this.#actor, this.body.branchId)
  }

  async read(text: string): Promise<void> {
    // The camera sees the same code many times a second.
    if (text === this.#seen) return
    this.#seen = text
    const code = readCode(text)
    if (code?.kind !== 'member') this.trouble = 'other'
    else if (!this.received.some(({ key }) => key === code.personId)) await this.#take(code, text)
  }

  async #take(code: MemberCode, text: string): Promise<void> {
    const { records, clock } = this.#app
    const row = await records.find(codeKey, codeKeyId(code.personId))
    const verdict = checkMemberCode(keysOf(row), text, clock.now())
    const from = code.branchId === this.body?.branchId ? '' : code.branchName
    const one = { key: code.personId, name: code.name, from, verdict, wasNoted: false }
    // A code that somebody made up, or kept since yesterday, is shown and notes nobody.
    if (verdict === 'forged' || verdict === 'late') {
      this.received = [one, ...this.received]
      return
    }
    const noted = await records.find(
      attendance,
      derivedId(attendance.name, [this.#id, code.personId]),
    )
    const wasNoted = noted?.body.status === 'present' && noted.body.removedAt === undefined
    if (!wasNoted && !(await this.#write(receive(this.#meeting, code, text, this.#by)))) return
    this.received = [{ ...one, wasNoted }, ...this.received]
  }

  async byName(name: string, from: string): Promise<boolean> {
    if (name === '') return false
    const personId = this.#app.records.newId()
    const draft = receiveByName(this.#meeting, { personId, name, from }, this.#by)
    if (!(await this.#write(draft))) return false
    const one = { key: personId, name, from, verdict: 'unknown', wasNoted: false } as const
    this.received = [one, ...this.received]
    return true
  }

  get #meeting() {
    const { branchId = '', startsAt = '', kinds = [] } = this.body ?? {}
    const said = [this.#branch.current?.body.name ?? '', sayKinds(kinds)].filter((part) => part)
    return { id: this.#id, branchId, startsAt, said: said.join(m.plan_between()) }
  }

  get #by() {
    return { personId: this.#actor.personId, nowMs: this.#app.clock.now() }
  }

  async #write(draft: ReturnType<typeof receive>): Promise<boolean> {
    const written = await this.#app.records.write([draft])
    this.trouble = written.ok ? undefined : 'notKept'
    return written.ok
  }
}
