import { tick } from 'svelte'
import type { Path } from '#schema/derive/validate.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import type { Json } from '#schema/json.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { StandingText, TextWrite } from '#schema/document.ts'
import { standingIn } from '#schema/document.ts'
import type { Clock, Drafts, Records, RowDraft, WriteFailure } from '#lib/data/types.ts'
import { thirdVersion } from './conflict-settling.ts'
import type { Keeping } from './draft-keeping.svelte.ts'
import { DraftKeeping } from './draft-keeping.svelte.ts'
import { flawOf, frozenFields, refusedFlaw } from './meeting-flaws.ts'
import { editMeetingDraft, emptyDraft, newMeetingDraft } from './meeting-beginning.ts'
import type { FormFlaw, MeetingDraft, RollNote, TextFieldName } from './meeting-draft.ts'
import {
  flawsByPath,
  flawsOf,
  lateFields,
  meetingDraftName,
  meetingFields,
  minutesTyped,
  readMeetingDraft,
  shownMeeting,
} from './meeting-draft.ts'
import type { SetName } from './meeting-elements.ts'
import { changedElement, nextOrder } from './meeting-elements.ts'
import { MeetingSources } from './meeting-sources.svelte.ts'
import { MinutesWriting } from './minutes-writing.ts'
import { attendanceDrafts, countRoll, isRollCalled, tickRoll } from './meeting-roll.ts'

export type FormTools = {
  readonly records: Pick<Records, 'one' | 'list' | 'find' | 'findAll' | 'write' | 'newId'>
  readonly drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>
  readonly clock: Clock
}

export type Begin = {
  readonly id: string
  /** Of the person who writes. */
  readonly me: string
  /** Where a new record belongs. */
  readonly branchId: string
  readonly kinds: readonly string[]
  readonly notHeld: boolean
  /** The day a new one is planned for. */
  readonly on?: string | undefined
  /** The conflict that a new version of a field settles. */
  readonly settles?: string | undefined
}

type Taken = { readonly path: Path; readonly value: Json }

/** One meeting being written down, from opening to the written record. Construct it while a component begins. */
export class MeetingForm {
  readonly id: string
  readonly #tools: FormTools
  readonly #begin: Begin
  readonly #sources: MeetingSources
  #draft = $state.raw<MeetingDraft>(emptyDraft(''))
  #opened = $state(false)
  readonly #keeping: DraftKeeping
  readonly #minutes: MinutesWriting
  #tried = $state(false)
  #taken = $state.raw<Taken>()
  saving = $state(false)
  failure = $state.raw<WriteFailure>()
  readonly keepNow = (): Promise<void> => this.#keeping.keep(this.#draft as Json)

  constructor(tools: FormTools, begin: Begin) {
    const { records } = tools
    this.#tools = tools
    this.#begin = begin
    this.id = begin.id
    this.#keeping = new DraftKeeping(tools.drafts, tools.clock, meetingDraftName(begin.id))
    this.#minutes = new MinutesWriting()
    this.#draft = emptyDraft(begin.branchId)
    this.#sources = new MeetingSources(records, begin.id, () => this.#draft.branchId)
  }

