import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeetingKind } from '../records/meeting.ts'
import { dayAfter, instantOf } from './calendar.ts'
import { eveningOf } from './example-days.ts'
import type { Gathering, LocalRules } from './duties.ts'
import { dutiesOf, nothingLocal } from './duties.ts'
import { localRule } from './example-rules.ts'

const met = (day: string, kind: MeetingKind): Gathering => ({
  kinds: [kind],
  startsAt: instantOf(day, '09:30'),
})
const notMet = (day: string, notHeld: string, kind: MeetingKind): Gathering => ({
  ...met(day, kind),
  notHeld,
})

describe('not held, where the fixed day was still to come', () => {
  const of = { themeDay: 13 }
  const called = notMet('2026-12-03', '天气原因，改期', 'themeDay')
  const december = (day: string, note: Gathering = called, more: readonly Gathering[] = []) =>
    dutiesOf(of, '2026-12', [note, ...more], eveningOf(day))[0]?.standing

  test('leaves the month owing its theme day until it is over', () => {
    expect(december('2026-12-01')).toEqual({ state: 'due', inDays: 12 })
    expect(december('2026-12-03')).toEqual({ state: 'due', inDays: 10 })
    expect(december('2026-12-31')).toEqual({ state: 'overdue', byDays: 18 })
    expect(december('2027-01-01')).toEqual({
      state: 'notHeld',
      on: '2026-12-03',
      reason: '天气原因，改期',
    })
    expect(december('2026-12-20', called, [met('2026-12-18', 'themeDay')])).toMatchObject({
      state: 'done',
    })
  })

  test('or until somebody says that none is held instead: at once', () => {
    expect(december('2026-12-01', { ...called, noneInstead: true })?.state).toBe('notHeld')
    const written = { ...notMet('2026-12-05', '农忙', 'themeDay'), noneInstead: true }
    expect(december('2026-12-05', called, [written])).toEqual({
      state: 'notHeld',
      on: '2026-12-05',
      reason: '农忙',
    })
  })

  test('of the fixed day itself, or a later one, leaves it due until the month is over', () => {
    const fixed = notMet('2026-12-13', '大雪封路', 'themeDay')
    expect(december('2026-12-12', fixed)).toEqual({ state: 'due', inDays: 1 })
    expect(december('2026-12-13', fixed)).toEqual({ state: 'due', inDays: 18 })
    expect(december('2026-12-31', fixed)).toEqual({ state: 'due', inDays: 0 })
    expect(december('2027-01-01', fixed)?.state).toBe('notHeld')
    const later = notMet('2026-12-20', '大雪封路', 'themeDay')
    expect(december('2026-12-19', later)?.state).toBe('overdue')
    expect(december('2026-12-20', later)).toEqual({ state: 'due', inDays: 11 })
  })

  test('is told with its reason while the meeting is still to come', () => {
    const fixed = notMet('2026-12-13', '大雪封路', 'themeDay')
    const told = (day: string) =>
      dutiesOf(of, '2026-12', [fixed], eveningOf(day)).map(({ putOff, dueOn }) => [
        putOff?.on,
        dueOn,
      ])[0]
    expect(told('2026-12-12')).toEqual([undefined, '2026-12-13'])
    expect(told('2026-12-13')).toEqual(['2026-12-13', '2026-12-31'])
    expect(told('2027-01-01')).toEqual([undefined, '2026-12-13'])
  })

  test('of what the year asks leaves it due until the year is over', () => {
    const talk = (note: Gathering, day: string) =>
      dutiesOf({}, '2026-11', [note], eveningOf(day)).find(({ kind }) => kind === 'talk')?.standing
    const note = notMet('2026-11-27', '天气', 'talk')
    expect(talk(note, '2026-11-27')).toEqual({ state: 'notDue', inDays: 34 })
    expect(talk({ ...note, noneInstead: true }, '2026-11-27')?.state).toBe('notHeld')
    expect(talk(note, '2027-01-01')?.state).toBe('notHeld')
  })
})

describe('where several are asked for', () => {
  const twice: LocalRules = {
    ...nothingLocal,
    rules: [localRule('evaluation', 'quarter', { times: 2 })],
  }
  const evaluation = (...gatherings: readonly Gathering[]) => {
    const duty = dutiesOf({}, '2026-12', gatherings, eveningOf('2026-12-20'), twice).find(
      ({ kind }) => kind === 'evaluation',
    )
    return [duty?.held, duty?.excused, duty?.standing.state]
  }
  const note = (day: string) => ({ ...notMet(day, '农忙', 'evaluation'), noneInstead: true })

  test('each that was not held accounts for one', () => {
    expect(evaluation(note('2026-10-09'))).toEqual([0, 1, 'due'])
    expect(evaluation(note('2026-10-09'), note('2026-11-09'))).toEqual([0, 2, 'notHeld'])
    expect(evaluation(note('2026-10-09'), met('2026-11-09', 'evaluation'))).toEqual([
      1,
      1,
      'notHeld',
    ])
    expect(evaluation(met('2026-10-09', 'evaluation'), met('2026-11-09', 'evaluation'))).toEqual([
      2,
      0,
      'done',
    ])
  })

  test('whatever is held and not held, the duty is answered by as many as are asked for', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { maxLength: 5 })
    const noted = days.map((some) => some.map((step) => dayAfter('2026-09-30', step)))
    fc.assert(
      fc.property(noted, fc.nat({ max: 5 }), (some, heldOf) => {
        const all = some.map((day, at) => (at < heldOf ? met(day, 'evaluation') : note(day)))
        const held = Math.min(heldOf, some.length)
        const answered = some.length < 2 ? 'due' : held < 2 ? 'notHeld' : 'done'
        expect(evaluation(...all)).toEqual([held, some.length - held, answered])
      }),
    )
  })
})
