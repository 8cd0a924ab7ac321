// What a ledger holds beyond the columns of this book, and what it says otherwise than the book.
import { beforeEach, describe, expect, it } from 'vitest'
import { Desk, workbookOf } from './example-import.ts'
import { putMember, shortly } from './example-ledger.ts'

let desk: Desk
beforeEach(async () => void (desk = await Desk.open()))

type Line = readonly (string | number | null)[]
const by = (bytes: Uint8Array) => desk.plan('ledger', bytes, 'secretary-a')
const bring = (bytes: Uint8Array) => desk.import('ledger', bytes, 'secretary-a')
const minutes = async () => (await desk.rows('meeting')).map(({ body }) => String(body['minutes']))

describe('columns that this book has no place for', () => {
  const headings = ['序号', '时间', '会议类型', '领导点评', null, '未导入原因', '编号']
  const ledger = (...lines: readonly Line[]) => workbookOf([headings, ...lines])

  it('are named in the dry run, and their words kept under their headings', async () => {
    const bytes = await ledger(
      [1, '2024-3-5 9:00', '党课', '点评甲\n很好', '无', '日期看不懂', null],
      [2, '2024-3-6 9:00', '党课', '/', '补：有照片', null, null],
      [3, '2024-3-7 9:00', '党课', null, null, null, null],
    )
    const plan = await by(bytes)
    expect(plan.otherColumns).toEqual(['领导点评', 'E 列'])
    expect(shortly(plan)).toEqual([
      [2, 'new'],
      [3, 'new'],
      [4, 'new'],
    ])
    await bring(bytes)
    const [first, second, third] = await minutes()
    expect(first).toContain('台账上还写着：\n领导点评：点评甲\n很好\n\n')
    expect(second).toContain('台账上还写着：\nE 列：补：有照片\n\n')
    expect(third).not.toContain('台账上还写着')
  })

  it('show a line that only goes on with the words of the one above', async () => {
    const plan = await by(
      await ledger(
        [1, '2024-3-5 9:00', '党课', '点评甲', null, null, null],
        [null, null, null, '还有一句', null, null, null],
      ),
    )
    expect([plan.blank, shortly(plan)]).toEqual([
      0,
      [
        [2, 'new'],
        [3, 'noDate', '时间'],
      ],
    ])
  })

  it('bring no identity number along, and are those of all rows of one gathering', async () => {
    const bytes = await ledger([
      1,
      '2024-3-5 9:00',
      '党课',
      '见 990138198208050673',
      null,
      null,
      null,
    ])
    expect(shortly(await by(bytes))).toEqual([
      [2, 'strayIdentityNumber', '领导点评', '见**************0673'],
    ])
    const number = '20240305-000001'
    await bring(
      await ledger(
        [1, '2024-3-5 9:00', '党课', '点评甲', null, null, number],
        [2, '2024-3-5 9:00', '主题党日', '点评乙', null, null, number],
        [3, '2024-3-5 9:00', '党员大会', '点评甲', null, null, number],
      ),
    )
    expect((await minutes())[0]).toContain('领导点评：点评甲\n领导点评：点评乙\n\n')
  })

  it('of other files are named as left out', async () => {
    const bytes = await workbookOf([
      ['序号', '题型', '题干', '答案', '出处'],
      [1, '判断', '党员应当按期交纳党费。', '对', '党章'],
    ])
    expect((await desk.plan('questions', bytes)).otherColumns).toEqual(['出处'])
  })
})

describe('what does not fit', () => {
  const headings = [
    '时间',
    '会议类型',
    '地点',
    '应到',
    '实到',
    '请假人员',
    '会议记录',
    '决议',
    '参加人员',
  ]
  const ledger = (...lines: readonly Line[]) => workbookOf([headings, ...lines])
  const met: Line = ['24年3月5日 9:00', '党课', '村委会', 28, 27, null, '学习条例。', '修渠', null]

  it('is said where more came than should have', async () => {
    expect(shortly(await by(await ledger(met.with(4, 30))))).toEqual([
      [2, 'new', 'moreThanExpected', 'countsOnly'],
    ])
  })

  it('is said of a meeting that is there already, column by column, and nothing is written', async () => {
    await bring(await ledger(met))
    const before = JSON.stringify(await desk.rows('meeting'))
    const again = await by(await ledger(met, met.with(0, '2024-3-6 9:00')))
    expect(shortly(again)).toEqual([
      [2, 'same'],
      [3, 'new', 'countsOnly'],
    ])
    const other = await ledger(
      met
        .with(0, '2024-3-5 15:00')
        .with(2, '老党校')
        .with(4, 26)
        .with(6, '学习党章。')
        .with(7, '修路'),
    )
    expect(shortly(await by(other))).toEqual([
      [2, 'same', 'differs 时间、地点、实到、会议记录、决议'],
    ])
    expect(await bring(other)).toEqual({ written: 0, refused: [] })
    expect(JSON.stringify(await desk.rows('meeting'))).toBe(before)
  })

  it('is measured by the roll where one was called', async () => {
    await putMember(desk, 'm1', '徐志')
    await putMember(desk, 'm2', '马兰')
    const called = [...met].with(3, 2).with(4, 1).with(5, '徐志（请假：跑车）').with(8, '马兰')
    await bring(await ledger(called))
    const noted = (await desk.rows('attendance')).map(({ body }) => body)
    expect(noted.find(({ status }) => status === 'excused')).toMatchObject({ reason: '跑车' })
    expect(shortly(await by(await ledger(called.with(4, 2).with(8, null))))).toEqual([
      [2, 'same', 'differs 实到'],
    ])
  })

  it('takes a year of two digits only where it is said to be one', async () => {
    expect(shortly(await by(await ledger(met.with(0, '24.3.5'))))).toEqual([
      [2, 'badDate', '时间', '24.3.5'],
    ])
    expect((await by(await ledger(met))).rows[0]?.day).toBe('2024-03-05')
  })
})
