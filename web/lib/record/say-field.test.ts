import { expect, test } from 'vitest'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { sayFields } from './say-field.ts'

test('what an edit wrote is said with the words of its fields', () => {
  const said = sayFields(meeting, {
    branchId: 'branch-1',
    kinds: ['themeDay', 'lecture'],
    startsAt: instantOf('2026-10-15', '09:30'),
    place: '村委会会议室',
    topic: null,
    'agenda/k1': { order: 1, title: '传达学习', notes: '秋季防火的通知' },
  })
  expect(said.map(({ label, value }) => `${label}：${value}`)).toEqual([
    '会议类型：主题党日、党课',
    '开始时间：2026年10月15日 09:30',
    '地点：村委会会议室',
    '主题：（清空）',
    '议程：传达学习：秋季防火的通知',
  ])
})

test('a choice is said in its words, an id not at all', () => {
  expect(sayFields(attendance, { personId: 'p1', status: 'excused' })).toEqual([
    { path: 'status', label: '出勤情况', value: '请假' },
  ])
})

test('a field that this release does not know is passed over', () => {
  expect(sayFields(meeting, { weather: '晴' })).toEqual([])
})
