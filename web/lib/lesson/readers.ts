/** Who of a branch has read a lesson. In the order of the roster and without a count of who has not: no ranking. */
import { compareNames } from '#lib/i18n/compare-names.ts'
import type { Study } from './state.ts'

export type LessonReader = {
  readonly personId: string
  readonly name: string
  readonly readAt: string
}

type Member = { readonly id: string; readonly body: { readonly name: string } }

/** By lesson id; members who read it, by name. Somebody no longer on the roster is not shown. */
export function readersByLesson(
  studies: readonly { readonly body: Study }[],
  roster: readonly Member[],
): ReadonlyMap<string, readonly LessonReader[]> {
  const names = new Map(roster.map(({ id, body }) => [id, body.name]))
  const readers = new Map<string, LessonReader[]>()
  for (const { body } of studies) {
    const name = names.get(body.personId)
    if (name === undefined || body.readAt === undefined) continue
    const reader = { personId: body.personId, name, readAt: body.readAt }
    readers.set(body.lessonId, [...(readers.get(body.lessonId) ?? []), reader])
  }
  for (const each of readers.values()) {
    each.sort(
      (left, right) =>
        compareNames(left.name, right.name) || (left.personId < right.personId ? -1 : 1),
    )
  }
  return readers
}
