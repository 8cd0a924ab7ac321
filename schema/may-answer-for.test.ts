import { expect, it } from 'vitest'
import type { Actor, Office } from './access.ts'
import { mayCloseAccountOf, mayReadDoorLogOf } from './access.ts'

const below: Readonly<Record<string, readonly string[]>> = {
  county: ['county', 'town', 'east', 'west'],
  town: ['town', 'east', 'west'],
}

const somebody = (branchId: string, office?: Office, organisationId = branchId): Actor => ({
  accountId: 'a',
  personId: `${branchId} ${office} ${organisationId}`,
  branchId,
  lineage: [],
  offices: office
    ? [{ office, organisationId, covers: below[organisationId] ?? [organisationId] }]
    : [],
})

const member = somebody('east')
const secretary = somebody('east', 'secretary')
const clerk = somebody('west', 'staff', 'town')
const townAdministrator = somebody('west', 'administrator', 'town')
// A member of a village, who works for the county.
const county = somebody('east', 'staff', 'county')

it.each([
  [secretary, member, false, false],
  [clerk, member, true, true],
  [clerk, secretary, true, true],
  [clerk, townAdministrator, false, true],
  [clerk, clerk, false, true],
  [townAdministrator, clerk, true, true],
  [clerk, county, false, false],
  [county, clerk, false, true],
  [member, member, false, false],
] as const)('%j may for %j: close %s, read %s', (actor, person, close, read) => {
  expect(mayCloseAccountOf(actor, person)).toBe(close)
  expect(mayReadDoorLogOf(actor, person)).toBe(read)
})
