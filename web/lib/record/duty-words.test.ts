import { expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import { dutiesOf } from '#schema/rules/duties.ts'
import type { Every } from '#schema/rules/duty-period.ts'
import { announced } from '#schema/rules/rest-days.ts'
import { sayDuty } from './duty-words.ts'

test('duties as the home screen says them', () => {
  const at = (day: string) => instantOf(day, '09:30')
  const meetings = [
    { kinds: ['memberMeeting'] as const, startsAt: at('2026-10-09') },
    { kinds: ['committee'] as const, startsAt: at('2026-10-12'), notHeld: '农忙' },
    { kinds: ['lecture'] as const, startsAt: at('2026-10-28') },
  ]
  const branch = { hasCommittee: true, groups: [{}, {}, {}], themeDay: 15 }
  const said = dutiesOf(branch, '2026-10', meetings, '2026-10-16').map((duty) => {
    const { name, sub, mark } = sayDuty(duty)
    return `${name} | ${sub} | ${mark.kind} ${mark.word}`
  })
  expect(said).toEqual([
    '主题党日 | 每月15日 | over 已过期 1 天',
    '支委会 | 每月一次 · 10月12日：农忙 | calm 未召开',
    '党小组会 | 3 个小组，已开 0 个 | due 还有 15 天',
    '党员大会 | 第四季度 · 10月9日已开 | done 已完成',
    '党课 | 第四季度，12月31日前 · 已定 10月28日 | calm 还不急',
    '组织生活会 | 每年一次，12月31日前 | calm 还不急',
    '民主评议党员 | 每年一次，12月31日前 | calm 还不急',
    '谈心谈话 | 每年一次，12月31日前 | calm 还不急',
  ])
})

test('a branch without a fixed theme day is told the month only', () => {
  const [themeDay] = dutiesOf({}, '2026-02', [], '2026-02-28')
  expect(themeDay && sayDuty(themeDay)).toMatchObject({
    sub: '每月一次',
    mark: { kind: 'due', word: '今天' },
  })
})

test('a fixed day that falls on a holiday says so, and where a rule moves it to', () => {
  const said = (onRestDay?: 'after') => {
    const rule = {
      kind: 'themeDay',
      every: 'month',
      times: 1,
      from: '2026-01',
      rank: 'local',
    } as const
    const rules = [{ ...rule, onRestDay, source: { zh: '镇党委文件', en: '' } }]
    const local = { rules, holidays: announced }
    const [themeDay] = dutiesOf({ themeDay: 5 }, '2026-10', [], '2026-10-01', local)
    return themeDay && sayDuty(themeDay).sub
  }
  expect(said()).toBe('每月5日，这天是国庆节假期')
  expect(said('after')).toBe('每月5日，这次改到10月8日')
})

test('several times in a period', () => {
  const said = (every: Every) => {
    const rule = { kind: 'lecture', every, times: 2, from: '2026-01', rank: 'local' } as const
    const local = { rules: [{ ...rule, source: { zh: '镇党委文件', en: '' } }], holidays: [] }
    const duties = dutiesOf({}, '2026-10', [], '2026-10-01', local)
    return duties.filter(({ kind }) => kind === 'lecture').map((duty) => sayDuty(duty).sub)
  }
  expect(said('halfYear')).toEqual(['下半年，12月31日前 · 要开 2 次，已开 0 次'])
  expect(said('month')).toEqual(['这个月 · 要开 2 次，已开 0 次'])
  expect(said('year')).toEqual(['全年，12月31日前 · 要开 2 次，已开 0 次'])
})
