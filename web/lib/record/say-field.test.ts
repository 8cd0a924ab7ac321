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
    '议程：传达学习\n秋季防火的通知',
  ])
})

test('a resolution names who is responsible and until when, not his number', () => {
  const resolution = { order: 0, text: '修水渠', personId: 'p1', due: '2026-10-31' }
  const nameOf = (id: string) => (id === 'p1' ? '崔新' : undefined)
  expect(sayFields(meeting, { 'resolutions/r1': resolution }, nameOf)[0]?.value).toBe(
    '修水渠\n负责人：崔新\n期限：2026年10月31日',
  )
})

test('a vote is said by its matter and its numbers, those that somebody typed', () => {
  const vote = { order: 0, matter: 'committee', subject: '修路', yes: 4, no: 1 }
  expect(sayFields(meeting, { 'votes/v1': vote })[0]?.value).toBe(
    '修路\n支委会会议\n赞成 4，反对 1',
  )
  const ofALaterRelease = { order: 0, matter: 'recall', subject: '罢免' }
  expect(sayFields(meeting, { 'votes/v1': ofALaterRelease })[0]?.value).toBe('罢免')
})

test('what was taken out is named by what stands there still', () => {
  const body = { agenda: { k1: { order: 0, title: '传达学习', notes: '领学' } } }
  const said = sayFields(meeting, { 'agenda/k1': null, 'agenda/k2': null }, undefined, body)
  expect(said.map(({ value }) => value)).toEqual(['删去：传达学习', '（清空）'])
})

test('of a document its words are said, and of what is for machines nothing', () => {
  const said = (minutes: Parameters<typeof sayFields>[1][string]) =>
    sayFields(meeting, { minutes, seal: 'f'.repeat(64) }).map(({ value }) => value)
  expect(said({ text: '会议开始。', update: 'AAEC' })).toEqual(['会议开始。'])
  expect(said({ text: '', update: 'AAEC' })).toEqual(['（清空）'])
  expect(said('旧版写的')).toEqual(['旧版写的'])
})

test('a choice is said in its words, an id not at all', () => {
  expect(sayFields(attendance, { personId: 'p1', status: 'excused' })).toEqual([
    { path: 'status', label: '出勤情况', value: '请假' },
  ])
})

test('a field that this release does not know is passed over', () => {
  expect(sayFields(meeting, { weather: '晴' })).toEqual([])
})
