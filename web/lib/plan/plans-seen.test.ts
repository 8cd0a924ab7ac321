import { expect, test } from 'vitest'
import { localNotes } from '#lib/data/disk/local-notes.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { changedFrom, notePlansSeen, planOf, plansSeen, wasBefore } from './plans-seen.ts'

const planned = (id: string, day: string, place?: string) => ({
  id,
  body: { startsAt: instantOf(day, '19:30'), ...(place !== undefined && { place }) },
})
const nowMs = Date.parse(instantOf('2026-11-27', '08:00'))
const listed = { opened: false, nowMs }
const opened = { opened: true, nowMs }

test('what a notice said first is remembered until the meeting is opened', () => {
  const notes = localNotes(undefined)
  const before = planned('a', '2026-11-30', '会议室')
  const after = planned('a', '2026-12-03', '大队部')
  const change = () => changedFrom(plansSeen(notes, 'me').get('a'), planOf(after))
  expect(change()).toBeUndefined()
  notePlansSeen(notes, 'me', [before], listed)
  expect(changedFrom(plansSeen(notes, 'me').get('a'), planOf(before))).toBeUndefined()
  notePlansSeen(notes, 'me', [after], listed)
  expect(change()).toEqual({ startsAt: before.body.startsAt, place: '会议室' })
  expect(plansSeen(notes, 'you').size).toBe(0)
  notePlansSeen(notes, 'me', [after], opened)
  expect(change()).toBeUndefined()
  // Whoever prints the notice a day later still says what it was.
  const wasOnce = () => wasBefore(plansSeen(notes, 'me').get('a'), planOf(after))
  expect(wasOnce()).toEqual({ startsAt: before.body.startsAt, place: '会议室' })
  notePlansSeen(notes, 'me', [after], opened)
  expect(wasOnce()).toEqual({ startsAt: before.body.startsAt, place: '会议室' })
})

test('says what changed alone, and nothing where a place was only named', () => {
  const [first, named] = [planned('a', '2026-11-30'), planned('a', '2026-11-30', '会议室')]
  expect(changedFrom(planOf(first), planOf(named))).toBeUndefined()
  expect(changedFrom(planOf(named), planOf(planned('a', '2026-11-30', '大队部')))).toEqual({
    place: '会议室',
  })
  expect(changedFrom(planOf(named), planOf(planned('a', '2026-12-03', '会议室')))).toEqual({
    startsAt: named.body.startsAt,
  })
})

test('lets go of days that are over, and takes a note of somebody else for none', () => {
  const notes = localNotes(undefined)
  const yesterday = planned('y', '2026-11-26')
  notePlansSeen(notes, 'me', [yesterday, planned('b', '2026-12-01')], {
    opened: false,
    nowMs: nowMs - 2 * 86_400_000,
  })
  notePlansSeen(notes, 'me', [planned('c', '2026-12-05')], listed)
  expect([...plansSeen(notes, 'me').keys()]).toEqual(['b', 'c'])
  for (const spoilt of [
    '{',
    '3',
    '{"b":{"startsAt":3}}',
    '{"b":{"startsAt":"","place":"","was":3}}',
  ]) {
    notes.write('of-one-person plans-seen me', spoilt)
    expect(plansSeen(notes, 'me').size).toBe(0)
  }
})
