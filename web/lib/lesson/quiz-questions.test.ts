import { expect, test } from 'vitest'
import type { Question } from './quiz-questions.ts'
import { isAnswerable, questionsOf, questionsToAsk } from './quiz-questions.ts'

const question = (id: string, body: Partial<Question['body']> = {}): Question => ({
  id,
  body: { publisherId: 'o', kind: 'single', stem: id, options: ['甲', '乙'], answer: [0], ...body },
})
const ids = (questions: readonly Question[]) => questions.map(({ id }) => id)

test('a lesson asks its own questions, then those of the bank under the same tag', () => {
  const all = [
    question('bank-2', { tag: '党费' }),
    question('other', { lessonId: 'l2', tag: '党费' }),
    question('own-2', { lessonId: 'l1', tag: '党费', difficulty: 3 }),
    question('own-1', { lessonId: 'l1', tag: '党费', difficulty: 1 }),
    question('bank-1', { tag: '表决' }),
  ]
  expect(ids(questionsOf('l1', all))).toEqual(['own-1', 'own-2', 'bank-2'])
  expect(ids(questionsOf('l1', [...all].reverse()))).toEqual(['own-1', 'own-2', 'bank-2'])
  expect(questionsOf('l3', all)).toEqual([])
})

test('a question without a possible answer is never asked', () => {
  expect(isAnswerable(question('q', { answer: [2] }))).toBe(false)
  expect(isAnswerable(question('q', { answer: [0, 1] }))).toBe(false)
  expect(isAnswerable(question('q', { kind: 'multiple', answer: [0, 1] }))).toBe(true)
})

test('answering again begins with what went wrong and goes on with new ones', () => {
  const pool = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => question(id))
  expect(ids(questionsToAsk(pool, { attempts: 0, wrong: [] })).join('')).toBe('abcde')
  expect(ids(questionsToAsk(pool, { attempts: 1, wrong: ['b'] })).join('')).toBe('bghac')
  expect(ids(questionsToAsk(pool.slice(0, 3), { attempts: 4, wrong: ['c'] })).join('')).toBe('cab')
})
