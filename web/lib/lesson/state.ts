/**
 * How far somebody has come with a lesson, said in words. There is no total, no rank and no time spent: only what he
 * did himself, by pressing a button (product.md, promise 6).
 */
import type { BodyFor } from '#schema/define-record.ts'
import type { study } from '#schema/records/study.ts'

export type Study = BodyFor<typeof study>

export type Attempt = NonNullable<Study['attempts']>[string]

export type LessonState =
  | { readonly kind: 'untouched' | 'begun' | 'read' }
  | { readonly kind: 'answered' | 'learned'; readonly right: number; readonly asked: number }

/** 答对八成以上算学完 ("以上" includes the number). It is only a word: nothing follows from it. */
export const isPass = ({ right, asked }: Pick<Attempt, 'right' | 'asked'>): boolean =>
  right * 10 >= asked * 8

/** Oldest first; two at the same moment keep the order of their keys. */
export const attemptsOf = (body: Study | undefined): readonly Attempt[] =>
  Object.entries(body?.attempts ?? {})
    .sort(([leftKey, left], [rightKey, right]) =>
      left.at === right.at ? (leftKey < rightKey ? -1 : 1) : left.at < right.at ? -1 : 1,
    )
    .map(([, attempt]) => attempt)

export function lessonState(body: Study | undefined): LessonState {
  if (!body) return { kind: 'untouched' }
  const attempts = attemptsOf(body)
  const passed = attempts.filter(isPass).pop()
  const shown = passed ?? attempts[attempts.length - 1]
  if (shown) {
    return { kind: passed ? 'learned' : 'answered', right: shown.right, asked: shown.asked }
  }
  return { kind: body.readAt ? 'read' : 'begun' }
}

/** Of one person's studies. */
export const statesByLesson = (
  studies: readonly { readonly body: Study }[],
): ReadonlyMap<string, LessonState> =>
  new Map(studies.map(({ body }) => [body.lessonId, lessonState(body)]))
