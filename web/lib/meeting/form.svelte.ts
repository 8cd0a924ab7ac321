import { tick } from 'svelte'
import type { Path } from '#schema/derive/validate.ts'
import { frozenIn } from '#schema/derive/workflow.ts'
import type { Json } from '#schema/json.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { StandingText, TextWrite } from '#schema/document.ts'
import { standingIn } from '#schema/document.ts'
import type { Clock, Drafts, Records, RowDraft, WriteFailure } from '#lib/data/types.ts'
import { answerOf, attempt } from '#lib/data/disk/attempt.ts'
import { thirdVersion } from '#lib/conflict/settling.ts'
import type { Keeping } from './draft-keeping.svelte.ts'
import { DraftKeeping } from './draft-keeping.svelte.ts'
import type { SaidField } from '#lib/record/say-field.ts'
import { sayLate } from './late-words.ts'
import { flawsTold, flawsWith } from './flaws.ts'
import type { Begin } from './beginning.ts'
import { beginMeeting, editMeetingDraft, emptyDraft } from './beginning.ts'
import type { FormFlaw, MeetingDraft, RollNote, TextFieldName } from './draft.ts'
import {
  flawsByPath,
  flawsOf,
  lateFields,
  meetingDraftName,
  meetingFields,
  minutesTyped,
  readMeetingDraft,
  shownMeeting,
  typedAt,
  unfitPaths,
} from './draft.ts'
import type { SetName } from './elements.ts'
import { changedElement, nextOrder } from './elements.ts'
import { MeetingSources } from './sources.svelte.ts'
import { MinutesWriting } from './minutes-writing.ts'
import { rollTakenBack, tickAll, tickRoll } from '#lib/roll/roll.ts'
import { RollCall } from '#lib/roll/roll-call.svelte.ts'

export type FormTools = {
  readonly records: Pick<Records, 'one' | 'list' | 'find' | 'findAll' | 'write' | 'newId'>
  readonly drafts: Pick<Drafts, 'read' | 'keep' | 'discard'>
  readonly clock: Clock
}

type Taken = { readonly path: Path; readonly value: Json }

/** One meeting being written down, from opening to the written record. Construct it while a component begins. */
export class MeetingForm {
  readonly id: string
  readonly #tools: FormTools
  readonly #begin: Begin
  readonly #sources: MeetingSources
  readonly rollCall: RollCall
  #draft = $state.raw<MeetingDraft>(emptyDraft(''))
  #opened = $state(false)
  readonly #keeping: DraftKeeping
  readonly #minutes: MinutesWriting
  #tried = $state(false)
  /** Days without an hour, hours without a day. */
  #halves = $state.raw<readonly Path[]>([])
  /** What was taken out, while it can still be put back. */
  taken = $state.raw<readonly Taken[]>([])
  saving = $state(false)
  failure = $state.raw<WriteFailure>()
  readonly keepNow = (): Promise<void> => this.#keeping.keep(this.#draft)

