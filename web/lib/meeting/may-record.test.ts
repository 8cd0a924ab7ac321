import { describe, expect, it } from 'vitest'
import type { Actor, Office } from '#schema/access.ts'
import { mayAmend } from './may-record.ts'
import type { MeetingBody } from './draft.ts'

const someone = (personId: string, office?: Office, covers = ['branch']): Actor => ({
  accountId: personId,
  personId,
  branchId: 'branch',
  lineage: ['town', 'branch'],
  offices: office ? [{ office, organisationId: covers[0] ?? '', covers }] : [],
})
const open: MeetingBody = {
  ...{ branchId: 'branch', kinds: ['themeDay'], startsAt: '2026-10-15T01:30:00.000Z' },
  ...{ chairId: 'chair', recorderId: 'recorder' },
}
const signed: MeetingBody = {
  ...open,
  stage: 'signed',
  amendments: { a1: { text: '早先的', byId: 'chair', at: open.startsAt } },
}

describe('what was signed is put right', () => {
  const may = (actor: Actor, body = signed) => mayAmend(actor, { id: 'm1', body })

  it('by whoever keeps the book, the deputy too, and by who was in the chair or wrote it down', () => {
    expect(may(someone('secretary', 'secretary'))).toBe(true)
    expect(may(someone('deputy', 'deputy'))).toBe(true)
    expect(may(someone('chair'))).toBe(true)
    expect(may(someone('recorder'))).toBe(true)
    expect(may(someone('member'))).toBe(false)
    expect(may(someone('staff', 'staff', ['town', 'branch']))).toBe(false)
  })

  it('not before it is signed; a note of what was not held by its keepers, for nobody was in the chair', () => {
    expect(may(someone('secretary', 'secretary'), open)).toBe(false)
    const notHeld = { ...open, notHeld: '农忙' }
    expect(may(someone('deputy', 'deputy'), notHeld)).toBe(true)
    expect(may(someone('chair'), notHeld)).toBe(false)
  })
})
