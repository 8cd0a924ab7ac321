import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Body } from '../json.ts'
import { presences } from '../records/attendance.ts'
import { tally } from '../records/tally.ts'
import type { Coming } from './phase.ts'
import { notesGathering, phaseOf, showsGathering, talliesGathering } from './phase.ts'

const startsAt = '2026-11-27T09:50:00.000Z'
const startsMs = Date.parse(startsAt)
const minute = 60_000
const plan: Coming = { startsAt, enteredAt: startsMs - 60 * minute }

describe('a gathering that was planned', () => {
  test('is planned until it begins, and then unrecorded until somebody writes something down', () => {
    expect(phaseOf(plan, startsMs - 1)).toBe('planned')
    expect(phaseOf(plan, startsMs)).toBe('unrecorded')
    expect(phaseOf({ ...plan, noted: true }, startsMs)).toBe('held')
    expect(phaseOf({ ...plan, noted: true }, startsMs - 1)).toBe('planned')
    expect(phaseOf({ ...plan, notHeld: '大雪封路' }, startsMs)).toBe('notHeld')
  })

  const agenda = (notes?: string) => ({ a: { order: 0, title: '学习', ...(notes && { notes }) } })
  const vote = { order: 0, matter: 'ordinary', subject: '修路' } as const
  test.each<[string, Partial<Coming>, string]>([
    ['an agenda', { agenda: agenda() }, 'unrecorded'],
    ['a question to vote on', { votes: { v: vote } }, 'unrecorded'],
    ['empty minutes', { minutes: '' }, 'unrecorded'],
    ['notes of an item', { agenda: agenda('读了条例') }, 'held'],
    ['minutes', { minutes: '学习了条例' }, 'held'],
    ['a resolution', { resolutions: { r: { order: 0, text: '修路' } } }, 'held'],
    ['a count of votes', { votes: { v: { ...vote, yes: 20 } } }, 'held'],
    ['too few to vote', { votes: { v: { ...vote, there: 3 } } }, 'held'],
    ['a signature', { stage: 'signed' }, 'held'],
  ])('with %s', (_said, more, phase) => {
    expect(phaseOf({ ...plan, ...more }, startsMs)).toBe(phase)
  })
})

test('what was entered once it had begun is its record, as is what nobody knows the day of', () => {
  expect(phaseOf({ startsAt, enteredAt: startsMs }, startsMs)).toBe('held')
  expect(phaseOf({ startsAt }, startsMs)).toBe('held')
})

test('a photo taken there shows it, a paper sent round before does not', () => {
  expect(showsGathering({ heldAt: startsAt, addedAt: '2026-11-27T10:00:00.000Z' })).toBe(true)
  expect(showsGathering({ heldAt: startsAt, addedAt: '2026-11-27T09:00:00.000Z' })).toBe(false)
})

const noted = fc.record({
  status: fc.constantFrom(...Object.keys(presences)),
  way: fc.constantFrom(undefined, 'shown', 'scanned', 'asked', 'handedIn'),
  guest: fc.boolean(),
  removed: fc.boolean(),
})

test('the keeper by his rows and the township by their count say the same', () => {
  fc.assert(
    fc.property(fc.array(noted, { minLength: 1, maxLength: 6 }), (all) => {
      const rows = all.map(({ status, way, guest, removed }, index): Body => ({
        meetingId: 'm',
        personId: String(index),
        branchId: 'b',
        heldAt: startsAt,
        status,
        ...(way && { way }),
        ...(guest && { guestName: '外来' }),
        ...(removed && { removedAt: startsAt }),
      }))
      let published: Body | undefined
      for (const row of rows) published = tally.rollUp?.fold(published, undefined, row)
      const byRows = rows.some((row) => notesGathering(row as Parameters<typeof notesGathering>[0]))
      expect(talliesGathering(published as Parameters<typeof talliesGathering>[0])).toBe(byRows)
    }),
  )
})
