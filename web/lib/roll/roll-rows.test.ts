import { describe, expect, test } from 'vitest'
import { startsAt, later, row, people, roster, draft, present } from './example-roll.ts'
import { countRoll } from './counts.ts'
import type { MeetingDraft } from '#lib/meeting/draft.ts'
import type { AttendanceRow } from './roll.ts'
import { isRollCalled, rollOf } from './roll.ts'
import { attendanceDrafts, putAwayLast, rollChange } from './roll-rows.ts'

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
      ['attendance:m1:zhao', 'absent', null, startsAt],
    ])
  })

  test('later only those touched here', () => {
    const rows = [row('cui', 'present'), row('wang', 'absent')]
    const roll = { wang: { status: 'madeUp', reason: '' } } as const
    expect(write({ draft: draft(roll, { typed: {} }), rows })).toEqual([
      ['attendance:m1:wang', 'madeUp', null, startsAt],
    ])
  })

  test('who was received as a guest by an old code and stands in the roll is one of its own', () => {
    const guest = row('wang', 'present')
    const rows = [{ ...guest, body: { ...guest.body, guestName: '王会计', guestFrom: '柳沟' } }]
    const lines = rollOf({ ...roster, rows, roll: { wang: present } })
    const parts = { meetingId: 'm1', startsAt, nowMs: Date.parse(later), lines, rows }
    const drafts = attendanceDrafts({ ...parts, draft: draft({ wang: present }) })
    const of = (id: string) => drafts.find((each) => each.id === `attendance:m1:${id}`)?.fields
    expect(of('wang')).toMatchObject({ status: 'present', guestName: null, guestFrom: null })
    expect(of('cui')).not.toHaveProperty('guestName')
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

test('what was noted before it turned out not to be held is put away as well, and none of it is counted', () => {
  const said = { cui: present, wang: { status: 'excused', reason: '车在修' } } as const
  const lines = rollOf({ ...roster, roll: said })
  const parts = { meetingId: 'm1', startsAt, lines, rows: [], nowMs: Date.parse(later) }
  const put = attendanceDrafts({ ...parts, draft: draft(said, { notHeld: true }) })
  expect(put.map(({ id, fields }) => [id, fields['status'], fields['removedAt']])).toEqual([
    ['attendance:m1:cui', 'present', later],
    ['attendance:m1:wang', 'excused', later],
  ])
  const unsaid = { cui: { status: 'absent', reason: '' } } as const
  const uncalled = { ...parts, lines: rollOf({ ...roster, roll: unsaid }) }
  expect(attendanceDrafts({ ...uncalled, draft: draft(unsaid, { notHeld: true }) })).toEqual([])
})

const asWritten = (drafts: ReturnType<typeof attendanceDrafts>) =>
  drafts.map(({ id = '', fields }) => [
    id.slice('attendance:m1:'.length),
    fields['removedAt'] ? 'away' : (fields['status'] ?? 'stays'),
  ])

describe('a meeting that calls others than it did', () => {
  const all = people.map(({ id }) => row(id, id === 'wang' ? 'absent' : 'present'))
  const change = (rows: readonly AttendanceRow[], only?: ReadonlySet<string>, isTalk = false) => {
    const lines = rollOf({ ...roster, rows, only, isTalk, anew: true })
    const parts = { meetingId: 'm1', draft: draft({}), startsAt, lines, rows, nowMs: 0, anew: true }
    return { ...rollChange(lines, rows), lines, written: asWritten(attendanceDrafts(parts)) }
  }

  test('of all, made one of the committee: the others’ rows go, and it is said of how many', () => {
    const { leaving, joining, lines, written } = change(all, new Set(['cui', 'wang']))
    expect([leaving, joining]).toEqual([2, 0])
    expect(countRoll(lines)).toMatchObject({ expected: 2, present: 1 })
    expect(written).toEqual([
      ['li', 'away'],
      ['zhao', 'away'],
    ])
  })

  test('of the committee, made one of all: what was ticked stays, the others are open to be ticked', () => {
    const { leaving, joining, lines, written } = change([row('cui', 'present')])
    expect([leaving, joining]).toEqual([0, 3])
    expect(countRoll(lines)).toMatchObject({ expected: 4, present: 1 })
    expect(written).toEqual([
      ['li', 'absent'],
      ['wang', 'absent'],
      ['zhao', 'absent'],
    ])
  })

  test('of one group, made one of another: nobody of that has been called', () => {
    const rows = [row('cui', 'present')]
    const { leaving, joining, lines, written } = change(rows, new Set(['wang']))
    expect(isRollCalled(lines, rows)).toBe(false)
    expect([leaving, joining]).toEqual([1, 1])
    expect(written).toEqual([['cui', 'away']])
  })

  test('made a talk: whoever came took part, and nobody is missing', () => {
    const { leaving, written } = change(all, undefined, true)
    expect(leaving).toBe(1)
    expect(written).toEqual([['wang', 'away']])
  })

  test('a member who left the branch stays in a roll of all', () => {
    const { leaving, written } = change([row('gone', 'present'), row('cui', 'present')])
    expect(leaving).toBe(0)
    expect(written.map(([id]) => id)).not.toContain('gone')
  })
})

describe('a talk', () => {
  const talk = (
    roll: MeetingDraft['roll'],
    rows: readonly AttendanceRow[] = [],
    isSigned = false,
  ) => {
    const lines = rollOf({ ...roster, rows, roll, isTalk: true })
    const parts = { meetingId: 'm1', draft: draft(roll), startsAt, lines, rows, nowMs: 0, isSigned }
    return { lines, written: asWritten(attendanceDrafts(parts)) }
  }

  test('notes those ticked and nobody else, in the order of names', () => {
    const { lines, written } = talk({ wang: present, li: present })
    expect(lines.map(({ personId }) => personId)).toEqual(['cui', 'li', 'wang', 'zhao'])
    expect(countRoll(lines)).toMatchObject({ expected: 2, present: 2 })
    expect(written).toEqual([
      ['li', 'present'],
      ['wang', 'present'],
    ])
  })

  test('who took no part after all is not missing either; of a signed one nothing is taken away', () => {
    const rows = [row('cui', 'present'), row('wang', 'present')]
    const unticked = { wang: { status: 'absent', reason: '' } } as const
    expect(talk(unticked, rows).written).toEqual([['wang', 'away']])
    expect(talk({ ...unticked, cui: present }, rows, true).written).toEqual([
      ['cui', 'present'],
      ['wang', 'absent'],
    ])
  })
})

describe('a meeting held after all', () => {
  const away = (personId: string, removedAt: string): AttendanceRow => ({
    ...row(personId, 'present'),
    body: { ...row(personId, 'present').body, removedAt },
  })

  test('has its roll again: what was put away together, last', () => {
    const put = [
      away('cui', later),
      away('wang', later),
      away('li', startsAt),
      row('zhao', 'absent'),
    ]
    expect(putAwayLast(put).map(({ body }) => body.personId)).toEqual(['cui', 'wang'])
    expect(putAwayLast([row('cui', 'present')])).toEqual([])
  })

  test('and it is written so, also on another day', () => {
    const rows = [away('cui', later), away('wang', later)]
    const lines = rollOf({ ...roster, rows })
    const moved = draft({}, { typed: { startsAt: later } })
    const parts = { meetingId: 'm1', draft: moved, startsAt: later, lines, rows, nowMs: 0 }
    expect(attendanceDrafts(parts).map(({ id, fields }) => [id, fields])).toEqual([
      ['attendance:m1:cui', { heldAt: later, removedAt: null }],
      ['attendance:m1:wang', { heldAt: later, removedAt: null }],
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
    expect(lines.map(({ expected }) => expected)).toEqual([true, true, true, true])
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
  })

  test('a scan unticked again was a mistake, and calls nobody either', () => {
    const roll = { cui: { status: 'absent', reason: '' } } as const
    const lines = rollOf({ ...roster, rows: [shown], roll })
    const parts = { meetingId: 'm1', draft: draft(roll), startsAt, lines, rows: [shown], nowMs: 0 }
    expect(asWritten(attendanceDrafts(parts))).toEqual([['cui', 'away']])
  })
})

test('noted as having made it up, by hand: what the day was stays', () => {
  const rows = [row('cui', 'excused'), row('wang', 'present')]
  const roll = { cui: { status: 'madeUp', reason: '出车' } } as const
  const lines = rollOf({ ...roster, rows, roll })
  const parts = { meetingId: 'm1', draft: draft(roll), startsAt, lines, rows, nowMs: 0 }
  expect(attendanceDrafts(parts)[0]?.fields).toMatchObject({
    status: 'madeUp',
    thatDay: 'excused',
    reason: '出车',
  })
})
