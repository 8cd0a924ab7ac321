import { expect, test } from 'vitest'
import { icsOf, noticeOf, noticeText, sayCall, sayWeekday } from './notice.ts'

const shown = {
  kinds: ['themeDay', 'lecture'] as const,
  startsAt: '2026-10-15T01:30:00.000Z',
  place: '村委会会议室',
  topic: '秋收互助',
  bring: '党徽、笔记本',
  notHeld: '',
  agenda: [
    { key: 'a', title: '集中学习', notes: '' },
    { key: 'b', title: '讲党课', notes: '' },
    { key: 'c', title: '', notes: '' },
  ],
}
const notice = noticeOf('石槽村党支部', shown, {
  groups: [],
  materials: ['承包方案.pdf', '学习材料.docx'],
})

test('a notice as it is sent on', () => {
  expect(noticeText(notice, '2026-10-08').split('\n')).toEqual([
    '【会议通知】',
    '石槽村党支部定于2026年10月15日（周四）09:30在村委会会议室开展主题党日、党课。',
    '主题：秋收互助',
    '议程：',
    '1. 集中学习',
    '2. 讲党课',
    '请带上、请注意：党徽、笔记本',
    '会议材料：承包方案.pdf、学习材料.docx。打开支部簿，点开这次会议就能看。',
    '请党员同志按时参加，有事请提前向支部请假。',
    '石槽村党支部',
    '2026年10月8日',
  ])
})

test('says nothing of what nobody filled in', () => {
  const bare = noticeOf(
    '甲支部',
    { ...shown, place: '', topic: '', bring: '', agenda: [] },
    { groups: [], materials: [] },
  )
  expect(sayCall(bare)).toBe('甲支部定于2026年10月15日（周四）09:30开展主题党日、党课。')
  expect(noticeText(bare, '2026-10-08')).not.toMatch(/主题：|议程|带上|材料/)
})

test('weekdays are those of the village', () => {
  expect(['2026-10-11', '2026-10-17'].map(sayWeekday)).toEqual(['周日', '周六'])
})

test('for a calendar it keeps the meeting’s id and sequence', () => {
  const of = { id: 'abc', sequence: 12, startsAt: shown.startsAt, endsAt: '' }
  expect(icsOf(notice, of, '2026-10-08')).toMatchObject({
    id: 'abc',
    sequence: 12,
    place: '村委会会议室',
    title: '石槽村党支部：主题党日、党课',
  })
  expect(icsOf(notice, of, '2026-10-08')).not.toHaveProperty('endsAt')
})

test('of a meeting that was called off it says that and why, and nothing of what was to be done there', () => {
  const named = { groups: [], materials: ['承包方案.pdf'] }
  const off = noticeOf('石槽村党支部', { ...shown, notHeld: '下大雨，路不通' }, named)
  const lines = [
    '【会议取消通知】',
    '石槽村党支部原定于2026年10月15日（周四）09:30在村委会会议室开展的主题党日、党课不开展了，原因：下大雨，路不通。',
    '请各位党员同志互相转告。',
    '石槽村党支部',
    '2026年10月14日',
  ]
  expect(noticeText(off, '2026-10-14').split('\n')).toEqual(lines)
  const of = { id: 'abc', sequence: 13, startsAt: shown.startsAt, endsAt: '' }
  expect(icsOf(off, of, '2026-10-14')).toMatchObject({
    id: 'abc',
    sequence: 13,
    isOff: true,
    title: '石槽村党支部：主题党日、党课（已取消）',
    text: lines.join('\n'),
  })
  const nowhere = noticeOf('甲支部', { ...shown, place: '', notHeld: '农忙。' }, named)
  expect(sayCall(nowhere)).toBe(
    '甲支部原定于2026年10月15日（周四）09:30开展的主题党日、党课不开展了，原因：农忙。',
  )
})

test('of a meeting that was moved it says from when and where to when and where', () => {
  const named = { groups: [], materials: [] }
  const was = { startsAt: '2026-10-14T11:00:00.000Z', place: '大队部' }
  const moved = noticeOf('石槽村党支部', { ...shown, kinds: ['memberMeeting'] }, { ...named, was })
  expect(noticeText(moved, '2026-10-08').split('\n').slice(0, 2)).toEqual([
    '【会议变更通知】',
    '石槽村党支部原定于2026年10月14日（周三）19:00在大队部召开的党员大会，改为2026年10月15日（周四）09:30在村委会会议室召开。',
  ])
  const elsewhere = noticeOf('甲支部', shown, { ...named, was: { place: '大队部' } })
  expect(sayCall(elsewhere)).toBe(
    '甲支部原定于2026年10月15日（周四）09:30在大队部开展的主题党日、党课，改为2026年10月15日（周四）09:30在村委会会议室开展。',
  )
  const off = noticeOf('甲支部', { ...shown, notHeld: '农忙' }, { ...named, was })
  expect(sayCall(off)).toContain('原定于2026年10月15日（周四）09:30在村委会会议室开展的')
})
