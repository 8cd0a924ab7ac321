import { describe, expect, it, test } from 'vitest'
import type { Vote } from '#lib/meeting/elements.ts'
import { changedElement, shownSets } from '#lib/meeting/elements.ts'
import { voteFlaw, verdictOf } from './votes.ts'
import { flawsOf, meetingFields } from '#lib/meeting/draft.ts'

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

describe('beside the roll', () => {
  const counted = { entitled: 28, there: 27, yes: 27 }

  it('is nothing to go by where more were there or voted than came', () => {
    expect(verdictOf(vote(counted), 12)).toEqual({ kind: 'offRoll', rolled: 12, voted: 27 })
    expect(verdictOf(vote({ ...counted, there: 12 }), 12)).toMatchObject({ voted: 27 })
    // Also where nobody voted for want of a quorum.
    expect(verdictOf(vote({ entitled: 28, there: 10 }), 9).kind).toBe('offRoll')
  })

  it('stands where no more voted than came, whoever did not vote and whoever wrote', () => {
    expect(verdictOf(vote(counted), 27).kind).toBe('carried')
    expect(verdictOf(vote(counted), 28).kind).toBe('carried')
    expect(verdictOf(vote({ entitled: 28, there: 20, yes: 14, writtenYes: 5 }), 20).kind).toBe(
      'carried',
    )
  })

  it('is as it was counted where no roll was called', () => {
    expect(verdictOf(vote(counted), undefined).kind).toBe('carried')
  })
})

test('numbers that contradict each other carry nothing, before anybody saves', () => {
  const wrong: readonly Partial<Vote>[] = [
    { entitled: 28, there: 28, yes: 28, writtenYes: 5 },
    { entitled: 28, there: 16, yes: 18, no: 20 },
    { entitled: 28, there: 29, yes: 29 },
  ]
  expect(wrong.map((parts) => verdictOf(vote(parts)).kind)).toEqual(wrong.map(() => 'doesNotFit'))
  // Nobody has said yet how many were there.
  expect(verdictOf(vote({ entitled: 28, yes: 18 })).kind).toBe('tooFew')
})

describe('before it is written', () => {
  test.each<[Partial<Vote>, ReturnType<typeof voteFlaw>]>([
    [{ entitled: 28, there: 20, yes: 20 }, undefined],
    [{ entitled: 28, there: 20, yes: 15, no: 3 }, undefined],
    [{ entitled: 28, there: 14 }, undefined],
    [{ subject: '' }, undefined],
    [{}, 'missing'],
    [{ entitled: 28, there: 20 }, 'missing'],
    [{ subject: ' ', entitled: 28, there: 20, yes: 20 }, 'noSubject'],
    [{ subject: '', no: 2, abstained: 1 }, 'noSubject'],
    [{ subject: '', invalid: 0 }, 'noSubject'],
    [{ no: 2 }, 'missing'],
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

  it('keeps numbers that do not belong to a matter chosen by mistake, and writes none of them', () => {
    const counted = { order: 0, subject: '转正', entitled: 27, there: 20, yes: 18, invalid: 1 }
    const standing = { ...counted, matter: 'admission', writtenYes: 2 }
    const mistaken = { ...draft.typed, 'votes/v1': { ...standing, matter: 'ordinary' } }
    const path = 'votes/v1'
    expect(shownSets(undefined, mistaken).votes[0]).not.toHaveProperty('writtenYes')
    expect(meetingFields({ ...draft, typed: mistaken })[path]).toEqual({
      ...{ order: 0, matter: 'ordinary', subject: '转正', entitled: 27, there: 20, yes: 18 },
    })
    const back = changedElement(undefined, { typed: mistaken }, path, { matter: 'admission' })
    expect(back).toEqual(standing)
  })

  it('is led to where the numbers do not fit, and not to one that was only begun', () => {
    expect(flawsOf(undefined, draft)).toEqual([{ path: 'votes/v1', reason: 'votesDoNotFit' }])
  })

  it('is written trimmed; one that was only begun leaves nothing', () => {
    const fields = meetingFields(draft)
    expect(fields['votes/v1']).toMatchObject({ subject: '转正', entitled: 28 })
    expect(fields['votes/v2']).toBeNull()
  })
})