  constructor(tools: FormTools, begin: Begin) {
    const { records } = tools
    this.#tools = tools
    this.#begin = begin
    this.id = begin.id
    this.#keeping = new DraftKeeping(tools.drafts, tools.clock, begin.id)
    this.#minutes = new MinutesWriting()
    this.#draft = emptyDraft(begin.branchId)
    const sources = new MeetingSources(records, begin.id, () => this.#draft.branchId)
    this.#sources = sources
    this.rollCall = new RollCall({ sources, draft: () => this.#draft, shown: () => this.shown })
  }

  /** Takes up the draft kept on this device, or begins one. Unreadable: nothing is opened, and a second try may. */
  async open(): Promise<'opened' | 'noSuchMeeting' | 'unreadable'> {
    const taken = await attempt(() => this.#takeUp())
    return taken.ok ? taken.value : 'unreadable'
  }

  async #takeUp(): Promise<'opened' | 'noSuchMeeting'> {
    const { records, drafts, clock } = this.#tools
    const { id, branchId } = this.#begin
    const [kept, row] = await Promise.all([
      drafts.read(meetingDraftName(id)),
      records.find(meeting, id),
    ])
    const taken = readMeetingDraft(kept?.value)
    if (taken) this.#draft = taken
    else if (row) this.#draft = editMeetingDraft(row.body)
    else if (branchId === '') return 'noSuchMeeting'
    else this.#draft = await beginMeeting(records, this.#begin, clock.now())
    this.#keeping.begin(this.#draft, taken && kept?.savedAt)
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

  /** What was typed or sent from here and came too late, in words. `held`: the record is read above, or was accepted. */
  lateWords(held: boolean): readonly SaidField[] {
    return sayLate(this.#sources, this.#draft, held)
  }

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

  get groups() {
    return this.#sources.groups
  }

  readonly #ownFlaws = $derived.by(() =>
    flawsWith(flawsOf(this.#body, this.#draft, this.#halves), this),
  )

  /** By path; the form's own once saving was tried, then what the record's definition does not allow. */
  readonly flaws = $derived.by((): ReadonlyMap<Path, FormFlaw['reason']> =>
    flawsByPath([
      ...flawsTold(this.id, this.failure, this.#sources.refused, this.#draft.typed),
      ...(this.#tried ? this.#ownFlaws : []),
    ]),
  )

  get #body() {
    return this.#sources.body
  }

  /** Writes words into the draft, which lies on the disk a moment later. */
  type(path: Path, value: Json): void {
    this.#change({ typed: { ...this.#draft.typed, ...typedAt(this.shown, path, value) } })
  }

  typeText(name: TextFieldName, value: string): void {
    if (this.shown[name] !== value) this.type(name, value)
  }

  noteHalf(path: Path, isHalf: boolean): void {
    const others = this.#halves.filter((each) => each !== path)
    this.#halves = isHalf ? [...others, path] : others
  }

  /** Of anything but a group meeting nobody is asked whose it is. */
  chooseKinds(kinds: readonly string[]): void {
    this.type('kinds', kinds)
    if (!kinds.includes('group') && this.shown.groupIds.length > 0) this.chooseGroups([])
  }

  /** Whoever leads the first of them is proposed for the chair, where nobody was chosen for it. */
  chooseGroups(groupIds: readonly string[]): void {
    const leaderOf = (ids: readonly string[]) =>
      this.groups.find(({ id }) => ids.includes(id))?.body.leaderId ?? this.#begin.me
    const proposed = leaderOf(this.shown.groupIds)
    this.type('groupIds', groupIds)
    if (this.isNew && this.shown.chairId === proposed) this.type('chairId', leaderOf(groupIds))
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
    const value = changedElement(this.#body, this.#draft, path, {})
    this.taken = [...this.taken, { path, value }]
    this.type(path, null)
  }

  putBack({ path, value }: Taken): void {
    this.type(path, value)
    this.taken = this.taken.filter((each) => each.path !== path)
  }

  tickRoll(ticked: readonly string[]): void {
    this.#change({ roll: tickRoll(this.rollCall.open, this.#draft.roll, ticked) })
  }

  tickAll(): void {
    this.#change({ roll: tickAll(this.rollCall.open, this.#draft.roll) })
  }

  /** The roll was not called yet; false: it was. */
  readonly uncall = (back: boolean): void => this.#change(rollTakenBack(this.#draft, back))

  noteRoll(personId: string, note: RollNote): void {
    this.#change({ roll: { ...this.#draft.roll, [personId]: note } })
  }

  #change(part: Partial<MeetingDraft>): void {
    this.#draft = { ...this.#draft, ...part }
    this.failure = undefined
    void this.keepNow()
  }

  /** One transaction for the meeting and its roll; the draft goes only when they stand. False: see flaws, failure. */
  async save(): Promise<boolean> {
    if (this.saving) return false
    this.#tried = true
    this.failure = undefined
    if (!this.isSigned && this.#ownFlaws.length > 0) return false
    const said = [this.#draft, this.#keeping.before ?? this.#draft]
    this.saving = true
    const written = await answerOf(() => this.#write()).finally(() => (this.saving = false))
    if (!written.ok) {
      this.failure = written.failure
      return false
    }
    await this.#keeping.letGo(said, this.#keptBack)
    await tick()
    return true
  }

  async #write() {
    const typed = minutesTyped(this.#body, this.#draft.typed)
    if (typed && !this.isSigned) {
      const minutes = await this.#minutes.finish(typed, this.#standing)
      this.#draft = { ...this.#draft, typed: { ...this.#draft.typed, minutes } }
    }
    const drafts = this.#rowDrafts()
    return this.#tools.records.write([...(await this.#choice(drafts)), ...drafts])
  }

  /** What came too late for a signed record, or what one that was not held cannot take: it stays until somebody throws it away. */
  get #keptBack(): readonly Path[] {
    return this.isSigned
      ? [...Object.keys(lateFields(this.#body, this.#draft)), ...this.rollCall.lateIds]
      : unfitPaths(this.#body, this.#draft)
  }

  /** A version written in place of two that were in dispute: the choice goes with it. */
  async #choice(drafts: readonly RowDraft[]): Promise<readonly RowDraft[]> {
    const { me, settles } = this.#begin
    const choice = { by: me, nowMs: this.#tools.clock.now() }
    return settles ? thirdVersion(this.#tools.records, settles, drafts, choice) : []
  }

  #rowDrafts(): readonly RowDraft[] {
    const fields = meetingFields(this.#draft, this.#body)
    return [
      ...(this.isSigned ? [] : [{ type: meeting, id: this.id, fields }]),
      ...this.rollCall.drafts(this.id, this.isSigned, this.#tools.clock.now()),
    ]
  }
}
