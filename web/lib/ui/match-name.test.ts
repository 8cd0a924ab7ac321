import { expect, test } from 'vitest'
import { matchesName } from './match-name.ts'

const cui = { name: '崔新', initials: 'cx' }

test('a person is found by part of the name or the first letters of its pinyin', () => {
  expect(
    ['', '崔', '新', '崔 新', 'c', 'CX', ' cx '].every((query) => matchesName(query, cui)),
  ).toBe(true)
  expect(['x', '崔兴', 'cxx'].some((query) => matchesName(query, cui))).toBe(false)
})

test('a name without initials is found by itself only', () => {
  expect(matchesName('shi', { name: '石槽村党支部' })).toBe(false)
  expect(matchesName('石槽', { name: '石槽村党支部' })).toBe(true)
})
