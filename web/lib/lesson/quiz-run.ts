/**
 * One way through a quiz, as a value that is kept at every tap: a killed tab resumes at the same question with the
 * same ticks. The key of the attempt is drawn at the start, so that writing the result twice writes it once.
 */
import type { Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'
import { isRight } from './question-of-the-day.ts'
import type { Question, QuestionBody } from './quiz-questions.ts'

export type QuizRun = {
  /** Key of the element `attempts/<key>` this run will become. */
  readonly key: string
  readonly asked: readonly string[]
  /** Which of `asked` is on the screen. */
  readonly at: number
  /** Ticked options by question, in rising order. */
  readonly chosen: Readonly<Record<string, readonly number[]>>
  /** Questions whose answer was given: their ticks no longer change. */
  readonly given: readonly string[]
}

export type Marked = {
  readonly asked: number
  readonly right: number
  readonly wrong: readonly string[]
}

export const beginRun = (key: string, questions: readonly Question[]): QuizRun => ({
  key,
  asked: questions.map(({ id }) => id),
  at: 0,
  chosen: {},
  given: [],
})

export const currentId = (run: QuizRun): string => run.asked[run.at] ?? ''

export const isGiven = (run: QuizRun): boolean => run.given.includes(currentId(run))

export const chosenIn = (run: QuizRun, id: string): readonly number[] => run.chosen[id] ?? []

/** Ticks of a question after one more tap. */
export function tickOption(
  kind: QuestionBody['kind'],
  ticked: readonly number[],
  option: number,
): readonly number[] {
  if (kind !== 'multiple') return [option]
  const next = ticked.includes(option)
    ? ticked.filter((each) => each !== option)
    : [...ticked, option]
  return [...next].sort((left, right) => left - right)
}

export function choose(run: QuizRun, kind: QuestionBody['kind'], option: number): QuizRun {
  if (isGiven(run)) return run
  const id = currentId(run)
  return { ...run, chosen: { ...run.chosen, [id]: tickOption(kind, chosenIn(run, id), option) } }
}

/** Gives the answer of the question on the screen; nothing ticked is no answer. */
export const give = (run: QuizRun): QuizRun =>
  isGiven(run) || chosenIn(run, currentId(run)).length === 0
    ? run
    : { ...run, given: [...run.given, currentId(run)] }

export const isLast = (run: QuizRun): boolean => run.at >= run.asked.length - 1

export const goOn = (run: QuizRun): QuizRun =>
  isGiven(run) && !isLast(run) ? { ...run, at: run.at + 1 } : run

/** The result of a run whose every answer was given. */
export function mark(run: QuizRun, questions: ReadonlyMap<string, Question>): Marked {
  const wrong = run.asked.filter((id) => {
    const found = questions.get(id)
    return !found || !isRight(found.body.answer, chosenIn(run, id))
  })
  return { asked: run.asked.length, right: run.asked.length - wrong.length, wrong }
}

const isIds = (value: Json | undefined): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

const isTicks = (value: Json): value is readonly number[] =>
  Array.isArray(value) && value.every((each) => Number.isInteger(each))

/** A kept run, without questions that have gone since; undefined where nothing of it can be gone on with. */
export function readRun(
  kept: Json | undefined,
  questions: ReadonlyMap<string, Question>,
): QuizRun | undefined {
  if (!isObject(kept)) return undefined
  const { key, asked, at, chosen, given } = kept
  if (typeof key !== 'string' || typeof at !== 'number') return undefined
  if (!isIds(asked) || !isIds(given) || !isObject(chosen)) return undefined
  const here = asked.filter((id) => questions.has(id))
  if (here.length === 0) return undefined
  const screen = here.indexOf(asked[at] ?? '')
  const next = here.findIndex((id) => !given.includes(id))
  return {
    key,
    asked: here,
    at: screen >= 0 ? screen : next >= 0 ? next : here.length - 1,
    chosen: Object.fromEntries(
      Object.entries(chosen).flatMap(([id, ticks]) => (isTicks(ticks) ? [[id, ticks]] : [])),
    ),
    given: given.filter((id) => here.includes(id)),
  }
}
