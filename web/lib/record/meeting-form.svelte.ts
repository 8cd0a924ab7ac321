import { tick } from 'svelte'
import type { Path } from '#schema/derive/validate.ts'
import type { Json } from '#schema/json.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { Clock, Drafts, Problem, Records, RowDraft, WriteFailure } from '#lib/data/types.ts'
import type { FormFlaw, MeetingDraft, RollNote, TextFieldName } from './meeting-draft.ts'
import {
  adoptRefused,
  changedElement,
  editMeetingDraft,
  flawsByPath,
  flawsOf,
  meetingDraftName,
  meetingFields,
  newMeetingDraft,
  nextOrder,
  readMeetingDraft,
  shownMeeting,
} from './meeting-draft.ts'
import { MeetingSources } from './meeting-sources.svelte.ts'
import { attendanceDrafts, countRoll, isRollCalled, tickRoll } from './meeting-roll.ts'

export type FormTools = {
  readonly records: Pick<
    Records,
    'one' | 'list' | 'find' | 'findAll' | 'write' | 'withdraw' | 'newId'
  >
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
}

/** What is true of the draft on this device: said in the head of the form, never guessed. */
export type Keeping =
  | { readonly state: 'untouched' | 'keeping' }
  | { readonly state: 'kept'; readonly at: number }
  | { readonly state: 'failed'; readonly failure: WriteFailure }

type SetName = 'agenda' | 'resolutions'
type Taken = { readonly path: Path; readonly value: Json }

/** Longer than this, an earlier 已存 is no longer what is true of the words on the screen. */
const slowDiskMs = 400

const emptyDraft = (branchId: string): MeetingDraft => ({
  isNew: true,
  branchId,
  notHeld: false,
  typed: {},
  roll: {},
})

/** One meeting being written down, from opening to the written record. Construct it while a component begins. */
export class MeetingForm {
  readonly id: string
  readonly #tools: FormTools
  readonly #begin: Begin
  readonly #sources: MeetingSources
  #draft = $state.raw<MeetingDraft>(emptyDraft(''))
  #opened = $state(false)
  #keeping = $state.raw<Keeping>({ state: 'untouched' })
  #keeps = 0
  #tried = $state(false)
  #taken = $state.raw<Taken>()
  saving = $state(false)
  failure = $state.raw<WriteFailure>()

  constructor(tools: FormTools, begin: Begin) {
    const { records } = tools
    this.#tools = tools
    this.#begin = begin
    this.id = begin.id
    this.#draft = emptyDraft(begin.branchId)
    this.#sources = new MeetingSources(records, begin.id, () => this.#draft.branchId)
  }

  /** Takes up the draft kept on this device, or begins one. */
  async open(): Promise<'opened' | 'noSuchMeeting'> {
    const { records, drafts, clock } = this.#tools
    const { id, me, branchId, kinds, notHeld } = this.#begin
    const [kept, row] = await Promise.all([
      drafts.read(meetingDraftName(id)),
      records.find(meeting, id),
    ])
    const taken = readMeetingDraft(kept?.value)
    if (kept && taken) {
      this.#draft = taken
      this.#keeping = { state: 'kept', at: kept.savedAt }
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

  get keeping(): Keeping {
    return this.#keeping
  }

  readonly shown = $derived.by(() => shownMeeting(this.#body, this.#draft))

  get people() {
    return this.#sources.people
  }

  readonly roll = $derived.by(() => this.#sources.rollFor(this.#draft, this.shown))

  readonly counts = $derived.by(() => countRoll(this.roll))

  readonly rollCalled = $derived.by(() => isRollCalled(this.roll, this.#rows.length))

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
    void this.#keep()
  }

  async #keep(): Promise<void> {
    this.#keeps += 1
    const mine = this.#keeps
    const sayKeeping = () => (this.#keeping = { state: 'keeping' })
    // A good disk answers between two keystrokes, and then nothing in the head need blink.
    const slow = this.#keeping.state === 'kept' ? setTimeout(sayKeeping, slowDiskMs) : undefined
    if (slow === undefined) sayKeeping()
    const kept = await this.#tools.drafts.keep(meetingDraftName(this.id), this.#draft as Json)
    clearTimeout(slow)
    // Newer words are on their way: what is true of these says nothing about them.
    if (mine !== this.#keeps) return
    this.#keeping = kept.ok
      ? { state: 'kept', at: this.#tools.clock.now() }
      : { state: 'failed', failure: kept.failure }
  }

  /** One transaction for the meeting and its roll; the draft goes only when they stand. False: see flaws, failure. */
  async save(): Promise<boolean> {
    if (this.saving) return false
    this.#tried = true
    this.failure = undefined
    if (flawsOf(this.#body, this.#draft).length > 0) return false
    this.saving = true
    const written =
      (await this.#takeBackRefused()) ?? (await this.#tools.records.write(this.#rowDrafts()))
    this.saving = false
    if (!written.ok) {
      this.failure = written.failure
      return false
    }
    await this.#tools.drafts.discard(meetingDraftName(this.id))
    await tick()
    return true
  }

  /** What was refused is written anew with what was mended. The draft holds it before it is taken back. */
  async #takeBackRefused(): Promise<{ ok: false; failure: WriteFailure } | undefined> {
    const { records, drafts } = this.#tools
    const { refused } = this.#sources
    if (refused.length === 0) return undefined
    this.#draft = adoptRefused(this.#draft, refused)
    const kept = await drafts.keep(meetingDraftName(this.id), this.#draft as Json)
    if (!kept.ok) return kept
    for (const edit of refused) await records.withdraw(this.id, edit.id)
    return undefined
  }

  #rowDrafts(): readonly RowDraft[] {
    return [
      { type: meeting, id: this.id, fields: meetingFields(this.#draft) },
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

/** A flaw in a member's row is shown at the roll. */
const flawOf = (id: string, failure: WriteFailure & { kind: 'flaw' }): FormFlaw => ({
  path: failure.id === id ? failure.flaw.field : 'roll',
  reason: failure.flaw.reason,
})

/** A refused field is shown where it is mended, until somebody touches it. */
const refusedFlaw = (
  problem: Problem | undefined,
  typed: MeetingDraft['typed'],
): readonly FormFlaw[] =>
  problem?.field === undefined || typed[problem.field] !== undefined
    ? []
    : [{ path: problem.field, reason: problem.reason === 'missing' ? 'missing' : 'badValue' }]
