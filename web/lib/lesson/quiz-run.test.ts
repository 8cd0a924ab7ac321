import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '#schema/json.ts'
import type { Question } from './quiz-questions.ts'
import { isRight } from './question-of-the-day.ts'
import type { QuizRun } from './quiz-run.ts'
import {
  beginRun,
  choose,
  currentId,
  give,
  goOn,
  isGiven,
  isLast,
  mark,
  readRun,
} from './quiz-run.ts'

const question = (
  id: string,
  kind: Question['body']['kind'],
  answer: readonly number[],
): Question => ({
  id,
  body: { publisherId: 'o', kind, stem: id, options: ['甲', '乙', '丙', '丁'], answer },
})
const one = question('one', 'single', [2])
const several = question('several', 'multiple', [0, 2, 3])
const trueFalse = question('trueFalse', 'trueFalse', [1])
const questions = [one, several, trueFalse]
const byId = new Map(questions.map((each) => [each.id, each]))

/** Answers the question on the screen and goes on. */
function answer(run: QuizRun, ...options: readonly number[]): QuizRun {
  const kind = byId.get(currentId(run))?.body.kind ?? 'single'
  return goOn(give(options.reduce((each, option) => choose(each, kind, option), run)))
}

test('several answers are right only all together and with none besides', () => {
  const tries = [[0, 2, 3], [3, 0, 2], [0, 2], [0, 1, 2, 3], []]
  expect(tries.map((ticked) => isRight(several.body.answer, ticked))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('a single answer replaces the one before, several are ticked and unticked', () => {
  const begun = beginRun('k', questions)
  expect(choose(choose(begun, 'single', 0), 'single', 2).chosen).toEqual({ one: [2] })
  const second = answer(begun, 2)
  const ticked = [3, 1, 0, 1].reduce((run, option) => choose(run, 'multiple', option), second)
  expect(ticked.chosen['several']).toEqual([0, 3])
})

test('nothing ticked is no answer, and a given answer no longer changes', () => {
  const begun = beginRun('k', questions)
  expect(give(begun)).toBe(begun)
  expect(goOn(choose(begun, 'single', 1)).at).toBe(0)
  const given = give(choose(begun, 'single', 1))
  expect(choose(given, 'single', 2)).toBe(given)
})

test('the result counts what was right and names what was wrong', () => {
  const done = answer(answer(answer(beginRun('k', questions), 2), 0, 2), 1)
  expect(isLast(done) && isGiven(done)).toBe(true)
  expect(mark(done, byId)).toEqual({ asked: 3, right: 2, wrong: ['several'] })
})

test('a killed tab resumes at the same question with the same ticks, wherever it was killed', () => {
  const taps: readonly ((run: QuizRun) => QuizRun)[] = [
    (run) => choose(run, byId.get(currentId(run))?.body.kind ?? 'single', 2),
    (run) => choose(run, byId.get(currentId(run))?.body.kind ?? 'single', 0),
    give,
    goOn,
  ]
  fc.assert(
    fc.property(fc.array(fc.nat(taps.length - 1), { maxLength: 30 }), (chosen) => {
      const run = chosen.reduce((each, tap) => taps[tap]?.(each) ?? each, beginRun('k', questions))
      const kept = JSON.parse(JSON.stringify(run)) as Json
      expect(readRun(kept, byId)).toEqual(run)
    }),
  )
})

test('a question that went away is left out, and the others keep their answers', () => {
  const run = answer(answer(beginRun('k', questions), 2), 0, 2, 3)
  const without = new Map([...byId].filter(([id]) => id !== 'trueFalse'))
  const resumed = readRun(JSON.parse(JSON.stringify(run)) as Json, without)
  expect(resumed).toMatchObject({ asked: ['one', 'several'], at: 1, given: ['one', 'several'] })
  expect(mark(resumed ?? run, without)).toEqual({ asked: 2, right: 2, wrong: [] })
})

test('what cannot be gone on with begins anew instead of failing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (kept) => {
      expect(readRun(kept as Json, byId)).toBeUndefined()
    }),
  )
  const whole = { key: 'k', asked: ['gone'], at: 0, chosen: {}, given: [] }
  expect(readRun(whole, byId)).toBeUndefined()
  expect(readRun({ ...whole, asked: ['one'], at: 99, chosen: { one: ['x'] } }, byId)).toMatchObject(
    {
      at: 0,
      chosen: {},
    },
  )
})
