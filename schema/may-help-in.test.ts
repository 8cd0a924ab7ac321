import { describe, expect, it } from 'vitest'
import type { Actor, Helped, Office } from './access.ts'
import { mayHelpIn } from './access.ts'

const below: Readonly<Record<string, readonly string[]>> = {
  county: ['county', 'town', 'east', 'west', 'far', 'far-branch'],
  town: ['town', 'east', 'west'],
  far: ['far', 'far-branch'],
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

const everybody = {
  member: somebody('east'),
  committee: somebody('east', 'committee'),
  deputy: somebody('east', 'deputy'),
  secretary: somebody('east', 'secretary'),
  westMember: somebody('west'),
  westSecretary: somebody('west', 'secretary'),
  // Lives in a village and works for the township: the village's secretary must not become him.
  clerk: somebody('east', 'staff', 'town'),
  administrator: somebody('town', 'administrator'),
  farClerk: somebody('far-branch', 'staff', 'far'),
  county: somebody('county', 'staff'),
  countyAdministrator: somebody('county', 'administrator'),
} satisfies Record<string, Actor>

type Name = keyof typeof everybody

/** Who may help whom, and nobody else anybody. */
const allowed: Readonly<Record<Name, readonly Name[]>> = {
  member: [],
  committee: [],
  deputy: ['member', 'committee'],
  secretary: ['member', 'committee', 'deputy'],
  westMember: [],
  westSecretary: ['westMember'],
  clerk: ['member', 'committee', 'deputy', 'secretary', 'westMember', 'westSecretary'],
  administrator: [
    ...(['member', 'committee', 'deputy', 'secretary', 'westMember', 'westSecretary'] as const),
    'clerk',
  ],
  farClerk: [],
  county: ['member', 'committee', 'deputy', 'secretary', 'westMember', 'westSecretary'],
  countyAdministrator: [
    ...(['member', 'committee', 'deputy', 'secretary', 'westMember', 'westSecretary'] as const),
    ...(['clerk', 'administrator', 'farClerk', 'county'] as const),
  ],
}

// The keys of an object literal of this very type.
const names = Object.keys(everybody) as Name[]

describe('mayHelpIn', () => {
  it.each(names)('%s: those below, and nobody whose rights go further', (name) => {
    const helped = names.filter((other) => mayHelpIn(everybody[name], everybody[other]))
    expect(helped.sort()).toEqual([...allowed[name]].sort())
  })

  it('no rights of any one office, added to a member, can be gained by who has them not', () => {
    const both: Helped = {
      ...everybody.member,
      offices: [...everybody.deputy.offices, ...everybody.farClerk.offices],
    }
    expect(names.filter((name) => mayHelpIn(everybody[name], both))).toEqual([
      'countyAdministrator',
    ])
  })

  it('an office that somebody is yet to hold is gained no sooner by who has it not', () => {
    const chosen: Helped = { ...everybody.member, toCome: everybody.clerk.offices }
    expect(names.filter((name) => mayHelpIn(everybody[name], chosen))).toEqual([
      'administrator',
      'countyAdministrator',
    ])
  })
})
