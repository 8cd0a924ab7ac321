import { expect, it } from 'vitest'
import type { Actor, Office } from '../../schema/access.ts'
import { importKinds, importKindsOf } from './import.ts'

const holding = (...offices: readonly Office[]): Actor => ({
  accountId: 'account',
  personId: 'person',
  branchId: 'branch',
  lineage: ['town', 'branch'],
  offices: offices.map((office) => ({
    office,
    organisationId: office === 'staff' ? 'town' : 'branch',
    covers: ['branch'],
  })),
})

it('whoever works above may bring every file, whoever keeps a book its ledger, others nothing', () => {
  expect(importKindsOf(holding('staff'))).toEqual(importKinds)
  expect(importKindsOf(holding('administrator', 'secretary'))).toEqual(importKinds)
  expect(importKindsOf(holding('secretary'))).toEqual(['ledger'])
  expect(importKindsOf(holding('deputy'))).toEqual(['ledger'])
  expect(importKindsOf(holding('committee'))).toEqual([])
  expect(importKindsOf(holding())).toEqual([])
})
