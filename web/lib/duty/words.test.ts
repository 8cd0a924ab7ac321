import { expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import { dutiesOf } from '#schema/rules/duties.ts'
import type { Every } from '#schema/rules/duty-period.ts'
import { announced } from '#schema/rules/rest-days.ts'
import { recordingOf, sayDuty } from './words.ts'
import { eveningOf } from '#schema/rules/example-days.ts'

test('the groups that have not met are named, the first of them where they are many', () => {
  const names: Record<string, string> = { a: '第一党小组', b: '第二党小组', c: '第三党小组' }
  const said = (ids: readonly string[], met: readonly string[]) => {
    const held = met.map((id) => ({
      kinds: ['group'] as const,
      startsAt: instantOf('2026-10-09', '19:30'),
      groupIds: [id],
    }))
    const groups = ids.map((id) => ({ id }))
    const duty = dutiesOf({ groups }, '2026-10', held, eveningOf('2026-10-16')).find(
      ({ kind }) => kind === 'group',
    )
    return duty && sayDuty(duty, (id) => names[id] ?? id).sub
  }
  expect(said(['a', 'b', 'c'], ['b'])).toBe('3 个小组，已开 1 个 · 还没开：第一党小组、第三党小组')
  expect(said(['a', 'b', 'c', '四组'], [])).toBe(
    '4 个小组，已开 0 个 · 还没开：第一党小组、第二党小组、第三党小组等 4 个',
  )
  expect(said(['a', 'b'], ['a', 'b'])).toBe('2 个小组，已开 2 个 · 10月9日已开')
})

test('duties as the home screen says them', () => {
  const at = (day: string) => instantOf(day, '09:30')
  const meetings = [
    { kinds: ['memberMeeting'] as const, startsAt: at('2026-10-09') },
    { kinds: ['committee'] as const, startsAt: at('2026-10-12'), notHeld: '农忙' },
    { kinds: ['lecture'] as const, startsAt: at('2026-10-28') },
  ]
  const branch = { hasCommittee: true, groups: [{}, {}, {}], themeDay: 15 }
  const said = dutiesOf(branch, '2026-10', meetings, eveningOf('2026-10-16')).map((duty) => {
    const { name, sub, mark } = sayDuty(duty)
    return `${name} | ${sub} | ${mark.kind} ${mark.word}`
  })
  expect(said).toEqual([
    '主题党日 | 每月15日 | over 已过期 1 天',
    '支委会 | 每月一次 · 10月12日没开成（农忙），改期再开 | due 还有 15 天',
    '党小组会 | 3 个小组，已开 0 个 | due 还有 15 天',
    '党员大会 | 第四季度 · 10月9日已开 | done 已完成',
    '党课 | 第四季度，12月31日前 · 已定 10月28日 | calm 还不急',
    '组织生活会 | 每年一次，12月31日前 | calm 还不急',
    '民主评议党员 | 每年一次，12月31日前 | calm 还不急',
    '谈心谈话 | 每年一次，12月31日前 | calm 还不急',
  ])
})

test('of several it says how many were held and how many were not', () => {
  const rule = {
    kind: 'evaluation',
    every: 'quarter',
    times: 2,
    from: '2026-01',
    source: { zh: '镇里的要求', en: '' },
    rank: 'local',
  } as const
  const note = {
    kinds: ['evaluation'] as const,
    startsAt: instantOf('2026-10-09', '09:30'),
    notHeld: '农忙',
    noneInstead: true,
  }
  const local = { rules: [rule], holidays: announced }
  const said = dutiesOf({}, '2026-12', [note], eveningOf('2026-12-20'), local)
    .filter(({ kind, every }) => kind === 'evaluation' && every === 'quarter')
    .map((duty) => sayDuty(duty))
  expect(said).toMatchObject([
    {
      sub: '第四季度，12月31日前 · 要开 2 次，已开 0 次，未召开 1 次',
      mark: { word: '还有 11 天' },
    },
  ])
})

test('a branch without a fixed theme day is told the month only', () => {
  const [themeDay] = dutiesOf({}, '2026-02', [], eveningOf('2026-02-28'))
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
    const [themeDay] = dutiesOf({ themeDay: 5 }, '2026-10', [], eveningOf('2026-10-01'), local)
    return themeDay && sayDuty(themeDay).sub
  }
  expect(said()).toBe('每月5日，这天是国庆节假期')
  expect(said('after')).toBe('每月5日，这次改到10月8日')
})

test('several times in a period', () => {
  const said = (every: Every) => {
    const rule = { kind: 'lecture', every, times: 2, from: '2026-01', rank: 'local' } as const
    const local = { rules: [{ ...rule, source: { zh: '镇党委文件', en: '' } }], holidays: [] }
    const duties = dutiesOf({}, '2026-10', [], eveningOf('2026-10-01'), local)
    return duties.filter(({ kind }) => kind === 'lecture').map((duty) => sayDuty(duty).sub)
  }
  expect(said('halfYear')).toEqual(['下半年，12月31日前 · 要开 2 次，已开 0 次'])
  expect(said('month')).toEqual(['这个月 · 要开 2 次，已开 0 次'])
  expect(said('year')).toEqual(['全年，12月31日前 · 要开 2 次，已开 0 次'])
})

test('what was planned and not recorded is named', () => {
  const startsAt = instantOf('2026-10-12', '09:30')
  const [themeDay] = dutiesOf(
    { themeDay: 15 },
    '2026-10',
    [{ kinds: ['themeDay'], startsAt, enteredAt: 0 }],
    eveningOf('2026-10-16'),
  )
  expect(themeDay && sayDuty(themeDay)).toMatchObject({
    sub: '每月15日 · 定在10月12日，还没有记',
    mark: { kind: 'over' },
  })
})

test('no count of talks is called done', () => {
  const talk = { kinds: ['talk'] as const, startsAt: instantOf('2026-10-12', '09:30') }
  const duty = dutiesOf({}, '2026-10', [talk], eveningOf('2026-10-16')).find(
    ({ kind }) => kind === 'talk',
  )
  expect(duty && sayDuty(duty)).toMatchObject({
    sub: '每年一次 · 已记 1 次，最近是10月12日；是不是每个人都谈到了，请支部核对',
    mark: { kind: 'calm', word: '已有记录' },
  })
})

test('by which day several are asked for is said', () => {
  const rule = {
    kind: 'committee',
    every: 'month',
    times: 2,
    day: 20,
    from: '2026-01',
    rank: 'local',
  } as const
  const local = { rules: [{ ...rule, source: { zh: '镇党委文件', en: '' } }], holidays: [] }
  const duty = dutiesOf({ hasCommittee: true }, '2026-11', [], eveningOf('2026-11-27'), local).find(
    ({ kind }) => kind === 'committee',
  )
  expect(duty && sayDuty(duty)).toMatchObject({
    sub: '这个月，11月20日前 · 要开 2 次，已开 0 次',
    mark: { word: '已过期 7 天' },
  })
})

test('what lacks in some groups is recorded as theirs', () => {
  const of = { groups: [{ id: 'a' }, { id: 'b' }] }
  const life = {
    kinds: ['group', 'lifeMeeting'] as const,
    startsAt: instantOf('2026-10-12', '09:30'),
    groupIds: ['a'],
  }
  const duty = dutiesOf(of, '2026-10', [life], eveningOf('2026-10-16')).find(
    ({ kind }) => kind === 'lifeMeeting',
  )
  expect(duty && recordingOf(duty)).toBe('/meetings/new?kinds=group,lifeMeeting&groups=b')
})
