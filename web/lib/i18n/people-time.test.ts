import { describe, expect, test } from 'vitest'
import { overwriteGetLocale } from '#lib/i18n/generated/runtime.js'
import { instantOf } from '#schema/rules/calendar.ts'
import { exactTime, peopleTime, sayMonth, sayTime } from './people-time.ts'

const now = Date.parse(instantOf('2026-10-16', '09:30'))
const say = (day: string, time: string) => sayTime(peopleTime(instantOf(day, time), now))

describe('times as people say them', () => {
  test.each([
    ['2026-10-16', '09:30', '刚刚'],
    ['2026-10-16', '09:31', '今天 09:31'],
    ['2026-10-16', '09:25', '5 分钟前'],
    ['2026-10-16', '09:00', '今天 09:00'],
    ['2026-10-16', '14:00', '今天 14:00'],
    ['2026-10-15', '23:59', '昨天 23:59'],
    ['2026-10-17', '00:00', '明天 00:00'],
    ['2026-10-08', '10:00', '10月8日'],
    ['2026-12-01', '10:00', '12月1日'],
    ['2025-12-31', '23:59', '2025年12月31日'],
  ])('%s %s is %s', (day, time, words) => {
    expect(say(day, time)).toBe(words)
  })

  test('yesterday evening stays yesterday within the half hour that is counted in minutes', () => {
    const midnight = Date.parse(instantOf('2026-10-16', '00:10'))
    expect(sayTime(peopleTime(instantOf('2026-10-15', '23:50'), midnight))).toBe('20 分钟前')
  })

  test('what was written since the screen last looked at the clock was written just now', () => {
    expect(peopleTime(new Date(now + 30_000).toISOString(), now)).toEqual({ said: 'justNow' })
  })

  test('the exact time names day and minute, the month stands alone', () => {
    expect(exactTime(instantOf('2026-10-08', '09:05'))).toBe('2026年10月8日 09:05')
    expect(sayMonth('2026-10')).toBe('10月')
  })

  test('in English', () => {
    overwriteGetLocale(() => 'en')
    expect(say('2026-10-15', '16:20')).toBe('yesterday 16:20')
    expect(say('2025-12-31', '16:20')).toBe('31 Dec 2025')
    overwriteGetLocale(() => 'zh-CN')
  })
})
