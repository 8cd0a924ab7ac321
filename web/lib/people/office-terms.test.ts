import { expect, test } from 'vitest'
import type { Actor, Office } from '#schema/access.ts'
import type { Appointment, Term } from './office-terms.ts'
import {
  appointmentDrafts,
  flawsIn,
  incumbentOf,
  mayChange,
  officesToGive,
  termsOf,
} from './office-terms.ts'

const today = '2026-10-16'
const people = ['崔新', '刘梅'].map((name, index) => ({
  id: `p${index}`,
  body: { name, branchId: 'a', kind: 'full' as const },
}))
const post = (id: string, changes: object = {}) => ({
  id,
  mark: 'arrived' as const,
  body: {
    personId: 'p0',
    organisationId: 'a',
    office: 'secretary' as Office,
    from: '2025-01-01',
    ...changes,
  },
})
const ids = (terms: readonly Term[]) => terms.map(({ id }) => id)

test('posts are parted by today: the last day still counts, and whoever is not known is not hidden', () => {
  const terms = termsOf(
    [
      post('deputy', { office: 'deputy' }),
      post('lastDay', { until: '2026-10-16' }),
      post('ended', { until: '2026-10-15' }),
      post('earlier', { from: '2020-01-01', until: '2024-12-31', personId: 'gone' }),
      post('later', { from: '2026-10-17' }),
      post('elsewhere', { organisationId: 'b' }),
    ],
    people,
    'a',
    today,
  )
  expect(ids(terms.held)).toEqual(['lastDay', 'deputy'])
  expect(ids(terms.toCome)).toEqual(['later'])
  expect(ids(terms.past)).toEqual(['ended', 'earlier'])
  expect(terms.past.map(({ name }) => name)).toEqual(['崔新', undefined])
})

const actor = (office: Office, organisationId: string): Actor => ({
  ...{ accountId: '1', personId: 'me', branchId: 'a', lineage: ['t', 'a'] },
  offices: [{ office, organisationId, covers: organisationId === 't' ? ['t', 'a'] : ['a'] }],
})

test('P6: whoever is above a branch gives its offices; those of the committee its administrator gives', () => {
  const branch = ['secretary', 'deputy', 'committee']
  expect(officesToGive(actor('staff', 't'), 'a', true)).toEqual(branch)
  expect(officesToGive(actor('staff', 't'), 't', false)).toEqual([])
  expect(officesToGive(actor('administrator', 't'), 't', false)).toEqual(['staff', 'administrator'])
  expect(officesToGive(actor('secretary', 'a'), 'a', true)).toEqual([])
  expect(officesToGive(undefined, 'a', true)).toEqual([])
  const term = { ...post('x'), name: undefined }
  expect(mayChange(actor('staff', 't'), term)).toBe(true)
  expect(mayChange(actor('secretary', 'a'), term)).toBe(false)
})

const appointment: Appointment = {
  office: 'secretary',
  personId: 'p1',
  from: '2026-11-01',
  until: '',
}

test('a new secretary takes over from the old one in one transaction, with no day between and none shared', () => {
  const terms = termsOf([post('old')], people, 'a', today)
  const incumbent = incumbentOf(terms, appointment)
  expect(incumbent?.id).toBe('old')
  expect(
    appointmentDrafts('a', appointment, incumbent).map(({ id, fields }) => [id, fields]),
  ).toEqual([
    [undefined, { personId: 'p1', organisationId: 'a', office: 'secretary', from: '2026-11-01' }],
    ['old', { until: '2026-10-31' }],
  ])
  // Of deputies there may be several, and nobody takes over from himself or from whoever has left by then.
  expect(incumbentOf(terms, { ...appointment, office: 'deputy' })).toBeUndefined()
  expect(incumbentOf(terms, { ...appointment, personId: 'p0' })).toBeUndefined()
  const leaving = termsOf([post('old', { until: '2026-10-31' })], people, 'a', today)
  expect(incumbentOf(leaving, appointment)).toBeUndefined()
})

test('what is missing or cannot be is named', () => {
  expect(flawsIn(appointment)).toEqual([])
  expect(flawsIn({ office: undefined, personId: '', from: '', until: '' })).toEqual([
    'office',
    'person',
    'from',
  ])
  expect(flawsIn({ ...appointment, until: '2026-10-31' })).toEqual(['until'])
})
