import type { App } from '#lib/app-context.svelte.ts'
import type { Lesson } from '#lib/lesson/audience.ts'
import { lessonsFor } from '#lib/lesson/audience.ts'
import { lessonDraftPrefix, readLessonDraft } from '#lib/lesson/drafts.ts'
import type { LessonState } from '#lib/lesson/state.ts'
import { lessonState, statesByLesson } from '#lib/lesson/state.ts'
import { derivedId } from '#schema/define-record.ts'
import { lesson } from '#schema/records/lesson.ts'
import { organisation } from '#schema/records/organisation.ts'
import { personFile } from '#schema/records/person-file.ts'
import { study } from '#schema/records/study.ts'

export type LessonItem = {
  readonly id: string
  readonly lesson: Lesson
  readonly state: LessonState
}

export type Unfinished = { readonly lesson: Lesson; readonly href: string; readonly quiz: boolean }

/** The lessons of this device, those meant for me first, and where I stopped. */
export class StudyScreen {
  readonly #app
  readonly #lessons
  readonly #studies
  readonly #file
  readonly #branch
  readonly #drafts

  constructor(app: App) {
    const person = () => app.session.actor?.personId
    this.#app = app
    this.#lessons = app.records.list(lesson)
    this.#studies = app.records.list(study, () => ({ of: person() ?? '' }))
    this.#file = app.records.one(personFile, () => {
      const personId = person()
      return personId && derivedId('personFile', [personId])
    })
    this.#branch = app.records.one(organisation, () => app.session.actor?.branchId)
    this.#drafts = app.drafts.list(lessonDraftPrefix)
  }

  readonly #parts = $derived.by(() => {
    const states = statesByLesson(this.#studies.current)
    const { mine, others } = lessonsFor(this.#lessons.current, {
      offices: this.#app.session.actor?.offices ?? [],
      file: this.#file.current?.body,
      branch: this.#branch.current?.body,
    })
    const itemOf = ({ id, body }: { readonly id: string; readonly body: Lesson }): LessonItem => ({
      id,
      lesson: body,
      state: states.get(id) ?? lessonState(undefined),
    })
    return { mine: mine.map(itemOf), others: others.map(itemOf) }
  })

  get ready(): boolean {
    return this.#lessons.ready && this.#studies.ready
  }

  get mine(): readonly LessonItem[] {
    return this.#parts.mine
  }

  get others(): readonly LessonItem[] {
    return this.#parts.others
  }

  /** What was left in the middle, the last one first. */
  readonly unfinished: Unfinished | undefined = $derived.by(() => {
    const items = [...this.mine, ...this.others]
    for (const { name } of this.#drafts.current) {
      const draft = readLessonDraft(name)
      const item = items.find(({ id }) => id === draft?.lessonId)
      if (!draft || !item) continue
      const href = `/study/${encodeURIComponent(item.id)}`
      if (draft.part === 'quiz') return { lesson: item.lesson, href: `${href}/quiz`, quiz: true }
      if (draft.part === 'reading' && item.state.kind === 'begun') {
        return { lesson: item.lesson, href, quiz: false }
      }
    }
    return undefined
  })
}
