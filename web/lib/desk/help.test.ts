import { describe, expect, test } from 'vitest'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { eveningOf } from '#schema/rules/example-days.ts'
import { addRates, gather, shareOf } from './gatherings.ts'
import { heatCell, heatTable, monthsUpTo } from './heat.ts'
import { branchesInNeed } from './help.ts'
import type { MeetingRecord, OrganisationRecord, TallyRecord } from '#lib/record/recorded.ts'

const now = eveningOf('2026-10-16')
const branch = (
  id: string,
  more: Partial<OrganisationRecord['body']> = {},
): OrganisationRecord => ({
  id,
  body: { name: id, kind: 'branch', parentId: '平原镇党委', themeDay: 15, ...more },
})
const met = (
  branchId: string,
  day: string,
  kinds: readonly MeetingKind[] = ['themeDay'],
  notHeld?: string,
): MeetingRecord => ({
  id: `${branchId}-${day}-${kinds.join('-')}`,
  body: { branchId, kinds, startsAt: instantOf(day, '09:30'), ...(notHeld && { notHeld }) },
})
const counted = ({ id, body }: MeetingRecord, present: number, expected: number): TallyRecord => ({
  id: `tally:${id}`,
  body: {
    meetingId: id,
    branchId: body.branchId,
    heldAt: body.startsAt,
    expected,
    present,
    madeUp: 0,
  },
})

/** All that a branch without committee is asked for, done in time. */
const regular = (branchId: string, months: readonly string[] = monthsUpTo('2026-10', 6)) => [
  ...months.map((month) => met(branchId, `${month}-10`)),
  met(branchId, '2026-07-10', ['memberMeeting', 'lecture']),
  met(branchId, '2026-10-10', ['memberMeeting', 'lecture']),
]

describe('the heat table', () => {
  const meetings = [
    met('石槽村', '2026-08-10'),
    met('石槽村', '2026-09-14', ['themeDay'], '秋收'),
    met('石槽村', '2026-08-20', ['committee']),
    met('柳林村', '2026-06-15'),
  ]
  const gatherings = gather(meetings, [])
  const states = (of: OrganisationRecord, nowMs = now) =>
    monthsUpTo('2026-10', 6).map((month) => heatCell(of, month, gatherings, nowMs).state)

  test('says how each month stands', () => {
    expect(states(branch('石槽村'))).toEqual(['none', 'none', 'none', 'done', 'notHeld', 'over'])
  })

  test('asks for nothing before the first record of the branch', () => {
    expect(states(branch('柳林村'))).toEqual(['none', 'done', 'over', 'over', 'over', 'over'])
    const joined = gather([...meetings, met('南坡村', '2026-10-09')], [])
    const cell = (month: string) => heatCell(branch('南坡村'), month, joined, now).state
    expect(['2026-08', '2026-09', '2026-10'].map(cell)).toEqual(['none', 'none', 'done'])
  })

  test('asks of a branch that recorded nothing what was due since the township began', () => {
    const never = ['none', 'over', 'over', 'over', 'over', 'over']
    expect(states(branch('南坡村'))).toEqual(never)
    const plan = { ...met('南坡村', '2026-12-10'), enteredAt: eveningOf('2026-10-01') }
    const planned = gather([...meetings, plan], [])
    expect(
      monthsUpTo('2026-10', 6).map(
        (month) => heatCell(branch('南坡村'), month, planned, now).state,
      ),
    ).toEqual(never)
    expect(heatCell(branch('甲'), '2026-10', gather([], []), now).state).toBe('none')
  })

  test('is not overdue on the theme day itself', () => {
    expect(states(branch('石槽村'), eveningOf('2026-10-15')).at(-1)).toBe('due')
    expect(states({ id: '石槽村', body: { name: '石槽村', kind: 'branch' } }, now).at(-1)).toBe(
      'due',
    )
  })

  test('calls nothing held that has not begun', () => {
    const tonight = gather([met('石槽村', '2026-10-15'), met('石槽村', '2026-08-10')], [])
    const at = (time: string) =>
      heatCell(branch('石槽村'), '2026-10', tonight, Date.parse(instantOf('2026-10-15', time)))
        .state
    expect([at('09:29'), at('09:30')]).toEqual(['due', 'done'])
  })

  test('calls nothing held that was planned and never written up', () => {
    const plan = { ...met('石槽村', '2026-10-15'), enteredAt: eveningOf('2026-10-01') }
    const begun = met('石槽村', '2026-08-10')
    const of = (noted: boolean) =>
      gather([plan, begun], [], ({ body, enteredAt }) => ({ ...body, enteredAt, noted }))
    const cell = (noted: boolean) => heatCell(branch('石槽村'), '2026-10', of(noted), now)
    expect([cell(false).state, cell(false).duty?.unrecordedOn]).toEqual(['over', '2026-10-15'])
    expect(cell(true).state).toBe('done')
  })

  test('leads to the theme days of the month, and to no other meeting', () => {
    const [row] = heatTable([branch('石槽村')], ['2026-08'], gatherings, now)
    expect(row?.cells[0]?.meetingIds).toEqual(['石槽村-2026-08-10-themeDay'])
  })
})

