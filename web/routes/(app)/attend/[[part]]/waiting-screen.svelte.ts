import type { App } from '#lib/app-context.svelte.ts'
import {
  confirmMakeUp,
  confirmScan,
  grantLeave,
  notedById,
  sendBack,
} from '#lib/record/attendance-answers.ts'
import type { CodeVerdict } from '#lib/record/attendance-code.ts'
import { checkMeetingCode } from '#lib/record/attendance-code.ts'
import { codeKeyId, keysOf } from '#lib/record/code-keys.ts'
import { sayKinds, sayStart } from '#lib/record/meeting-words.ts'
import type { RowDraft } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import { isSelf, keepsBranch } from '#schema/access.ts'
import { derivedId } from '#schema/define-record.ts'
import { attendance } from '#schema/records/attendance.ts'
import { codeKey } from '#schema/records/code-key.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { OwnWord } from '#schema/records/own-word.ts'
import { ownWord } from '#schema/records/own-word.ts'
import { person } from '#schema/records/person.ts'
import { leaveState, makeUpState, scanState } from '#schema/rules/own-words.ts'

export type Asked = {
  readonly id: string
  readonly what: 'leave' | 'makeUp' | 'scan'
  readonly word: OwnWord
  readonly name: string
  readonly meeting: string
  /** Of a scan: what checking its signature said. */
  readonly verdict: CodeVerdict | undefined
}

/** What members said of gatherings and waits for their branch. Construct it while a component begins. */
export class WaitingScreen {
  readonly #app: App
  readonly #actor: Actor
  readonly #words
  readonly #rows
  readonly #people
  readonly #meetings
  readonly #keys
  failed = $state(false)

  constructor(app: App, actor: Actor) {
    const { records } = app
    this.#app = app
    this.#actor = actor
    this.#words = records.list(ownWord)
    this.#rows = records.list(attendance)
    this.#people = records.list(person)
    this.#meetings = records.list(meeting)
    this.#keys = records.list(codeKey)
  }

  get ready(): boolean {
    return this.#words.ready && this.#rows.ready
  }

  readonly asked = $derived.by((): readonly Asked[] => {
    const noted = notedById(this.#rows.current)
    return this.#words.current
      .filter(
        ({ body }) =>
          keepsBranch(this.#actor, body.branchId) && !isSelf(this.#actor, body.personId),
      )
      .flatMap(({ id, body }) => {
        const row = noted.get(derivedId(attendance.name, [body.meetingId, body.personId]))
        const states = {
          leave: leaveState(body, row),
          makeUp: makeUpState(body, row),
          scan: scanState(body, row),
        }
        const kinds = (['makeUp', 'scan', 'leave'] as const).filter(
          (what) => states[what] === 'waiting',
        )
        return kinds.map((what) => ({ id, what, word: body, ...this.#named(what, body) }))
      })
  })

  readonly of = (what: Asked['what']): readonly Asked[] =>
    this.asked.filter((each) => each.what === what)

  #named(what: Asked['what'], word: OwnWord) {
    const people = this.#people.current
    const met = this.#meetings.current.find(({ id }) => id === word.meetingId)?.body
    const kinds = met ? sayKinds(met.kinds) : ''
    return {
      name: people.find(({ id }) => id === word.personId)?.body.name ?? '',
      meeting: `${sayStart(met?.startsAt ?? word.heldAt, this.#app.clock.now())} ${kinds}`.trim(),
      verdict: what === 'scan' ? this.#check(word) : undefined,
    }
  }

  #check({ branchId, code = '', codeAt, meetingId }: OwnWord): CodeVerdict {
    const row = this.#keys.current.find(({ id }) => id === codeKeyId(branchId))
    return checkMeetingCode(keysOf(row), code, meetingId, Date.parse(codeAt ?? ''))
  }

  async yes(...asked: readonly Asked[]): Promise<void> {
    const write = { leave: grantLeave, makeUp: confirmMakeUp, scan: confirmScan }
    await this.#write(asked.map(({ what, word }) => write[what](word, this.#by)))
  }

  no(asked: Asked, remark: string): Promise<boolean> {
    return this.#write([sendBack(asked.id, remark, this.#by)])
  }

  get #by() {
    return { personId: this.#actor.personId, nowMs: this.#app.clock.now() }
  }

  async #write(drafts: readonly RowDraft[]): Promise<boolean> {
    this.failed = !(await this.#app.records.write(drafts)).ok
    return !this.failed
  }
}
