import { describe, expect, test } from 'vitest'
import { file, row, people, files, roster, present, startsAt } from './example-roll.ts'
import { countRoll } from './counts.ts'
import type { MeetingDraft } from '#lib/meeting/draft.ts'
import type { AttendanceRow } from './roll.ts'
import { isAside, isRollCalled, mayBeCalled, rollOf, tickAll, tickRoll } from './roll.ts'

describe('who is expected', () => {
  test('members in good standing, those out of contact as well; a missing file excludes nobody', () => {
    const gone = { ...file('wang'), body: { ...file('wang').body, standing: 'suspended' } as const }
    const lines = rollOf({ ...roster, files: [...files, gone] })
    expect(lines.map(({ personId, lost }) => [personId, lost])).toEqual([
      ['cui', false],
      ['li', false],
      ['zhao', true],
    ])
    expect(lines[1]).toMatchObject({ floating: true, floatingTo: '呼和浩特' })
  })

  test('of a meeting noted down afterwards, not who joined the Party since; who stands in it keeps his place', () => {
    const joined = { ...file('wang'), body: { ...file('wang').body, joinedOn: '2026-06-20' } }
    const parts = { ...roster, files: [...files, joined] }
    const ids = (day: string | undefined, rows: readonly AttendanceRow[] = []) =>
      rollOf({ ...parts, day, rows }).map(({ personId }) => personId)
    expect(ids('2026-03-10')).not.toContain('wang')
    expect(ids('2026-06-20')).toContain('wang')
    expect(ids(undefined)).toContain('wang')
    expect(ids('2026-03-10', [row('wang', 'present')])).toContain('wang')
    // Of what is known to the year only, nobody is too late in it.
    const year = { ...joined, body: { ...joined.body, joinedOn: '2026' } }
    const inIt = rollOf({ ...roster, files: [...files, year], day: '2026-03-10' })
    expect(inIt.map(({ personId }) => personId)).toContain('wang')
  })

  test('not who is left out by approval, whatever is noted of him; nor who is not called and came', () => {
    const leftOut = new Set(['zhao'])
    const said = (roll: MeetingDraft['roll']) =>
      rollOf({ ...roster, leftOut, roll }).map(({ personId, expected, uncounted }) => [
        ...[personId, expected, uncounted],
      ])
    expect(said({}).at(-1)).toEqual(['zhao', false, 'leftOut'])
    expect(said({ zhao: present }).at(-1)).toEqual(['zhao', false, 'leftOut'])
    expect(said({ zhao: { status: 'excused', reason: '住院' } }).at(-1)?.[1]).toBe(false)
    expect(countRoll(rollOf({ ...roster, leftOut })).expected).toBe(3)
    const scanned = {
      ...row('li', 'present'),
      body: { ...row('li', 'present').body, uncounted: true },
    }
    const called = rollOf({ ...roster, rows: [scanned], only: new Set(['cui']) })
    expect(
      called.map(({ personId, expected, uncounted }) => [personId, expected, uncounted]),
    ).toEqual([
      ['cui', true, undefined],
      ['li', false, 'notCalled'],
    ])
    // Also once the roll was called, and whoever is called by now.
    const rows = [row('cui', 'present'), scanned]
    expect(countRoll(rollOf({ ...roster, rows })).expected).toBe(1)
  })

  test('everybody known, where no files are on the device', () => {
    expect(rollOf({ ...roster, files: [] })).toHaveLength(4)
  })

  test('a roll that was called keeps to its rows; a member who came later may still be added', () => {
    const rows = [row('cui', 'present'), row('gone', 'absent')]
    const lines = rollOf({ ...roster, rows, roll: { wang: present } })
    expect(lines.map(({ personId, expected }) => [personId, expected])).toEqual([
      ['gone', true],
      ['cui', true],
      ['wang', true],
      ['li', false],
      ['zhao', false],
    ])
    expect(countRoll(lines)).toEqual({ expected: 3, present: 2, madeUp: 0, rate: 67 })
  })
})

