import type { App } from '#lib/app-context.svelte.ts'
import type { WriteFailure } from '#lib/data/types.ts'
import { lessonDraft } from '#lib/lesson/drafts.ts'
import { parseLesson } from '#lib/lesson/markdown.ts'
import { attemptsOf, lessonState } from '#lib/lesson/state.ts'
import { momentOf, writeStudy } from '#lib/lesson/study.ts'
import { questionsOf, questionsToAsk } from '#lib/lesson/quiz-questions.ts'
import { derivedId } from '#schema/define-record.ts'
import type { Json } from '#schema/json.ts'
import { lesson } from '#schema/records/lesson.ts'
import { question } from '#schema/records/question.ts'
import { study } from '#schema/records/study.ts'

/** One lesson being read: the place in it, having read it, words about it, what its questions brought. */
export class LessonScreen {
  readonly id: string
  readonly #app: App
  readonly #lesson
  readonly #study
  readonly #questions
  readonly #drafts
  #opened = $state(false)
  #missed: Readonly<Record<string, Json>> = {}
  #typed = $state<string>()
  /** The block at which reading goes on; 0 is the beginning. */
  resumeAt = $state(0)
  failure = $state.raw<WriteFailure>()

  constructor(app: App, id: string) {
    this.id = id
    this.#app = app
    this.#lesson = app.records.one(lesson, () => id)
    this.#study = app.records.one(study, () => {
      const personId = app.session.actor?.personId
      return personId && derivedId('study', [personId, id])
    })
    this.#questions = app.records.list(question)
    this.#drafts = app.drafts.list(lessonDraft(id, 'reading'))
  }

  /** Notes the first opening, and finds the place and the words left here. Call once, when the screen is shown. */
  async open(): Promise<void> {
    const { drafts, records } = this.#app
    const [place, notes, found] = await Promise.all([
      drafts.read(lessonDraft(this.id, 'reading')),
      drafts.read(lessonDraft(this.id, 'notes')),
      records.find(lesson, this.id),
    ])
    if (typeof notes?.value === 'string') this.#typed = notes.value
    // Nobody wrote anything yet: if opening cannot be noted, having read it will be.
    if (found) await writeStudy(this.#app, this.id, {})
    this.resumeAt = blockOf(place?.value)
    this.#opened = true
  }

  get lesson() {
    return this.#lesson.current?.body
  }

  get ready(): boolean {
    return this.#opened && this.#lesson.ready && this.#study.ready
  }

  readonly blocks = $derived.by(() => parseLesson(this.lesson?.text ?? ''))

  readonly readAt = $derived.by(() => this.#study.current?.body.readAt)

  readonly state = $derived.by(() => lessonState(this.#study.current?.body))

  readonly lastAttempt = $derived.by(() => attemptsOf(this.#study.current?.body).slice(-1)[0])

  readonly #pool = $derived.by(() => questionsOf(this.id, this.#questions.current))

  /** How many questions the next quiz asks. */
  readonly questionCount = $derived.by(
    () => questionsToAsk(this.#pool, { attempts: 0, wrong: [] }).length,
  )

  readonly lastWrong = $derived.by(() =>
    this.#questions.current.filter(({ id }) => this.lastAttempt?.wrong?.includes(id)),
  )

  readonly quizBegun = $derived.by(() =>
    this.#drafts.current.some(({ name }) => name === lessonDraft(this.id, 'quiz')),
  )

  /** What stands in the field: what was typed, else what was saved. */
  get notes(): string {
    return this.#typed ?? this.savedNotes
  }

  set notes(value: string) {
    this.#typed = value
    void this.#app.drafts.keep(lessonDraft(this.id, 'notes'), value)
  }

  readonly savedNotes = $derived.by(() => this.#study.current?.body.notes ?? '')

  readonly notesChanged = $derived.by(() => this.notes.trim() !== this.savedNotes)

  /** Remembers the block at the top of the screen, until the lesson has been read. */
  keepPlace(block: number): void {
    if (this.readAt) return
    void this.#app.drafts.keep(lessonDraft(this.id, 'reading'), { block })
  }

  async finish(): Promise<void> {
    if (this.readAt) return
    const readAt = momentOf(this.#app.clock)
    if (await this.#write({ readAt }))
      await this.#app.drafts.discard(lessonDraft(this.id, 'reading'))
  }

  async saveNotes(): Promise<void> {
    const notes = this.notes.trim()
    if (!(await this.#write({ notes: notes || null }))) return
    // What was typed meanwhile stays kept.
    if (this.notes.trim() === notes) await this.#app.drafts.discard(lessonDraft(this.id, 'notes'))
  }

  /** Writes what could not be written before. */
  async again(): Promise<void> {
    if ('readAt' in this.#missed) await this.finish()
    else await this.saveNotes()
  }

  async #write(fields: Readonly<Record<string, Json>>): Promise<boolean> {
    const written = await writeStudy(this.#app, this.id, fields)
    this.#missed = written.ok ? {} : fields
    this.failure = written.ok ? undefined : written.failure
    return written.ok
  }
}

const blockOf = (kept: Json | undefined): number => {
  const block = typeof kept === 'object' && kept !== null && 'block' in kept ? kept['block'] : 0
  return typeof block === 'number' && Number.isInteger(block) && block > 0 ? block : 0
}
