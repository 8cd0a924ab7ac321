import type { App } from '#lib/app-context.svelte.ts'
import { momentOf } from '#lib/lesson/study.ts'
import { questionOfTheDay } from '#lib/lesson/question-of-the-day.ts'
import type { Question } from '#lib/lesson/quiz-questions.ts'
import { isAnswerable } from '#lib/lesson/quiz-questions.ts'
import { tickOption } from '#lib/lesson/quiz-run.ts'
import { localDay } from '#schema/rules/calendar.ts'
import { lesson } from '#schema/records/lesson.ts'
import { question } from '#schema/records/question.ts'

/** 今日一题: answered for its own sake. Nothing is kept, not even that it was answered. */
export class TodayScreen {
  /** The day on which the screen was opened: no question changes at midnight under the finger. */
  readonly day: string
  readonly #questions
  readonly #lessons
  ticked = $state.raw<readonly number[]>([])
  given = $state(false)
  asksToChoose = $state(false)
  /** Once touched it stays, whatever questions arrive meanwhile. */
  #touched = $state.raw<Question>()

  constructor({ records, clock }: App) {
    this.day = localDay(momentOf(clock))
    this.#questions = records.list(question)
    this.#lessons = records.list(lesson)
  }

  readonly question = $derived.by(
    () =>
      this.#touched ??
      questionOfTheDay<Question>(this.#questions.current.filter(isAnswerable), this.day),
  )

  /** The lesson it belongs to. */
  readonly lesson = $derived.by(() =>
    this.#lessons.current.find(({ id }) => id === this.question?.body.lessonId),
  )

  get ready(): boolean {
    return this.#questions.ready
  }

  tick(option: number): void {
    if (this.given || !this.question) return
    this.#touched = this.question
    this.asksToChoose = false
    this.ticked = tickOption(this.question.body.kind, this.ticked, option)
  }

  give(): void {
    this.asksToChoose = this.ticked.length === 0
    this.given = !this.asksToChoose
  }
}