  /** Takes up the draft kept on this device, or begins one. */
  async open(): Promise<'opened' | 'noSuchMeeting'> {
    const { records, drafts, clock } = this.#tools
    const { id, me, branchId, kinds, notHeld, on } = this.#begin
    const [kept, row] = await Promise.all([
      drafts.read(meetingDraftName(id)),
      records.find(meeting, id),
    ])
    const taken = readMeetingDraft(kept?.value)
    if (kept && taken) {
      this.#draft = taken
      this.#keeping.found(kept.savedAt)
    } else if (row) {
      this.#draft = editMeetingDraft(row.body)
    } else if (branchId === '') {
      return 'noSuchMeeting'
    } else {
      const earlier = await records.findAll(meeting, { of: branchId, limit: 8 })
      this.#draft = newMeetingDraft({
        branchId,
        nowMs: clock.now(),
        me,
        earlier: earlier.map(({ body }) => body),
        kinds,
        notHeld,
        on,
      })
    }
    this.#opened = true
    return 'opened'
  }

  get ready(): boolean {
    return this.#opened && this.#sources.ready
  }

  get isNew(): boolean {
    return this.#draft.isNew && this.#body === undefined
  }

  get branchId(): string {
    return this.#draft.branchId
  }

  get notHeld(): boolean {
    return this.#draft.notHeld
  }

  /** What was typed here and came too late. */
  readonly late = $derived.by(() => lateFields(this.#body, this.#draft))

  /** What was sent from here and came too late. */
  readonly lateSent = $derived.by(() => frozenFields(this.#sources.refused))

  get keeping(): Keeping {
    return this.#keeping.current
  }

  /** Signed: only the roll can still be written. */
  readonly isSigned = $derived.by(() => frozenIn(meeting, this.#body ?? {}).has('minutes'))

  readonly shown = $derived.by(() =>
    shownMeeting(this.#body, this.isSigned ? { typed: {} } : this.#draft),
  )

  get people() {
    return this.#sources.people
  }

  readonly roll = $derived.by(() => this.#sources.rollFor(this.#draft, this.shown))

  readonly counts = $derived.by(() => countRoll(this.roll))

  readonly rollCalled = $derived.by(() => isRollCalled(this.roll, this.#rows))

  /** By path; the form's own once saving was tried, then what the record's definition does not allow. */
  readonly flaws = $derived.by((): ReadonlyMap<Path, FormFlaw['reason']> => {
    const own = this.#tried ? flawsOf(this.#body, this.#draft) : []
    const told = this.failure?.kind === 'flaw' ? [flawOf(this.id, this.failure)] : []
    const refused = this.#sources.refused.flatMap((edit) =>
      refusedFlaw(edit.refused, this.#draft.typed),
    )
    return flawsByPath([...refused, ...told, ...own])
  })

  /** What was taken out last, while it can still be put back. */
  get taken(): Taken | undefined {
    return this.#taken
  }

  get #body() {
    return this.#sources.body
  }

  get #rows() {
    return this.#sources.rows
  }

  /** Writes words into the draft, which lies on the disk a moment later. */
  type(path: Path, value: Json): void {
    this.#change({ typed: { ...this.#draft.typed, [path]: value } })
  }

  typeText(name: TextFieldName, value: string): void {
    if (this.shown[name] !== value) this.type(name, value)
  }

  /** While the keyboard is still composing, the words are kept and not yet made a change of. */
  typeMinutes(text: string, composing: boolean): void {
    if (this.shown.minutes === text) return
    const before = minutesTyped(this.#body, this.#draft.typed)
    const over = before?.over ?? before?.text ?? this.shown.minutes
    const write: TextWrite = { ...before, text, over }
    if (!composing) this.#minutes.type(write, this.#standing)
    this.type('minutes', write)
  }

  get #standing(): StandingText {
    return standingIn(this.#body ?? {}, 'minutes')
  }

  setNotHeld(notHeld: boolean): void {
    // What the other way of recording lacked is no flaw of this one.
    this.#tried = false
    this.#change({ notHeld })
  }

  addElement(name: SetName, parts: Readonly<Record<string, Json>> = {}): Path {
    const key = this.#tools.records.newId().slice(0, 12)
    const path = `${name}/${key}`
    const order = nextOrder(this.#body, this.#draft, name)
    this.type(path, { order, ...parts })
    return path
  }

  typeElement(path: Path, parts: Readonly<Record<string, Json>>): void {
    this.type(path, changedElement(this.#body, this.#draft, path, parts))
  }

  takeOut(path: Path): void {
    this.#taken = { path, value: changedElement(this.#body, this.#draft, path, {}) }
    this.type(path, null)
  }

  putBack(): void {
    if (this.#taken) this.type(this.#taken.path, this.#taken.value)
    this.#taken = undefined
  }

  tickRoll(ticked: readonly string[]): void {
    this.#change({ roll: tickRoll(this.roll, this.#draft.roll, ticked) })
  }

  noteRoll(personId: string, note: RollNote): void {
    this.#change({ roll: { ...this.#draft.roll, [personId]: note } })
  }

  #change(part: Partial<MeetingDraft>): void {
    this.#draft = { ...this.#draft, ...part }
    this.failure = undefined
    void this.#keeping.keep(this.#draft as Json)
  }

  /** One transaction for the meeting and its roll; the draft goes only when they stand. False: see flaws, failure. */
  async save(): Promise<boolean> {
    if (this.saving) return false
    this.#tried = true
    this.failure = undefined
    if (!this.isSigned && flawsOf(this.#body, this.#draft).length > 0) return false
    this.saving = true
    await this.#settleMinutes()
    const drafts = this.#rowDrafts()
    const written = await this.#tools.records.write([...(await this.#choice(drafts)), ...drafts])
    this.saving = false
    if (!written.ok) {
      this.failure = written.failure
      return false
    }
    await this.#letDraftGo()
    await tick()
    return true
  }

  /** Words that came too late for a signed record stay in the draft until somebody throws them away. */
  async #letDraftGo(): Promise<void> {
    if (Object.keys(this.late).length > 0) this.#change({ roll: {} })
    else await this.#tools.drafts.discard(meetingDraftName(this.id))
  }

  async #settleMinutes(): Promise<void> {
    const typed = minutesTyped(this.#body, this.#draft.typed)
    if (!typed || this.isSigned) return
    const minutes = await this.#minutes.finish(typed, this.#standing)
    this.#draft = { ...this.#draft, typed: { ...this.#draft.typed, minutes } }
  }

  /** A version written in place of two that were in dispute: the choice goes with it. */
  #choice(drafts: readonly RowDraft[]): Promise<readonly RowDraft[]> {
    const { me, settles } = this.#begin
    const choice = { by: me, nowMs: this.#tools.clock.now() }
    return settles === undefined
      ? Promise.resolve([])
      : thirdVersion(this.#tools.records, settles, drafts, choice)
  }

  #rowDrafts(): readonly RowDraft[] {
    const fields = meetingFields(this.#draft)
    return [
      ...(this.isSigned ? [] : [{ type: meeting, id: this.id, fields }]),
      ...attendanceDrafts({
        meetingId: this.id,
        draft: this.#draft,
        startsAt: this.shown.startsAt,
        lines: this.roll,
        rows: this.#rows,
        nowMs: this.#tools.clock.now(),
      }),
    ]
  }
}
