import type { App } from '#lib/app-context.svelte.ts'
import type { Guest } from '#lib/roll/attendance-answers.ts'
import {
  isNotedGuest,
  isNotedPresent,
  notedAt,
  receive,
  receiveByName,
  receiveMember,
} from '#lib/roll/attendance-answers.ts'
import type { CodeVerdict, MemberCode } from '#lib/roll/attendance-code.ts'
import { checkMemberCode, readCode } from '#lib/roll/attendance-code.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { codeKeyId, keysOf } from '#lib/roll/code-keys.ts'
import { ExpectedAt } from '#lib/roll/expected-at.svelte.ts'
import { sayKinds } from '#lib/meeting/words.ts'
import type { Actor } from '#schema/access.ts'
import { keepsBranch } from '#schema/access.ts'
import { attendance } from '#schema/records/attendance.ts'
import { codeKey } from '#schema/records/code-key.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'

export type Received = {
  readonly key: string
  readonly name: string
  readonly from: string
  readonly verdict: CodeVerdict
  /** He stood in the roll as present already: nothing was written again. */
  readonly wasNoted: boolean
}

/** A code that somebody made up, or kept since yesterday, is shown and notes nobody. */
const isNoted = ({ verdict }: Received): boolean => verdict !== 'forged' && verdict !== 'late'

/** Those received at the door of one meeting, newest first. Construct it while a component begins. */
export class ReceiveScreen {
  readonly #app: App
  readonly #actor: Actor
  readonly #id: string
  readonly #row
  readonly #branch
  readonly #noted
  readonly #people
  readonly #expected
  #seen = ''
  /** A guest of this name and branch is noted already: it may be the same one, typed again. */
  twice = $state.raw<{ readonly name: string; readonly from: string }>()
  received = $state.raw<readonly Received[]>([])
  trouble = $state<'other' | 'notKept'>()

  constructor(app: App, actor: Actor, meetingId: string) {
    this.#app = app
    this.#actor = actor
    this.#id = meetingId
    this.#row = app.records.one(meeting, () => meetingId)
    this.#noted = app.records.list(attendance, () => ({ of: meetingId }))
    const branchId = () => this.#row.current?.body.branchId ?? ''
    this.#people = app.records.list(person, () => ({ of: branchId() }))
    this.#expected = new ExpectedAt(app.records, branchId)
    this.#branch = app.records.one(organisation, () => this.#row.current?.body.branchId)
  }

  get ready(): boolean {
    return this.#row.ready && this.#noted.ready && this.#expected.ready
  }

  get body() {
    return this.#row.current?.body
  }

  get keeps(): boolean {
    return this.body !== undefined && keepsBranch(this.#actor, this.body.branchId)
  }

  /** How many were noted. */
  get count(): number {
    return this.received.filter(isNoted).length
  }

  #isReceived(key: string): boolean {
    return this.received.some((one) => one.key === key && isNoted(one))
  }

  /** In place of what was said of him before, and of whatever was held before the camera last. */
  #show(one: Received): void {
    this.trouble = undefined
    this.received = [one, ...this.received.filter(({ key }) => key !== one.key)]
  }

  async read(text: string): Promise<void> {
    // The camera sees the same code many times a second.
    if (text === this.#seen) return
    this.#seen = text
    const code = readCode(text)
    if (code?.kind !== 'member') this.trouble = 'other'
    // What the disk did not take is tried again while it is shown.
    else if (!this.#isReceived(code.personId) && !(await this.#take(code, text))) this.#seen = ''
  }

  async #take(code: MemberCode, text: string): Promise<boolean> {
    const { records, clock } = this.#app
    const row = await records.find(codeKey, codeKeyId(code.personId))
    const verdict = checkMemberCode(keysOf(row), text, clock.now())
    const shown = await this.#asKnown(code)
    const from = shown.branchId === this.body?.branchId ? '' : shown.branchName
    const one = { key: code.personId, name: code.name, from, verdict, wasNoted: false }
    if (!isNoted(one)) {
      this.#show(one)
      return true
    }
    const standing = await this.#standing(code.personId)
    const wasNoted = isNotedPresent(standing.row)
    const draft = receive(this.#meeting, shown, text, this.#by, standing)
    if (!wasNoted && !(await this.#write(draft))) return false
    this.#show({ ...one, wasNoted })
    return true
  }

  /** A code made before its phone heard of a move names the branch that he has left: of whom this device knows, it knows better. */
  async #asKnown(code: MemberCode): Promise<MemberCode> {
    const { records } = this.#app
    const branchId = (await records.find(person, code.personId))?.body.branchId ?? code.branchId
    if (branchId === code.branchId) return code
    const branchName = (await records.find(organisation, branchId))?.body.name ?? ''
    return { ...code, branchId, branchName }
  }

  async #standing(personId: string) {
    const id = notedAt({ meetingId: this.#id, personId })
    const row = (await this.#app.records.find(attendance, id))?.body
    return { row, isExpected: this.#expected.isExpected(this.body, personId) }
  }

  /** Of this name in the branch whose meeting it is: no guest, but one for its own roll. */
  memberNamed({ name, from }: Guest) {
    const branch = this.#branch.current?.body.name ?? ''
    const isOwn = from !== '' && (branch.includes(from) || from.includes(branch))
    return isOwn ? this.#people.current.find(({ body }) => body.name === name) : undefined
  }

  /** One of its own, who has no code with him. */
  async takeMember(personId: string, name: string): Promise<boolean> {
    const standing = await this.#standing(personId)
    const wasNoted = isNotedPresent(standing.row)
    const draft = receiveMember(this.#meeting, personId, this.#by, standing)
    if (!wasNoted && !(await this.#write(draft))) return false
    this.#show({ key: personId, name, from: '', verdict: 'unknown', wasNoted })
    return true
  }

  /** `another`: he is not the one who is noted by the same name. */
  async byName(name: string, from: string, another = false): Promise<boolean> {
    if (name === '') return false
    if (!another && this.memberNamed({ name, from })) return false
    const isTwice = !another && isNotedGuest(this.#noted.current, { name, from })
    this.twice = isTwice ? { name, from } : undefined
    if (isTwice) return false
    const personId = this.#app.records.newId()
    const draft = receiveByName(this.#meeting, { personId, name, from }, this.#by)
    if (!(await this.#write(draft))) return false
    this.#show({ key: personId, name, from, verdict: 'unknown', wasNoted: false })
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
