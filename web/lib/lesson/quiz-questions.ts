/** Which questions belong to a lesson, and which of them one quiz asks. */
import type { BodyFor } from '#schema/define-record.ts'
import type { question } from '#schema/records/question.ts'

export type QuestionBody = BodyFor<typeof question>

export type Question = { readonly id: string; readonly body: QuestionBody }

export const questionsById = (all: readonly Question[]): ReadonlyMap<string, Question> =>
  new Map(all.map((each) => [each.id, each]))

/** A quiz is short: it is answered between two loads. */
const quizLength = 5

/** A question whose answer cannot be given is the publisher's mistake, not the reader's. */
export const isAnswerable = ({ body }: Question): boolean =>
  body.answer.every((index) => index < body.options.length) &&
  (body.kind === 'multiple' || new Set(body.answer).size === 1)

const byEase = (left: Question, right: Question): number =>
  (left.body.difficulty ?? 3) - (right.body.difficulty ?? 3) || (left.id < right.id ? -1 : 1)

/**
 * The lesson's questions, easier ones first, then those of the bank that carry the tag of one of them. Always in
 * the same order for the same questions.
 */
export function questionsOf(lessonId: string, all: readonly Question[]): readonly Question[] {
  const own = all.filter((each) => each.body.lessonId === lessonId && isAnswerable(each))
  const tags = new Set(own.map(({ body }) => body.tag).filter((tag) => tag !== undefined))
  const fromBank = all.filter(
    (each) =>
      each.body.lessonId === undefined &&
      each.body.tag !== undefined &&
      tags.has(each.body.tag) &&
      isAnswerable(each),
  )
  return [...own.sort(byEase), ...fromBank.sort(byEase)]
}

export type Before = {
  /** How many times the lesson's questions were answered already. */
  readonly attempts: number
  /** What was answered wrong the last time. */
  readonly wrong: readonly string[]
}

/** What one quiz asks: what went wrong the last time, then the pool in turn, so that each time brings new ones. */
export function questionsToAsk(pool: readonly Question[], before: Before): readonly Question[] {
  const again = pool.filter(({ id }) => before.wrong.includes(id)).slice(0, quizLength)
  const fresh = pool.filter(({ id }) => !before.wrong.includes(id))
  const start = fresh.length === 0 ? 0 : (before.attempts * quizLength) % fresh.length
  const inTurn = [...fresh.slice(start), ...fresh.slice(0, start)]
  return [...again, ...inTurn].slice(0, quizLength)
}