describe('how many came', () => {
  const held = met('甲', '2026-10-10')
  const other = met('乙', '2026-10-12')
  const off = met('甲', '2026-10-12', ['lecture'], '停电')
  const gatherings = gather(
    [held, other, off],
    [counted(held, 25, 28), counted(other, 9, 12), counted(off, 0, 28)],
  )

  test('is the sum over meetings that took place', () => {
    const rate = addRates(['甲', '乙'].map((id) => gatherings.rate(id, '2026-10')))
    expect(rate).toEqual({ present: 34, expected: 40 })
    expect(shareOf(rate)).toBe(0.85)
  })

  test('is that of rolls: neither who was noted one by one nor who talked is part of it', () => {
    const scanned = met('甲', '2026-10-14')
    const talked = met('甲', '2026-10-16', ['talk'])
    const three = counted(scanned, 3, 3)
    const all = gather(
      [held, scanned, talked],
      [
        counted(held, 25, 28),
        { ...three, body: { ...three.body, oneByOne: 3 } },
        counted(talked, 2, 2),
      ],
    )
    expect(all.rate('甲', '2026-10')).toEqual({ present: 25, expected: 28 })
    expect([scanned, talked].map(({ id }) => all.rateOf(id))).toEqual([undefined, undefined])
    expect([scanned, talked].map(({ id }) => all.countsOf(id)?.state)).toEqual(['uncalled', 'talk'])
  })

  test('is unknown where nobody was counted', () => {
    expect(shareOf(gatherings.rate('甲', '2026-09'))).toBeUndefined()
  })
})