describe('ticking', () => {
  test('notes only whom it changes', () => {
    const lines = rollOf({ ...roster, roll: { li: { status: 'remote', reason: '' } } })
    const roll = tickRoll(lines, { li: { status: 'remote', reason: '' } }, ['cui'])
    expect(roll).toEqual({ cui: present, li: { status: 'remote', reason: '' } })
    const after = rollOf({ ...roster, roll })
    expect(tickRoll(after, roll, [])['cui']).toEqual({ status: 'absent', reason: '' })
  })

  test('whoever said himself that he is away is not meant by ticking everybody', () => {
    const asked = row('cui', 'excused')
    const lines = rollOf({
      ...roster,
      rows: [{ ...asked, body: { ...asked.body, way: 'asked' } }, row('wang', 'excused')],
    })
    expect(lines.filter(isAside).map(({ personId }) => personId)).toEqual(['cui', 'wang', 'zhao'])
    expect(tickAll(lines, {})).toEqual({ li: { ...present, over: '' } })
  })

  test('nor is whoever was explained a moment ago, however that was', () => {
    const roll: MeetingDraft['roll'] = {
      cui: { status: 'excused', reason: '跑车在外' },
      wang: { status: 'remote', reason: '' },
      li: { status: 'absent', reason: '没有接通' },
    }
    expect(tickAll(rollOf({ ...roster, files: [], roll }), roll)).toEqual({
      ...roll,
      zhao: { ...present, over: '' },
    })
  })

  test('what is noted of somebody since stands over what was said of everybody, not over what was said of him', () => {
    const rows = [row('wang', 'absent')]
    const roll = tickAll(rollOf({ ...roster, rows: [] }), {})
    const again = tickAll(rollOf({ ...roster, rows }), {})
    const granted = [...rows, row('cui', 'excused')]
    const statusOf = (notes: MeetingDraft['roll'], personId: string) =>
      rollOf({ ...roster, rows: granted, roll: notes }).find((line) => line.personId === personId)
    expect(statusOf(roll, 'cui')).toMatchObject({ status: 'excused', touched: false })
    expect(statusOf(roll, 'wang')).toMatchObject({ status: 'absent', touched: false })
    // He stood as absent before everybody was ticked.
    expect(statusOf(again, 'wang')).toMatchObject({ status: 'present', touched: true })
    expect(statusOf({ cui: present }, 'cui')).toMatchObject({ status: 'present', touched: true })
  })

  test('ticked by mistake and unticked, he is away as he was, with his reason', () => {
    const roll: MeetingDraft['roll'] = { cui: { status: 'excused', reason: '跑车在外' } }
    const ticked = tickRoll(rollOf({ ...roster, roll }), roll, ['cui'])
    expect(ticked['cui']).toMatchObject({ status: 'present' })
    const unticked = tickRoll(rollOf({ ...roster, roll: ticked }), ticked, [])
    expect(unticked['cui']).toEqual(roll['cui'])
  })

  test('everybody was scanned: ticking all calls the roll', () => {
    const shown = people.map(({ id }) => ({
      ...row(id, 'present'),
      body: { ...row(id, 'present').body, way: 'shown' as const },
    }))
    const lines = rollOf({ ...roster, files: [], rows: shown })
    expect(isRollCalled(lines, shown)).toBe(false)
    const roll = tickAll(lines, {})
    expect(isRollCalled(rollOf({ ...roster, files: [], rows: shown, roll }), shown)).toBe(true)
  })

  test('looking at the list calls nobody, neither does ticking and unticking', () => {
    const isCalled = (roll: MeetingDraft['roll'], rows: readonly AttendanceRow[] = []) =>
      isRollCalled(rollOf({ ...roster, roll }), rows)
    expect(isCalled({})).toBe(false)
    expect(isCalled({}, [row('li', 'absent')])).toBe(true)
    expect(isCalled({ cui: { status: 'absent', reason: '' } })).toBe(false)
    expect(isCalled({ cui: present })).toBe(true)
    expect(isCalled({ cui: { status: 'absent', reason: '没有接通' } })).toBe(true)
  })
})

test('who was ticked before the kind was changed is not called along', () => {
  const lines = rollOf({ ...roster, only: new Set(['cui']), roll: { wang: present } })
  expect(lines.map(({ personId }) => personId)).toEqual(['cui'])
  expect(isRollCalled(lines, [])).toBe(false)
})

test('in a signed roll whoever has a row keeps it; who was missed can be added', () => {
  const rows = [row('cui', 'present')]
  const roll = { cui: { status: 'absent', reason: '' }, wang: present } as const
  const lines = rollOf({ ...roster, rows, roll, isSigned: true })
  expect(lines.filter(({ touched }) => touched).map(({ personId }) => personId)).toEqual(['wang'])
  expect(lines.find(({ personId }) => personId === 'cui')).toMatchObject({ status: 'present' })
})

test('a meeting that is only planned cannot be called; one that is about to begin can', () => {
  const start = Date.parse(startsAt)
  expect(mayBeCalled(startsAt, start - 3_600_001)).toBe(false)
  expect(mayBeCalled(startsAt, start - 3_600_000)).toBe(true)
  expect(mayBeCalled('', 0)).toBe(true)
})
