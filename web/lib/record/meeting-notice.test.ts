import { expect, test } from 'vitest'
import { icsOf, noticeOf, noticeText, sayCall, sayWeekday } from './meeting-notice.ts'

const shown = {
  kinds: ['themeDay', 'lecture'] as const,
  startsAt: '2026-10-15T01:30:00.000Z',
  place: '村委会会议室',
  topic: '秋收互助',
  bring: '党徽、笔记本',
  agenda: [
    { key: 'a', title: '集中学习', notes: '' },
    { key: 'b', title: '讲党课', notes: '' },
    { key: 'c', title: '', notes: '' },
  ],
}
const notice = noticeOf('石槽村党支部', shown)

test('a notice as it is sent on', () => {
  expect(noticeText(notice, '2026-10-08').split('\n')).toEqual([
    '【会议通知】',
    '石槽村党支部定于2026年10月15日（周四）09:30在村委会会议室召开主题党日、党课。',
    '主题：秋收互助',
    '议程：',
    '1. 集中学习',
    '2. 讲党课',
    '请带上、请注意：党徽、笔记本',
    '请党员同志按时参加，有事请提前向支部请假。',
    '石槽村党支部',
    '2026年10月8日',
  ])
})

test('says nothing of what nobody filled in', () => {
  const bare = noticeOf('甲支部', { ...shown, place: '', topic: '', bring: '', agenda: [] })
  expect(sayCall(bare)).toBe('甲支部定于2026年10月15日（周四）09:30召开主题党日、党课。')
  expect(noticeText(bare, '2026-10-08')).not.toMatch(/主题：|议程|带上/)
})

test('weekdays are those of the village', () => {
  expect(['2026-10-11', '2026-10-17'].map(sayWeekday)).toEqual(['周日', '周六'])
})

test('for a calendar it keeps the meeting’s id and revision', () => {
  const of = { id: 'abc', revision: 12, startsAt: shown.startsAt, endsAt: '', isOff: false }
  expect(icsOf(notice, of, '2026-10-08')).toMatchObject({
    id: 'abc',
    sequence: 12,
    place: '村委会会议室',
    title: '石槽村党支部：主题党日、党课',
  })
  expect(icsOf(notice, of, '2026-10-08')).not.toHaveProperty('endsAt')
})
