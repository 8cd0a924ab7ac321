import { expect, test } from 'vitest'
import type { DutyRuleBody } from '../records/duty-rule.ts'
import { lineageOf, localRulesFor } from './local-rules.ts'

const organisations = [
  { id: 'county', body: {} },
  { id: 'town', body: { parentId: 'county' } },
  { id: 'hill', body: { parentId: 'county' } },
  { id: 'east', body: { parentId: 'town' } },
  { id: 'loop', body: { parentId: 'pool' } },
  { id: 'pool', body: { parentId: 'loop' } },
]
const rule = (organisationId: string) => ({
  id: `rule-${organisationId}`,
  body: {
    organisationId,
    kind: 'committee',
    every: 'month',
    times: 2,
    from: '2026-01',
    source: '文件',
  } satisfies DutyRuleBody,
})
const holiday = (organisationId: string) => ({
  id: `day-${organisationId}`,
  body: {
    organisationId,
    name: organisationId,
    first: '2027-10-01',
    last: '2027-10-07',
    source: '',
  },
})

test('what the organisations above a branch ask and entered is for it, what others say is not', () => {
  const book = {
    organisations,
    rules: ['county', 'town', 'hill', 'east'].map(rule),
    holidays: ['county', 'hill'].map(holiday),
  }
  const { rules, holidays } = localRulesFor('east', book)
  expect(rules.map(({ organisationId }) => organisationId)).toEqual(['county', 'town', 'east'])
  expect(holidays.filter(({ first }) => first.startsWith('2027')).map(({ name }) => name)).toEqual([
    'county',
  ])
})

test('two superiors entered for each other come to an end', () => {
  expect([...lineageOf('loop', organisations)]).toEqual(['loop', 'pool'])
})
