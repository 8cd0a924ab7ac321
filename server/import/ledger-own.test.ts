// What this book's own ledger says of its meetings, brought back (tests/round-trip reads what it really writes).
import { beforeEach, describe, expect, it } from 'vitest'
import { recordNumber } from '../../schema/rules/record-number.ts'
import { Desk, opened, workbookOf } from './example-import.ts'
import { shortly } from './example-ledger.ts'

let desk: Desk
beforeEach(async () => void (desk = await Desk.open()))

const heading = ['序号', '会议类型', '时间', '地点', '主题', '应到', '实到', '编号', '备注']
type Line = readonly (string | number | null)[]
const own = (...lines: readonly Line[]) => workbookOf([['平原镇 导出'], heading, ...lines])
const by = (bytes: Uint8Array) => desk.plan('ledger', bytes, 'secretary-a')
const bring = (bytes: Uint8Array) => desk.import('ledger', bytes, 'secretary-a')
const meetings = async () => (await desk.rows('meeting')).map(({ body }) => body)

const record = '20240305-000001'
const asTwo = (more: Partial<Record<'topic' | 'place', string>> = {}) =>
  own(
    ['1', '党课', '2024年3月5日 09:30', '村委会', '看账', null, null, record, '与主题党日一并召开'],
    ['1', '支委会', '2024年3月8日 09:30', null, null, null, null, '20240308-000002', null],
    [
      '1',
      '主题党日',
      '2024年3月5日 09:30',
      more.place ?? '村委会',
      more.topic ?? '看账',
      null,
      null,
      record,
      '与党课一并召开',
    ],
  )

describe('rows with one number', () => {
  it('are one gathering of several kinds', async () => {
    const bytes = await asTwo()
    const plan = await by(bytes)
    expect(plan.rows).toMatchObject([
      { line: 3, verdict: 'new', title: '2024-03-05 主题党日、党课' },
      { line: 4, verdict: 'new' },
      { line: 5, verdict: 'joined', firstLine: 3 },
    ])
    expect(plan.counts).toEqual({ new: 2, changed: 0, same: 0, joined: 1, refused: 0 })
    expect(await bring(bytes)).toEqual({ written: 2, refused: [] })
    expect((await meetings()).map(({ kinds }) => kinds)).toEqual([
      ['themeDay', 'lecture'],
      ['committee'],
    ])
    expect((await by(bytes)).counts).toMatchObject({ new: 0, same: 3, joined: 0 })
  })

  it('lose no words where one says another thing than the first', async () => {
    await bring(await asTwo({ topic: '看账、修渠' }))
    const [first] = await meetings()
    expect(first).toMatchObject({ topic: '看账', place: '村委会' })
    expect(first?.['minutes']).toContain('备注：主题：看账、修渠')
  })

  it('are refused together, and are two where the day is another', async () => {
    const bytes = await own(
      ['1', '党课', '2026-10-20', null, null, null, null, record, null],
      ['1', '主题党日', '2026-10-20', null, null, null, null, record, null],
      ['1', '主题党日', '2024-3-6', null, null, null, null, record, null],
    )
    expect(shortly(await by(bytes))).toEqual([
      [3, 'notYet', '时间', '2026-10-20'],
      [4, 'notYet', '时间', '2026-10-20'],
      [5, 'new', 'noTime'],
    ])
  })

  it('stay together however many rows stand between them', async () => {
    const between = Array.from({ length: 30 }, (_none, at): Line => {
      const day = `2024-1-${at + 1}`
      return ['', '支委会', `${day} 9:00`, null, null, null, null, null, null]
    })
    const one: Line = ['1', '党课', '2024-3-5 9:00', null, null, null, null, record, null]
    const bytes = await own(one, ...between, one.with(1, '主题党日'))
    const prepared = opened(await desk.prepare('ledger', bytes, 'secretary-a'))
    const result = await desk.apply(prepared, await desk.actor('secretary-a'))
    expect(result).toEqual({ written: 31, refused: [] })
    expect((await meetings())[0]?.['kinds']).toEqual(['themeDay', 'lecture'])
  })
})