describe('branches in need of a hand', () => {
  const need = (
    meetings: readonly MeetingRecord[],
    of: OrganisationRecord = branch('石槽村'),
    tallies: readonly TallyRecord[] = [],
  ) =>
    branchesInNeed([of], new Map(), gather([...regular('柳林村'), ...meetings], tallies), now)[0]
      ?.reasons

  test('a branch that does what is asked is not listed', () => {
    expect(need(regular('石槽村'))).toBeUndefined()
  })

  test('two months without a record, to the day', () => {
    expect(need([met('石槽村', '2026-08-15')])).toEqual([{ kind: 'silent', lastDay: '2026-08-15' }])
    expect(need([met('石槽村', '2026-08-16')])?.map(({ kind }) => kind)).toEqual(['overdue'])
  })

  test('no record at all counts once the township has kept its book for two months', () => {
    expect(need([])).toEqual([{ kind: 'silent', lastDay: undefined }])
    const young = gather([met('柳林村', '2026-10-01')], [])
    expect(branchesInNeed([branch('石槽村')], new Map(), young, now)).toEqual([])
    expect(branchesInNeed([branch('石槽村')], new Map(), gather([], []), now)).toEqual([])
  })

  test('a branch just founded has time to record something before it is called silent', () => {
    const founded = (foundedOn: string) => need([], branch('石槽村', { foundedOn }))
    const silent = [{ kind: 'silent', lastDay: undefined }]
    expect(founded('2026-09-20')).toBeUndefined()
    expect([founded('2026-07'), founded('2026-08-15')]).toEqual([silent, silent])
    expect(founded('2026-08-16')?.map(({ kind }) => kind)).toEqual(['overdue'])
  })

  test('late with nothing of the time before its own first record, as on its phone', () => {
    const first = met('石槽村', '2026-10-09', ['themeDay', 'memberMeeting', 'lecture'])
    expect(need([first], branch('石槽村', { hasCommittee: true }))).toBeUndefined()
  })

  test('a plan, ahead or never written up, is no record', () => {
    const planned = (day: string) => ({
      ...met('石槽村', day),
      enteredAt: eveningOf('2026-07-10'),
    })
    const plans = [planned('2026-09-15'), planned('2026-12-20')]
    expect(need([met('石槽村', '2026-07-10'), ...plans])).toEqual([
      { kind: 'silent', lastDay: '2026-07-10' },
    ])
    expect(need(plans)).toEqual([{ kind: 'silent', lastDay: undefined }])
  })

  test('not held twice in three months, with what was given as the reason', () => {
    const meetings = regular('石槽村', monthsUpTo('2026-08', 4))
    const off = (day: string) => met('石槽村', day, ['themeDay'], '人员外出')
    expect(need([...meetings, off('2026-09-15'), off('2026-10-15')])?.[0]).toEqual({
      kind: 'notHeld',
      meeting: 'themeDay',
      months: ['2026-09', '2026-10'],
      because: '人员外出',
    })
    expect(
      need([...regular('石槽村', monthsUpTo('2026-09', 5)), off('2026-10-15')]),
    ).toBeUndefined()
  })

  test('what was put off and held later in its period was held', () => {
    const off = (day: string, kind: MeetingKind) => met('石槽村', day, [kind], '下雨')
    const themeDays = ['2026-08-05', '2026-09-05', '2026-10-05'].map((day) => off(day, 'themeDay'))
    expect(need([...regular('石槽村'), ...themeDays])).toBeUndefined()
    const twice = need([...regular('石槽村', monthsUpTo('2026-08', 4)), ...themeDays])
    expect(twice?.[0]).toMatchObject({ kind: 'notHeld', months: ['2026-09', '2026-10'] })

    const quarter = [off('2026-08-20', 'lecture'), off('2026-09-05', 'lecture')]
    const others = regular('石槽村').filter(({ body }) => !body.startsAt.startsWith('2026-07'))
    const later = met('石槽村', '2026-09-25', ['memberMeeting', 'lecture'])
    expect(need([...others, ...quarter])?.[0]).toMatchObject({
      kind: 'notHeld',
      meeting: 'lecture',
    })
    expect(need([...others, ...quarter, later])).toBeUndefined()
  })

  test('attendance fallen below three in four, and how it was before', () => {
    const meetings = regular('石槽村')
    const since = (before: number, now: number) =>
      meetings.map((meeting) =>
        counted(meeting, meeting.body.startsAt < '2026-09' ? before : now, 100),
      )
    expect(need(meetings, branch('石槽村'), since(90, 70))).toEqual([
      { kind: 'attendance', share: 0.7, before: 0.9 },
    ])
    expect(need(meetings, branch('石槽村'), since(90, 75))).toBeUndefined()
    // Those who drive lorries were never many at once: no news, and no reproach.
    expect(need(meetings, branch('石槽村'), since(45, 46))).toBeUndefined()
  })

  test('a week late, not a day; a duty of the month before counts too', () => {
    const meetings = regular('石槽村', monthsUpTo('2026-09', 5))
    expect(need(meetings)).toBeUndefined()
    expect(need(meetings, branch('石槽村', { themeDay: 9 }))).toEqual([
      { kind: 'overdue', meetings: [{ kind: 'themeDay', period: '2026-10' }] },
    ])
    expect(need(meetings, branch('石槽村', { hasCommittee: true }))).toEqual([
      { kind: 'overdue', meetings: [{ kind: 'committee', period: '2026-09' }] },
    ])
  })

  test('the most urgent stands first, then by name', () => {
    const meetings = [
      ...regular('柳林村'),
      ...regular('安平村', monthsUpTo('2026-08', 4)),
      ...regular('白马村', monthsUpTo('2026-08', 4)),
    ]
    const list = branchesInNeed(
      ['白马村', '安平村', '南坡村', '柳林村'].map((id) => branch(id)),
      new Map(),
      gather(meetings, []),
      now,
    )
    expect(list.map(({ branch: { id } }) => id)).toEqual(['南坡村', '安平村', '白马村'])
  })
})
