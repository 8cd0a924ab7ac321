import { describe, expect, test } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import type { MeetingDraft } from './meeting-draft.ts'
import type { AttendanceRow, FileRow, PersonRow } from './meeting-roll.ts'
import {
  attendanceDrafts,
  committeeOn,
  countRoll,
  countRows,
  countTally,
  isRollCalled,
  rollOf,
  saidAway,
  tickRoll,
} from './meeting-roll.ts'

const startsAt = instantOf('2026-10-08', '09:30')
const later = instantOf('2026-10-09', '09:30')

const person = (id: string, name: string): PersonRow => ({
  id,
  body: { name, branchId: 'b1', kind: 'full' },
})
const file = (personId: string, more: Partial<FileRow['body']> = {}): FileRow => ({
  id: `personFile:${personId}`,
  body: { personId, branchId: 'b1', standing: 'normal', ...more },
})
const row = (personId: string, status: AttendanceRow['body']['status']): AttendanceRow => ({
  id: `attendance:m1:${personId}`,
  body: { meetingId: 'm1', personId, branchId: 'b1', heldAt: startsAt, status },
})

const people = [
  person('cui', '崔新'),
  person('wang', '王会计'),
  person('li', '李在外'),
  person('zhao', '赵失联'),
]
const files = [
  file('cui'),
  file('li', { floating: true, floatingTo: '呼和浩特' }),
  file('zhao', { lost: true }),
]
const roster = { branchId: 'b1', people, files, rows: [] }

const draft = (roll: MeetingDraft['roll'], more: Partial<MeetingDraft> = {}): MeetingDraft => ({
  isNew: true,
  branchId: 'b1',
  notHeld: false,
  typed: { startsAt },
  roll,
  ...more,
})
const present = { status: 'present', reason: '' } as const

describe('who is expected', () => {
  test('members in good standing; lost ones are not called, a missing file excludes nobody', () => {
    expect(rollOf(roster).map(({ personId }) => personId)).toEqual(['cui', 'li', 'wang'])
    expect(rollOf(roster)[1]).toMatchObject({ floating: true, floatingTo: '呼和浩特' })
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
    ])
    expect(countRoll(lines)).toEqual({ expected: 3, present: 2, madeUp: 0, rate: 67 })
  })
})

describe('counting', () => {
  test('who took part remotely came; who made it up is counted beside', () => {
    const rows = [row('a', 'present'), row('b', 'remote'), row('c', 'madeUp'), row('d', 'excused')]
    expect(countRows(rows)).toEqual({ expected: 4, present: 2, madeUp: 1, rate: 50 })
  })

  test('no rows and an empty count say: not called', () => {
    expect(countRows([])).toBeUndefined()
    const tally = {
      meetingId: 'm1',
      branchId: 'b1',
      heldAt: startsAt,
      expected: 0,
      present: 0,
      madeUp: 0,
    }
    expect(countTally(tally)).toBeUndefined()
    expect(countTally({ ...tally, expected: 28, present: 25 })?.rate).toBe(89)
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
    expect(lines.filter(saidAway).map(({ personId }) => personId)).toEqual(['cui'])
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

describe('a meeting of the committee', () => {
  const post = (personId: string, office: 'secretary' | 'committee' | 'staff', until?: string) => ({
    id: `post-${personId}`,
    body: { personId, organisationId: 'b1', office, from: '2024-01-01', ...(until && { until }) },
  })

  test('calls those who sit on it on that day, and everybody where no posts are known', () => {
    const posts = [
      post('cui', 'secretary'),
      post('wang', 'committee', '2026-09-30'),
      post('li', 'staff'),
    ]
    const only = committeeOn(posts, 'b1', '2026-10-08')
    expect(rollOf({ ...roster, only }).map(({ personId }) => personId)).toEqual(['cui'])
    expect(committeeOn(posts, 'b2', '2026-10-08')).toBeUndefined()
  })

  test('who was ticked before the kind was changed is not called along', () => {
    const lines = rollOf({ ...roster, only: new Set(['cui']), roll: { wang: present } })
    expect(isRollCalled(lines, [])).toBe(false)
  })
})

describe('rows to write', () => {
  const write = (more: {
    draft: MeetingDraft
    rows?: readonly AttendanceRow[]
    startsAt?: string
  }) => {
    const rows = more.rows ?? []
    return attendanceDrafts({
      meetingId: 'm1',
      startsAt,
      nowMs: Date.parse(later),
      lines: rollOf({ ...roster, rows, roll: more.draft.roll }),
      ...more,
      rows,
    }).map(({ id, fields }) => [id, fields['status'], fields['reason'], fields['heldAt']])
  }

  test('none while the roll was not called', () => {
    expect(write({ draft: draft({}) })).toEqual([])
  })

  test('one for every expected member at the first call', () => {
    const roll = { cui: present, li: { status: 'excused', reason: ' 外出务工 ' } } as const
    expect(write({ draft: draft(roll) })).toEqual([
      ['attendance:m1:cui', 'present', null, startsAt],
      ['attendance:m1:li', 'excused', '外出务工', startsAt],
      ['attendance:m1:wang', 'absent', null, startsAt],
    ])
  })

  test('later only those touched here', () => {
    const rows = [row('cui', 'present'), row('wang', 'absent')]
    const roll = { wang: { status: 'madeUp', reason: '' } } as const
    expect(write({ draft: draft(roll, { typed: {} }), rows })).toEqual([
      ['attendance:m1:wang', 'madeUp', null, startsAt],
    ])
  })

  test('a meeting moved in time takes its rows along', () => {
    const rows = [row('cui', 'present')]
    const moved = draft({}, { typed: { startsAt: later } })
    expect(write({ draft: moved, rows, startsAt: later })).toEqual([
      ['attendance:m1:cui', undefined, undefined, later],
    ])
  })

  test('not held: the rows are taken away', () => {
    const rows = [row('cui', 'present')]
    const drafts = attendanceDrafts({
      meetingId: 'm1',
      draft: draft({}, { notHeld: true }),
      startsAt,
      lines: [],
      rows,
      nowMs: Date.parse(later),
    })
    expect(drafts.map(({ id, fields }) => [id, fields])).toEqual([
      ['attendance:m1:cui', { removedAt: later }],
    ])
  })
})

describe('noted one by one', () => {
  const shown = {
    ...row('cui', 'present'),
    body: { ...row('cui', 'present').body, way: 'shown' },
  } as const
  const guest = {
    id: 'attendance:m1:guest',
    body: { ...row('guest', 'present').body, guestName: '柳长河' },
  }

  test('a scanned code calls no roll: the others are still expected and nobody is absent', () => {
    const lines = rollOf({ ...roster, rows: [shown] })
    expect(lines.map(({ expected }) => expected)).toEqual([true, true, true])
    expect(isRollCalled(lines, [shown])).toBe(false)
    const drafts = attendanceDrafts({
      meetingId: 'm1',
      draft: draft({}),
      startsAt,
      lines,
      rows: [shown],
      nowMs: 0,
    })
    expect(drafts).toEqual([])
  })

  test('a guest stands in no roll and in no count', () => {
    expect(rollOf({ ...roster, rows: [guest] }).map(({ personId }) => personId)).not.toContain(
      'guest',
    )
    expect(countRows([guest])).toBeUndefined()
    expect(countRows([shown, guest])).toMatchObject({ expected: 1, present: 1 })
  })
})
