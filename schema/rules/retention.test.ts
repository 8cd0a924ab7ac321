import { expect, it } from 'vitest'
import { registry } from '../records/index.ts'
import { isDue, retentionRules } from './retention.ts'

it('every kind of record about a person has a term, and only one', () => {
  const named = retentionRules.flatMap(({ types }) => types)
  expect(new Set(named).size).toBe(named.length)
  const about = registry.all.filter(({ fields }) =>
    Object.values(fields).some(({ kind }) => kind.refersTo === 'person'),
  )
  // A conflict repeats words of the record it is about, and goes with that.
  const asked = about.map(({ name }) => name).filter((name) => name !== 'conflict')
  expect(asked.filter((name) => !named.includes(name))).toEqual([])
  expect(named.filter((name) => registry.find(name) === undefined)).toEqual([])
})

const rule = (name: string) => {
  const found = retentionRules.find((each) => each.name === name)
  if (!found) throw new Error(name)
  return found
}

it.each([
  ['studies', { since: '2023-10-15' }, '2026-10-15', false],
  ['studies', { since: '2023-10-15' }, '2026-10-16', true],
  ['looks', { since: '2024-02-29' }, '2027-02-28', false],
  ['looks', { since: '2024-02-29' }, '2027-03-01', true],
  ['meetings', { since: '1990-01-01' }, '2026-10-15', false],
  ['choices', { since: '1990-01-01' }, '2026-10-15', false],
  ['choices', { since: '1990-01-01', leftOn: '2026-07-01' }, '2026-09-29', false],
  ['choices', { since: '1990-01-01', leftOn: '2026-07-01' }, '2026-09-30', true],
] as const)('%s of %j are due on %s: %s', (name, age, today, due) => {
  expect(isDue(rule(name), {}, age, today)).toBe(due)
})

it('a request that nobody answered is not due, however old', () => {
  const due = (body: Record<string, string>) =>
    isDue(rule('corrections'), body, { since: '2010-01-01' }, '2026-10-15')
  expect([due({}), due({ state: 'asked' }), due({ state: 'declined' })]).toEqual([
    false,
    false,
    true,
  ])
})
