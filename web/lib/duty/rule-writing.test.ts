import { describe, expect, test } from 'vitest'
import { localRuleOf } from '#schema/rules/local-rules.ts'
import type { RuleForm } from './rule-writing.ts'
import { changedRule, emptyRule, flawsIn, ruleDrafts } from './rule-writing.ts'

const form = (more: Partial<RuleForm>): RuleForm => ({
  ...emptyRule('2026-05'),
  kind: 'committee',
  times: 2,
  source: '镇党委发〔2026〕3号',
  ...more,
})

describe('what is wrong with a rule', () => {
  test.each<[string, Partial<RuleForm>, readonly string[]]>([
    ['nothing', {}, []],
    ['no kind', { kind: undefined }, ['kind']],
    ['no document', { source: ' ' }, ['source']],
    ['less than everybody is asked', { every: 'quarter' }, []],
    ['as much as everybody is asked', { times: 1 }, ['times']],
    [
      'once a year where a quarter asks once',
      { kind: 'memberMeeting', every: 'year', times: 1 },
      ['times'],
    ],
    ['no number where there is a minimum', { times: 0 }, ['times']],
    ['no number of lectures', { kind: 'lecture', times: 0 }, []],
    ['once a month, on a day', { kind: 'themeDay', times: 1, day: '15' }, []],
    ['the 31st', { day: '31' }, ['day']],
    ['ends before it begins', { until: '2026-04' }, ['until']],
  ])('%s', (_name, more, expected) => {
    expect(flawsIn(form(more))).toEqual(expected)
  })
})

test('a change ends the earlier rule with the month before, in one transaction', () => {
  const [first] = ruleDrafts('town', form({}))
  const rule = localRuleOf({ id: 'rule-1', body: first?.fields as never })
  const changed = { ...changedRule(rule, '2026-08'), times: 3 }
  expect(changed.from).toBe('2026-09')
  expect(flawsIn({ ...changed, from: '2026-05' }, rule)).toEqual(['from'])
  expect(ruleDrafts('town', changed, rule).map(({ id, fields }) => [id, fields])).toEqual([
    [
      undefined,
      {
        organisationId: 'town',
        kind: 'committee',
        every: 'month',
        times: 3,
        from: '2026-09',
        source: '镇党委发〔2026〕3号',
      },
    ],
    ['rule-1', { until: '2026-08' }],
  ])
})