it('a row with the number of a meeting on record is that meeting, whatever else it says', async () => {
  const startsAt = '2024-03-05T01:30:00.000Z'
  await desk.put('meeting', 'm1', { branchId: 'branchA', kinds: ['lecture', 'talk'], startsAt })
  const number = recordNumber({ id: 'm1', startsAt })
  const bytes = await own(
    ['1', '党课', '2024-3-5 9:30', null, null, null, null, number, null],
    ['2', '党课', '2024-3-5 9:30', null, null, null, null, '2024-17', null],
  )
  expect(shortly(await by(bytes))).toEqual([
    [3, 'same'],
    [4, 'new', 'sameDay 党课、谈心谈话'],
  ])
})

it('what was not held comes in as not held, with its reason and without a roll', async () => {
  const bytes = await own([
    null,
    '党课',
    '2024年6月15日 09:30',
    '村委会',
    null,
    3,
    0,
    '20240615-000003',
    '未召开：农忙，改期召开',
  ])
  expect(shortly(await by(bytes))).toEqual([[3, 'new', 'notHeld 农忙，改期召开']])
  await bring(bytes)
  const [row] = await meetings()
  expect(row).toMatchObject({ notHeld: '农忙，改期召开', ledgerExpected: 3, ledgerPresent: 0 })
  expect(row?.['minutes']).not.toContain('备注')
  expect(await desk.rows('attendance')).toEqual([])
  const long = await own([
    ...[null, '党课', '2024-6-15 9:30', null, null, null, null, null],
    `未召开：${'雨'.repeat(501)}`,
  ])
  expect(shortly(await by(long))[0]?.slice(0, 3)).toEqual([3, 'tooLong', '备注'])
})

describe('the group whose meeting it was', () => {
  const group = (id: string, name: string, more = {}) =>
    desk.put('organisation', id, { name, kind: 'group', parentId: 'branchA', ...more })
  const row = (kinds: string, remark: string): Line => [
    ...['1', kinds, '2024-3-9 19:30', null, null, 8, 7, null],
    remark,
  ]

  it('is named where the branch has one of that name; two of one day are two', async () => {
    await group('g1', '第一党小组')
    await group('g2', '第二党小组')
    const bytes = await own(
      row('党小组会', '第一党小组'),
      row('党小组会', '第二党小组；雨天'),
      row('党小组会', '第二党小组'),
    )
    expect(shortly(await by(bytes))).toEqual([
      [3, 'new', 'ofGroups 第一党小组', 'countsOnly'],
      [4, 'new', 'ofGroups 第二党小组', 'countsOnly'],
      [5, 'duplicateInFile', 4],
    ])
    await bring(bytes)
    const rows = await meetings()
    expect(rows.map(({ groupIds }) => groupIds)).toEqual([['g1'], ['g2']])
    expect(rows.map(({ minutes }) => String(minutes).includes('备注：雨天'))).toEqual([false, true])
    expect(rows[0]).toMatchObject({ ledgerExpected: 8, ledgerPresent: 7 })
    const again = (await by(bytes)).rows.map(({ verdict }) => verdict)
    expect(again).toEqual(['same', 'same', 'same'])
  })

  it('stays words where the branch has none of that name, or nobody can tell which', async () => {
    await group('g1', '第一党小组', { removedAt: '2025-01-01T00:00:00.000Z' })
    await group('g2', '东队小组')
    await group('g3', '东队小组')
    const remarks = ['第一党小组', '东队小组', '在老支书家开']
    const rows = remarks.map((remark, at) => row('党小组会', remark).with(2, `2024-3-${at + 1}`))
    const bytes = await own(...rows, row('支委会', '第一党小组'))
    expect(shortly(await by(bytes))).toEqual([
      [3, 'new', 'unknownGroup 第一党小组', 'noTime', 'countsOnly'],
      [4, 'new', 'unknownGroup 东队小组', 'noTime', 'countsOnly'],
      [5, 'new', 'noTime', 'countsOnly'],
      [6, 'new', 'countsOnly'],
    ])
    await bring(bytes)
    for (const { minutes, groupIds } of await meetings()) {
      expect(groupIds).toBeUndefined()
      expect(minutes).toContain('备注：')
    }
  })
})
