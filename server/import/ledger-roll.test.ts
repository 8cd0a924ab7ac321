import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { BranchPeople } from './branch-people.ts'
import type { SaidOfRoll } from './ledger-roll.ts'
import { rollOf } from './ledger-roll.ts'
import type { Mention } from './mentions.ts'

const ids = ['a', 'b', 'c', 'd', 'e']
const people = new BranchPeople(
  [...ids, 'late', 'gone', 'lost'].map((id) => ({
    id,
    name: id,
    file: {
      standing: id === 'gone' ? 'deceased' : 'normal',
      ...(id === 'late' && { joinedOn: '2024-06' }),
      ...(id === 'lost' && { lost: true, lostSince: '2020' }),
    },
  })),
)
const named = (...some: readonly string[]): readonly Mention[] =>
  some.map((id) => ({ words: id, personId: id }))

function roll(said: Partial<SaidOfRoll>, kinds: readonly MeetingKind[] = ['lecture']) {
  const nothing = {
    expected: undefined,
    present: undefined,
    attended: undefined,
    absent: undefined,
    onLeave: undefined,
  }
  const found = rollOf({ ...nothing, ...said }, kinds, people, '2024-03-05')
  if (!found || found.rows.length === 0)
    return found && [found.note.note, ...(found.note.counts ?? [])]
  return found.rows.map(({ personId, status, reason = '' }) => `${personId} ${status}${reason}`)
}

const all = (away: Readonly<Record<string, string>> = {}) =>
  [
    ...ids.filter((id) => !(id in away)).map((id) => `${id} present`),
    ...Object.entries(away).map(([id, status]) => `${id} ${status}`),
  ].sort()

it('notes everybody where who was missing and how many should have come fit the roster of that day', () => {
  expect(
    roll({ expected: 5, present: 4, absent: named('b') })
      ?.slice()
      .sort(),
  ).toEqual(all({ b: 'absent' }))
  expect(
    roll({ expected: 5, absent: [], onLeave: named('c') })
      ?.slice()
      .sort(),
  ).toEqual(all({ c: 'excused' }))
  expect(roll({ present: 5, absent: [] })?.slice().sort()).toEqual(all())
})

it('counts who was out of contact where the ledger names him, and never takes him for one who came', () => {
  const withLost = { expected: 6, present: 5, absent: named('lost') }
  expect(roll(withLost)?.slice().sort()).toEqual(all({ lost: 'absent' }))
  expect(roll({ expected: 6, absent: [] })).toEqual(['rollOfOthers', 6, 5])
})

it('notes whom the ledger names, of a committee too, where that is everybody', () => {
  const said = { expected: 3, present: 2, attended: named('a', 'b'), absent: named('c') }
  expect(roll(said, ['committee'])).toEqual(['a present', 'b present', 'c absent'])
  expect(roll({ ...said, absent: undefined, expected: 2 }, ['committee'])).toEqual([
    'a present',
    'b present',
  ])
})

it('calls leave what is called leave, and takes a reason for a reason', () => {
  const away = (reason: string) =>
    roll({ expected: 5, absent: [{ words: '', personId: 'a', reason }] })?.at(-1)
  expect(away('病假')).toBe('a excused病假')
  expect(away('外出务工')).toBe('a absent外出务工')
  expect(away('未请假')).toBe('a absent未请假')
  expect(away('因'.repeat(201))).toBe('rollUnclear')
})

it('keeps as words what does not account for everybody', () => {
  expect(roll({})).toBeUndefined()
  expect(roll({ expected: 5, present: 5 })).toEqual(['countsOnly'])
  expect(roll({ absent: named('a') })).toEqual(['rollUnclear'])
  expect(roll({ attended: named('a') })).toEqual(['rollUnclear'])
  expect(roll({ expected: 5, absent: [{ words: '老杨', why: 'unknown' }] })).toEqual([
    'rollUnclear',
  ])
  expect(roll({ expected: 5, present: 3, absent: named('a') })).toEqual(['rollNotAddingUp'])
  expect(roll({ expected: 5, absent: named('a', 'a') })).toEqual(['rollNotAddingUp'])
  expect(roll({ expected: 2, attended: named('a'), absent: named('a') })).toEqual([
    'rollNotAddingUp',
  ])
  expect(roll({ expected: 3, present: 2, attended: named('a') })).toEqual(['rollNotAddingUp'])
  expect(roll({ expected: 5, absent: [] }, ['committee'])).toEqual(['rollOfSome'])
  expect(roll({ expected: 5, absent: [] }, ['lecture', 'group'])).toEqual(['rollOfSome'])
  expect(roll({ expected: 6, absent: [] })).toEqual(['rollOfOthers', 6, 5])
  expect(roll({ expected: 5, absent: named('late') })).toEqual(['rollOfOthers', 5, 5])
})

it('never counts otherwise than the ledger does', () => {
  const someone = fc.subarray([...ids, 'late', 'gone', 'lost'])
  const number = fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined })
  const names = fc.option(someone, { nil: undefined })
  const said = fc.record({
    expected: number,
    present: number,
    attended: names.map((some) => some && named(...some)),
    absent: names.map((some) => some && named(...some)),
    onLeave: names.map((some) => some && named(...some)),
  })
  fc.assert(
    fc.property(said, fc.constantFrom<MeetingKind>('lecture', 'committee'), (each, kind) => {
      const rows = rollOf(each, [kind], people, '2024-03-05')?.rows ?? []
      if (rows.length === 0) return
      const { expected, present, attended, absent = [], onLeave = [] } = each
      expect(new Set(rows.map(({ personId }) => personId)).size).toBe(rows.length)
      expect(rows.length).toBe(expected ?? rows.length)
      const came = rows.filter(({ status }) => status === 'present').map(({ personId }) => personId)
      expect(came.length).toBe(present ?? came.length)
      expect(rows.length - came.length).toBe(absent.length + onLeave.length)
      // Present is whom it names, or who was a member then.
      expect(
        came.every((id) => attended?.some(({ personId }) => personId === id) ?? ids.includes(id)),
      ).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
