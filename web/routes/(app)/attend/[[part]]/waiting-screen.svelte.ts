import type { App } from '#lib/app-context.svelte.ts'
import {
  confirmMakeUp,
  confirmScan,
  endLeave,
  grantLeave,
  sendBack,
} from '#lib/roll/attendance-answers.ts'
import type { CodeVerdict } from '#lib/roll/attendance-code.ts'
import { checkMeetingCode } from '#lib/roll/attendance-code.ts'
import { codeKeyId, keysOf } from '#lib/roll/code-keys.ts'
import { ExpectedAt } from '#lib/roll/expected-at.svelte.ts'
import { keptBranchOf } from '#lib/record/role.ts'
import { sayKinds, sayStart } from '#lib/meeting/words.ts'
import type { WaitingWord } from '#lib/roll/waiting-words.svelte.ts'
import { WaitingWords } from '#lib/roll/waiting-words.svelte.ts'
import type { RowDraft } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import { codeKey } from '#schema/records/code-key.ts'
import type { OwnWord } from '#schema/records/own-word.ts'
import { person } from '#schema/records/person.ts'
import { answersWith, leaveDay } from '#schema/rules/own-words.ts'

export type Asked = WaitingWord & {
  readonly name: string
  readonly meeting: string
  /** Of a leave: the day for which he asked, where the meeting is on another one by now. */
  readonly askedFor: string | undefined
  /** Of a scan: what checking its signature said. */
  readonly verdict: CodeVerdict | undefined
}

/** What members said of gatherings and waits for their branch. Construct it while a component begins. */
export class WaitingScreen {
  readonly #app: App
  readonly #actor: Actor
  readonly #words: WaitingWords
  readonly #people
  readonly #keys
  readonly #expected
  failed = $state(false)

  constructor(app: App, actor: Actor) {
    const { records } = app
    this.#app = app
    this.#actor = actor
    this.#words = new WaitingWords(records, () => actor)
    this.#people = records.list(person)
    this.#keys = records.list(codeKey)
    this.#expected = new ExpectedAt(records, () => keptBranchOf(actor) ?? '')
  }

  get ready(): boolean {
    return this.#words.ready && this.#expected.ready
  }

  readonly asked = $derived.by((): readonly Asked[] =>
    this.#words.current.map((waiting) => ({ ...waiting, ...this.#named(waiting) })),
  )

  readonly of = (what: Asked['what']): readonly Asked[] =>
    this.asked.filter((each) => each.what === what)

  #named({ what, word }: WaitingWord) {
    const met = this.#words.meetingOf(word)
    const kinds = met ? sayKinds(met.kinds) : ''
    const startsAt = met?.startsAt ?? word.heldAt
    return {
      name: this.#people.current.find(({ id }) => id === word.personId)?.body.name ?? '',
      meeting: `${sayStart(startsAt, this.#app.clock.now())} ${kinds}`.trim(),
      askedFor: what === 'leave' ? leaveDay(word, startsAt) : undefined,
      verdict: what === 'scan' ? this.#check(word) : undefined,
    }
  }

  #check({ branchId, code = '', codeAt, meetingId }: OwnWord): CodeVerdict {
    const row = this.#keys.current.find(({ id }) => id === codeKeyId(branchId))
    return checkMeetingCode(keysOf(row), code, meetingId, Date.parse(codeAt ?? ''))
  }

  async yes(...asked: readonly Asked[]): Promise<void> {
    const write = {
      leave: grantLeave,
      leaveBack: endLeave,
      makeUp: confirmMakeUp,
      scan: confirmScan,
    }
    const drafts = asked.map(({ what, word }) => write[what](word, this.#by, this.#standing(word)))
    await this.#write(drafts)
  }

  #standing(word: OwnWord) {
    const row = this.#words.notedOf(word)
    const met = this.#words.meetingOf(word)
    const isExpected = this.#expected.isExpected(met, word.personId)
    return { row, isExpected, heldAt: met?.startsAt }
  }

  /** Who can come after all is not told no. */
  async no({ id, what, word }: Asked, remark: string): Promise<boolean> {
    if (what === 'leaveBack') return false
    const answeredFor = answersWith(word, this.#words.notedOf(word), what)
    return this.#write([sendBack(id, { remark, answeredFor }, this.#by)])
  }

  get #by() {
    return { personId: this.#actor.personId, nowMs: this.#app.clock.now() }
  }

  async #write(drafts: readonly RowDraft[]): Promise<boolean> {
    this.failed = !(await this.#app.records.write(drafts)).ok
    return !this.failed
  }
}
