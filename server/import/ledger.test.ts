import { beforeEach, describe, expect, it } from 'vitest'
import { Desk, opened, refusedIn, workbookOf } from './example-import.ts'
import { ledgerOf, putMember, shortly } from './example-ledger.ts'

let desk: Desk
beforeEach(async () => void (desk = await Desk.open()))

const by = (bytes: Uint8Array, personId = 'secretary-a') => desk.plan('ledger', bytes, personId)
const meetings = () => desk.rows('meeting')

describe('the verdicts of a ledger', () => {
  it('tells row by row what is new, what cannot be read and in which cell', async () => {
    const bytes = await ledgerOf(
      ['2024年3月5日 15:00', '主题党日、党课', '村委会'],
      ['2024-2-30', '党课'],
      ['2024年3月', '党课'],
      [null, '党课'],
      ['2024.4.5 9:00', '集体学习'],
      ['2024.4.6 9:00', null, '村委会'],
      ['2024-03-05', '党课、主题党日活动'],
      ['2026-10-16 9:00', '支委会'],
      ['2024.4.7 9:00', '支委会', '很长'.repeat(51)],
      ['2024.4.8 9:00', '支委会', null, '990138198208050673'],
      ['2024.4.9 9:00', '支委会', null, null, null, null, null, null, '议'.repeat(2_001)],
      ['2024.4.10 9:00', '支委会', null, null, null, null, null, '老'.repeat(32_000)],
      [
        '2024.4.11 9:00',
        '支委会',
        null,
        '长'.repeat(32_000),
        null,
        null,
        null,
        '老'.repeat(32_000),
      ],
    )
    expect(shortly(await by(bytes))).toEqual([
      [2, 'new'],
      [3, 'badDate', '时间', '2024-2-30'],
      [4, 'badDate', '时间', '2024年3月'],
      [5, 'noDate', '时间'],
      [6, 'badMeetingKind', '会议类型', '集体学习'],
      [7, 'noMeetingKind', '会议类型'],
      [8, 'duplicateInFile', 2],
      [9, 'notYet', '时间', '2026-10-16 9:00'],
      [10, 'tooLong', '地点', '很长'.repeat(51)],
      [11, 'strayIdentityNumber', '主题', '**************0673'],
      [12, 'tooLong', '决议', '议'.repeat(200)],
      [13, 'new', `unknownName ${'老'.repeat(60)}`, 'rollUnclear'],
      [14, 'tooLong', '会议记录'],
    ])
  })

  it('names the sheets that it did not read', async () => {
    const kinds = (kind: string) => [
      ['时间', '会议类型'],
      ['2024-3-5 9:00', kind],
    ]
    const plan = await by(
      await workbookOf([['填表说明']], {
        党员大会: kinds('党员大会'),
        支委会: kinds('支委会'),
        空的: [[null]],
      }),
    )
    expect([shortly(plan), plan.unread]).toEqual([[[2, 'new']], ['Sheet1', '支委会']])
    expect((await by(await ledgerOf(['2024-3-5 9:00', '党课']))).unread).toEqual([])
  })

  it('titles a row with its day, its kinds and its topic', async () => {
    const bytes = await ledgerOf(['2024-3-5 9:00', '党课', '村委会', '看账'])
    expect((await by(bytes)).rows[0]).toMatchObject({
      title: '2024-03-05 党课',
      subtitle: '看账',
      day: '2024-03-05',
    })
  })

  it('writes a gathering once: by day and kinds, whoever recorded it', async () => {
    const meeting = { branchId: 'branchA', startsAt: '2024-03-05T11:30:00.000Z' }
    await desk.put('meeting', 'm1', { ...meeting, kinds: ['lecture', 'themeDay'] })
    await desk.put('meeting', 'm2', { ...meeting, kinds: ['group'], removedAt: meeting.startsAt })
    await desk.put('meeting', 'm3', { ...meeting, branchId: 'branchB', kinds: ['committee'] })
    // Half past midnight of the sixth, by the clock of those who were there.
    await desk.put('meeting', 'm4', {
      ...meeting,
      startsAt: '2024-03-05T16:30:00.000Z',
      kinds: ['talk'],
    })
    const bytes = await ledgerOf(
      ['2024-3-5 9:00', '党课、主题党日', null, '另一个主题'],
      ['2024-3-5 9:00', '党课'],
      ['2024-3-5 9:00', '党小组会'],
      ['2024-3-5 9:00', '支委会'],
      ['2024-3-5 9:00', '谈心谈话'],
      ['2024-3-6 9:00', '谈心谈话'],
    )
    const plan = await by(bytes)
    expect(shortly(plan)).toEqual([
      [2, 'same', 'differs 时间'],
      [3, 'new', 'sameDay 党课、主题党日'],
      [4, 'new'],
      [5, 'new'],
      [6, 'new'],
      [7, 'same', 'differs 时间'],
    ])
    expect(plan.counts).toEqual({ new: 4, changed: 0, same: 2, joined: 0, refused: 0 })
  })

  it('changes nothing when the same file comes again', async () => {
    await putMember(desk, 'zhang', '张三')
    const bytes = await ledgerOf(
      ['2024-3-5 9:00', '党课', '村委会', '看账', '甲', 3, 2, '张三（病假）', '1. 一\n2. 二'],
      ['2024-3-6', '支委会'],
    )
    expect(await desk.import('ledger', bytes, 'secretary-a')).toEqual({ written: 2, refused: [] })
    const types = ['meeting', 'attendance', 'tally']
    const all = async () => JSON.stringify(await Promise.all(types.map((type) => desk.rows(type))))
    const before = await all()
    const again = opened(await desk.prepare('ledger', bytes, 'secretary-a'))
    expect(again.plan.counts).toEqual({ new: 0, changed: 0, same: 2, joined: 0, refused: 0 })
    expect(await desk.apply(again, await desk.actor('secretary-a'))).toEqual({
      written: 0,
      refused: [],
    })
    expect(await all()).toBe(before)
  })

  it('leaves a row unwritten whose meeting was recorded since the dry run', async () => {
    const bytes = await ledgerOf(['2024-3-5 9:00', '党课'], ['2024-3-6 9:00', '党课'])
    const prepared = opened(await desk.prepare('ledger', bytes, 'secretary-a'))
    await desk.put('meeting', 'm1', {
      branchId: 'branchA',
      kinds: ['lecture'],
      startsAt: '2024-03-05T01:00:00.000Z',
    })
    const result = await desk.apply(prepared, await desk.actor('secretary-a'))
    expect(result).toEqual({ written: 1, refused: [] })
    expect(await meetings()).toHaveLength(2)
  })
})

it('refuses nothing twice: what was mended comes alone', async () => {
  const bytes = await ledgerOf(['2024-3-5 9:00', '学习'], ['2024-3-6 9:00', '党课'])
  await desk.import('ledger', bytes, 'secretary-a')
  expect(refusedIn(await by(bytes))).toHaveLength(1)
  const mended = await ledgerOf(['2024-3-5 9:00', '党课'])
  expect(await desk.import('ledger', mended, 'secretary-a')).toEqual({ written: 1, refused: [] })
})
