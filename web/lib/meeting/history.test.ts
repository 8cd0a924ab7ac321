import { describe, expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import type { HistoryLine } from '#sync/wire/history.ts'
import { fetchHistory, sayChanges } from './history.ts'

const line = (...fields: HistoryLine['fields'][number][]): HistoryLine => ({
  edit: 'e1',
  personName: '崔新',
  device: 'device-1',
  madeAt: 0,
  receivedAt: 1,
  trueAt: 0,
  clockCorrected: false,
  result: 'accepted',
  fields,
})
const names: Record<string, string> = { cui: '崔新', g1: '第一党小组', g2: '第二党小组' }
const say = (...fields: HistoryLine['fields'][number][]) =>
  sayChanges(line(...fields), (id) => names[id]).map(({ words }) => words)

describe('an edit in words', () => {
  test('names instead of ids, labels instead of names of fields, in the order of the form', () => {
    expect(
      say(
        { path: 'chairId', before: null, after: 'cui' },
        { path: 'branchId', before: null, after: 'b1' },
        { path: 'startsAt', before: null, after: instantOf('2026-10-08', '09:30') },
        { path: 'kinds', before: ['lecture'], after: ['themeDay', 'lecture'] },
      ),
    ).toEqual(['会议类型：党课 → 主题党日、党课', '开始时间：2026年10月8日 09:30', '主持人：崔新'])
  })

  test('whose group meeting it was is said by the names of the groups', () => {
    expect(say({ path: 'groupIds', before: ['g1'], after: ['g1', 'g2'] })).toEqual([
      '党小组：第一党小组 → 第一党小组、第二党小组',
    ])
  })

  test('words that met the words of others say what came of both; what is for machines says nothing', () => {
    expect(
      say(
        { path: 'minutes', before: '甲', after: { written: '甲一', merged: '二甲一' } },
        { path: 'seal', before: null, after: 'f'.repeat(64) },
        { path: 'stage', before: null, after: 'signed' },
      ),
    ).toEqual(['会议记录：甲 → 二甲一', '签字情况：已签字定稿'])
  })

  test('what was cleared or taken out says so', () => {
    expect(
      say(
        { path: 'place', before: '村委会', after: null },
        { path: 'agenda/k1', before: { order: 0, title: '传达学习', notes: '领学' }, after: null },
        { path: 'recorderId', before: null, after: 'gone' },
      ),
    ).toEqual([
      '地点：村委会 → （空）',
      '记录人：已不在本支部的党员',
      '议程：传达学习 · 领学 → （空）',
    ])
  })

  test('taking away and bringing back are said as such', () => {
    const at = instantOf('2026-10-09', '08:00')
    expect(say({ path: 'removedAt', before: null, after: at })).toEqual(['删除了这次会议'])
    expect(say({ path: 'removedAt', before: at, after: null })).toEqual(['恢复了这次会议'])
  })

  test('a resolution says who answers for it and until when', () => {
    const after = { order: 0, text: '清理沟渠', personId: 'cui', due: '2026-11-01' }
    expect(say({ path: 'resolutions/r1', before: null, after })).toEqual([
      '决议：清理沟渠 · 负责人：崔新 · 期限：2026年11月1日',
    ])
  })
})

test('a vote says what was counted', () => {
  const before = { order: 0, matter: 'ordinary', subject: '修路', entitled: 28, there: 20, yes: 18 }
  const after = { ...before, yes: 17 }
  expect(say({ path: 'votes/v1', before, after })).toEqual([
    '表决：修路 · 一般事项 · 应到会有表决权 28，实到会有表决权 20，赞成 18 → 修路 · 一般事项 · 应到会有表决权 28，实到会有表决权 20，赞成 17',
  ])
})

describe('fetching', () => {
  const answer =
    (status: number, content: string): typeof fetch =>
    () =>
      Promise.resolve(new Response(content, { status }))

  test('newest first', async () => {
    const lines = [line(), { ...line(), edit: 'e2' }]
    const fetched = await fetchHistory(answer(200, JSON.stringify(lines)), 'm1')
    expect(fetched.ok && fetched.value.map(({ edit }) => edit)).toEqual(['e2', 'e1'])
  })

  test.each([
    [200, '<html>portal</html>', 'unreachable'],
    [200, '{"rows":[]}', 'unreachable'],
    [503, '{"error":"busy"}', 'unreachable'],
    [404, '{"error":"notFound"}', 'notAllowed'],
    [401, '{"error":"signedOut"}', 'notAllowed'],
  ])('%i %s is %s', async (status, content, failure) => {
    expect(await fetchHistory(answer(status, content), 'm1')).toEqual({ ok: false, failure })
  })

  test('no network is out of reach', async () => {
    const fetched = await fetchHistory(() => Promise.reject(new TypeError('offline')), 'm1')
    expect(fetched).toEqual({ ok: false, failure: 'unreachable' })
  })
})
