import { describe, expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import {
  sayAway,
  sayCame,
  sayCounts,
  sayFlaw,
  sayKeeping,
  sayKinds,
  sayPlace,
  sayReason,
  sayStart,
} from './words.ts'

const now = Date.parse(instantOf('2026-10-08', '09:31'))
const counts = { state: 'called', expected: 28, present: 25, madeUp: 0, rate: 89 } as const

test.each([
  ['2026-10-08', '09:30', '今天 09:30'],
  ['2026-10-07', '23:59', '昨天 23:59'],
  ['2026-10-09', '08:00', '明天 08:00'],
  ['2026-09-08', '14:30', '9月8日 14:30'],
  ['2025-12-31', '09:00', '2025年12月31日 09:00'],
  // Nobody noted the hour.
  ['2025-12-31', '00:00', '2025年12月31日'],
  ['2026-10-07', '00:00', '昨天'],
])('a meeting on %s at %s is said as %s', (day, time, words) => {
  expect(sayStart(instantOf(day, time), now)).toBe(words)
})

test('kinds, counts and reasons', () => {
  expect(sayKinds(['lecture', 'themeDay'])).toBe('主题党日、党课')
  expect(sayCounts(counts)).toBe('应到\u00a028\u00a0人，实到\u00a025\u00a0人，到会率\u00a089%')
  expect(sayCame(counts)).toBe('实到\u00a025 / 应到\u00a028\u00a0人')
  const some = { state: 'uncalled', noted: 4, present: 3, madeUp: 0, excused: 1 } as const
  expect(sayCounts(some)).toBe('已到\u00a03\u00a0人，请假\u00a01\u00a0人，还没有点名')
  expect(sayCame(some)).toBe(sayCounts(some))
  expect(sayCounts({ ...some, present: 0 }, true)).toBe('请假\u00a01\u00a0人')
  expect(sayCounts({ state: 'talk', present: 2 })).toBe('参加\u00a02\u00a0人')
  expect(sayReason({ status: 'excused', reason: '外出务工' })).toBe('请假：外出务工')
  expect(sayReason({ status: undefined })).toBe('未到，原因未记')
})

test('who is away, and who was not expected', () => {
  const line = {
    personId: 'a',
    name: '李',
    initials: 'l',
    floating: true,
    floatingTo: undefined,
    lost: false,
    expected: true,
    uncounted: undefined,
    status: undefined,
    reason: '',
    thatDay: undefined,
    byItself: false,
    touched: false,
    noted: undefined,
  }
  expect(sayAway(line)).toBe('在外')
  expect(sayAway({ ...line, floatingTo: '呼和浩特' })).toBe('在外 · 呼和浩特')
  expect(sayAway({ ...line, floating: false })).toBeUndefined()
  expect(sayAway({ ...line, lost: true })).toBe('失联')
  expect(sayAway({ ...line, uncounted: 'notThen' })).toBe('当时不在应到之列')
  expect(sayAway({ ...line, uncounted: 'leftOut' })).toBe('批准不计入应到')
})

describe('what is said of the draft', () => {
  test('kept only where it is kept', () => {
    expect(sayKeeping({ state: 'keeping' }, now)).toBe('正在存…')
    expect(sayKeeping({ state: 'kept', at: now + 5 }, now)).toBe('草稿已存在本机 · 刚刚')
    expect(sayKeeping({ state: 'failed', failure: { kind: 'full' } }, now)).toBe(
      '没有存上：本机空间不足',
    )
  })
})

test('a flaw is said at its place', () => {
  expect(sayFlaw('kinds', 'missing')).toBe('请至少选一种会议')
  expect(sayFlaw('endsAt', 'endsBeforeStart')).toBe('结束时间早于开始时间')
  expect(['kinds', 'agenda/k1', 'roll'].map(sayPlace)).toEqual(['会议类型', '议程', '谁到了'])
})
