import type { App } from '#lib/app-context.svelte.ts'
import type { WriteFailure } from '#lib/data/types.ts'
import { lessonDraft } from '#lib/lesson/drafts.ts'
import { attemptsOf, isPass } from '#lib/lesson/state.ts'
import { momentOf, writeStudy } from '#lib/lesson/study.ts'
import type { Question } from '#lib/lesson/quiz-questions.ts'
import { questionsById, questionsOf, questionsToAsk } from '#lib/lesson/quiz-questions.ts'
import type { Marked, QuizRun } from '#lib/lesson/quiz-run.ts'
import {
  beginRun,
  choose,
  chosenIn,
  currentId,
  give,
  goOn,
  isGiven,
  isLast,
  mark,
  readRun,
} from '#lib/lesson/quiz-run.ts'
import { derivedId } from '#schema/define-record.ts'
import { lesson } from '#schema/records/lesson.ts'
import { question } from '#schema/records/question.ts'
import { study } from '#schema/records/study.ts'

type Result = Marked & { readonly run: QuizRun }

/** Answering the questions of one lesson, one a screen, kept at every tap; one attempt is written at the end. */
export class QuizScreen {
  readonly id: string
  readonly #app: App
  readonly #lesson
  /** The questions as they were when the quiz began: none changes under the finger. */
  #questions = $state.raw(questionsById([]))
  #run = $state.raw<QuizRun>()
  result = $state.raw<Result>()
  /** 确定 was pressed with nothing ticked. */
  asksToChoose = $state(false)
  failure = $state.raw<WriteFailure>()
  ready = $state(false)

  constructor(app: App, id: string) {
    this.id = id
    this.#app = app
    this.#lesson = app.records.one(lesson, () => id)
  }

  /** Goes on where a quiz was left, or begins one. Also for answering once more. */
  async begin(): Promise<void> {
    const { records, drafts } = this.#app
    const [all, kept] = await Promise.all([
      records.findAll(question),
      drafts.read(lessonDraft(this.id, 'quiz')),
    ])
    this.#questions = questionsById(all)
    this.#run = readRun(kept?.value, this.#questions) ?? (await this.#anew(all))
    this.result = undefined
    this.ready = true
  }

  get lesson() {
    return this.#lesson.current?.body
  }

  get current(): Question | undefined {
    return this.#run && this.#questions.get(currentId(this.#run))
  }

  get ticked(): readonly number[] {
    return this.#run ? chosenIn(this.#run, currentId(this.#run)) : []
  }

  readonly given = $derived.by(() => this.#run !== undefined && isGiven(this.#run))

  readonly last = $derived.by(() => this.#run === undefined || isLast(this.#run))

  /** Counted from 1. */
  readonly number = $derived.by(() => (this.#run?.at ?? 0) + 1)

  readonly all = $derived.by(() => this.#run?.asked.length ?? 0)

  get passed(): boolean {
    return this.result !== undefined && isPass(this.result)
  }

  readonly wrong = $derived.by(() =>
    (this.result?.wrong ?? []).flatMap((id) => this.#questions.get(id) ?? []),
  )

  tick(option: number): void {
    if (!this.#run || !this.current) return
    this.asksToChoose = false
    this.#keep(choose(this.#run, this.current.body.kind, option))
  }

  /** The one button: gives the answer, then brings the next question, then the result. */
  async press(): Promise<void> {
    if (!this.#run) return
    if (this.given && this.last) return this.finish()
    if (!this.given) this.asksToChoose = this.ticked.length === 0
    if (!this.asksToChoose) this.#keep(this.given ? goOn(this.#run) : give(this.#run))
  }

  /** Writes the attempt. Under the key drawn at the start, so that a second try writes the same one. */
  async finish(): Promise<void> {
    const run = this.#run
    if (!run) return
    const { asked, right, wrong } = mark(run, this.#questions)
    const at = momentOf(this.#app.clock)
    const written = await writeStudy(this.#app, this.id, {
      [`attempts/${run.key}`]: { at, asked, right, wrong },
    })
    this.failure = written.ok ? undefined : written.failure
    if (!written.ok) return
    this.result = { asked, right, wrong, run }
    await this.#app.drafts.discard(lessonDraft(this.id, 'quiz'))
  }

  #keep(run: QuizRun): void {
    this.#run = run
    void this.#app.drafts.keep(lessonDraft(this.id, 'quiz'), run)
  }

  async #anew(all: readonly Question[]): Promise<QuizRun | undefined> {
    const { records, session } = this.#app
    const personId = session.actor?.personId ?? ''
    const mine = await records.find(study, derivedId(study.name, [personId, this.id]))
    const attempts = attemptsOf(mine?.body)
    const asked = questionsToAsk(questionsOf(this.id, all), {
      attempts: attempts.length,
      wrong: attempts[attempts.length - 1]?.wrong ?? [],
    })
    return asked.length > 0 ? beginRun(records.newId(), asked) : undefined
  }
}
