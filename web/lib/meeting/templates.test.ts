import { expect, test } from 'vitest'
import { meetingKinds } from '#schema/records/meeting.ts'
import { sortKinds } from './draft.ts'
import { kindFor, sentenceFor, usualItems, usualReasons } from './templates.ts'

test('kinds held at once offer each usual item once, and not those already there', () => {
  expect(usualItems(['themeDay', 'memberMeeting'], ['交纳党费'])).toEqual([
    '传达学习',
    '民主议事',
    '志愿服务',
    '支委会报告工作',
    '表决',
  ])
  expect(usualItems([], [])).toEqual([])
})

test('every usual item has a sentence, an item of one’s own has none', () => {
  const all = usualItems(sortKinds(Object.keys(meetingKinds)), [])
  expect(all.filter((title) => !sentenceFor(title))).toEqual([])
  expect(sentenceFor('讨论土地发包')).toBeUndefined()
})

test('a usual item belongs to the first of the kinds that has it', () => {
  expect(kindFor(['memberMeeting', 'lecture'], '讲党课')).toBe('lecture')
  expect(kindFor(['themeDay', 'memberMeeting'], '传达学习')).toBe('themeDay')
  expect(kindFor(['themeDay'], '讨论土地发包')).toBeUndefined()
})

test('reasons for not meeting come one by one', () => {
  expect(usualReasons().length).toBeGreaterThan(2)
})
