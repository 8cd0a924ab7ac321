import { expect, it } from 'vitest'
import { remarkIn } from './ledger-remark.ts'

it.each([
  ['', ''],
  ['雨天', '雨天'],
  ['未召开：农忙，改期召开', '', '农忙，改期召开'],
  ['未召开:大雪', '', '大雪'],
  ['未召开', '', '台账上没有写原因'],
  ['第一党小组；未召开：农忙；改期', '第一党小组', '农忙；改期'],
  ['原定3月5日，未召开', '原定3月5日，未召开'],
  ['未召开党小组会', '未召开党小组会'],
  ['未点名', ''],
  ['雨天；未点名', '雨天'],
])('of the remark %j the words %j are left, the reason is %j', (text, words, notHeld?: string) => {
  expect(remarkIn(text)).toEqual({ words, kinds: [], ...(notHeld !== undefined && { notHeld }) })
})

it('says which kinds a gathering was besides', () => {
  expect(remarkIn('第一党小组；与党课、主题党日一并召开；未点名')).toEqual({
    words: '第一党小组',
    kinds: ['themeDay', 'lecture'],
  })
  expect(remarkIn('未召开：农忙；与党课一并召开')).toEqual({
    words: '',
    notHeld: '农忙',
    kinds: ['lecture'],
  })
  expect(remarkIn('未召开：原定下午；原定与党课一并召开')).toEqual({
    words: '',
    notHeld: '原定下午',
    kinds: ['lecture'],
  })
  expect(remarkIn('与邻村一并召开')).toEqual({ words: '与邻村一并召开', kinds: [] })
})
