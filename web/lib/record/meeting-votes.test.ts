import { describe, expect, it, test } from 'vitest'
import type { Vote } from './meeting-elements.ts'
import { shownSets } from './meeting-elements.ts'
import { voteFlaw, verdictOf } from './meeting-votes.ts'
import { flawsOf, meetingFields } from './meeting-draft.ts'

const vote = (parts: Partial<Vote>): Vote => ({
  key: 'v1',
  matter: 'admission',
  subject: '接收李强同志为预备党员',
  ...parts,
})

describe('the verdict', () => {
  it('is open until somebody counted', () => {
    expect(verdictOf(vote({}))).toEqual({ kind: 'open' })
    expect(verdictOf(vote({ entitled: 28, there: 20 }))).toEqual({ kind: 'open' })
  })

  it('says by how many a vote on a member misses its quorum', () => {
    expect(verdictOf(vote({ entitled: 28, there: 14 }))).toEqual({
      kind: 'tooFew',
      needed: 15,
      missing: 1,
    })
    expect(verdictOf(vote({ entitled: 28, there: 15, yes: 15 })).kind).toBe('carried')
  })

  it('counts against those who should have come, with written opinions where the matter admits them', () => {
    const counted = { entitled: 28, there: 20, yes: 14, no: 6 }
    expect(verdictOf(vote(counted))).toEqual({ kind: 'notCarried', needed: 15, yes: 14 })
    expect(verdictOf(vote({ ...counted, writtenYes: 1 }))).toEqual({
      kind: 'carried',
      needed: 15,
      yes: 15,
    })
    const ordinary = vote({ ...counted, matter: 'ordinary', writtenYes: 1 })
    expect(verdictOf(ordinary).kind).toBe('notCarried')
  })
})

describe('before it is written', () => {
  test.each<[Partial<Vote>, ReturnType<typeof voteFlaw>]>([
    [{ entitled: 28, there: 20, yes: 20 }, undefined],
    [{ entitled: 28, there: 20, yes: 15, no: 3 }, undefined],
    [{ entitled: 28, there: 14 }, undefined],
    [{ subject: '' }, undefined],
    [{}, 'missing'],
    [{ entitled: 28, there: 20 }, 'missing'],
    [{ subject: ' ', entitled: 28, there: 20, yes: 20 }, 'missing'],
    [{ entitled: 28, there: 29, yes: 29 }, 'votesDoNotFit'],
    [{ entitled: 28, there: 20, yes: 20, invalid: 1 }, 'votesDoNotFit'],
    [{ entitled: 28, there: 20, yes: 20, writtenYes: 9 }, 'votesDoNotFit'],
    [{ entitled: 28, there: 20, yes: 20, writtenYes: 8 }, undefined],
    [{ entitled: 28, there: 14, yes: 14 }, 'votesDoNotFit'],
  ])('%o: %s', (parts, flaw) => {
    expect(voteFlaw(vote(parts))).toBe(flaw)
  })
})

describe('in the form', () => {
  const draft = {
    isNew: true,
    branchId: 'b1',
    notHeld: false,
    roll: {},
    typed: {
      kinds: ['memberMeeting'],
      startsAt: '2026-10-15T01:30:00.000Z',
      'votes/v2': { order: 1, matter: 'ordinary' },
      'votes/v1': { order: 0, matter: 'admission', subject: ' 转正 ', entitled: 28, there: 29 },
    },
  }

  it('stands in its order, and what was counted comes back as numbers', () => {
    const { votes } = shownSets(undefined, draft.typed)
    expect(votes.map(({ key }) => key)).toEqual(['v1', 'v2'])
    expect(votes[0]).toMatchObject({ matter: 'admission', entitled: 28, there: 29 })
  })

  it('is led to where the numbers do not fit, and not to one that was only begun', () => {
    expect(flawsOf(undefined, draft)).toEqual([{ path: 'votes/v1', reason: 'missing' }])
  })

  it('is written trimmed; one that was only begun leaves nothing', () => {
    const fields = meetingFields(draft)
    expect(fields['votes/v1']).toMatchObject({ subject: '转正', entitled: 28 })
    expect(fields['votes/v2']).toBeNull()
  })
})
