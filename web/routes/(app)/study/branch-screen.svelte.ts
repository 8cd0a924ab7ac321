import type { App } from '#lib/app-context.svelte.ts'
import type { LessonReader } from '#lib/lesson/readers.ts'
import { readersByLesson } from '#lib/lesson/readers.ts'
import { lesson } from '#schema/records/lesson.ts'
import { person } from '#schema/records/person.ts'
import { study } from '#schema/records/study.ts'

/** Who of the branch has read what, for its secretary. */
export class BranchScreen {
  readonly #lessons
  readonly #studies
  readonly #roster
  readonly #branchId

  constructor({ records }: App, branchId: () => string) {
    this.#branchId = branchId
    this.#lessons = records.list(lesson)
    this.#studies = records.list(study)
    this.#roster = records.list(person, () => ({ of: branchId() }))
  }

  readonly #readers = $derived.by(() =>
    readersByLesson(
      this.#studies.current.filter(({ body }) => body.branchId === this.#branchId()),
      this.#roster.current,
    ),
  )

  readonly lessons = $derived.by(() =>
    [...this.#lessons.current].sort(
      (left, right) => left.body.order - right.body.order || (left.id < right.id ? -1 : 1),
    ),
  )

  get ready(): boolean {
    return this.#lessons.ready && this.#studies.ready && this.#roster.ready
  }

  readersOf(lessonId: string): readonly LessonReader[] {
    return this.#readers.get(lessonId) ?? []
  }
}
