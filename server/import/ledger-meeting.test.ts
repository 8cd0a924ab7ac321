import { beforeEach, describe, expect, it } from 'vitest'
import { Desk, workbookOf } from './example-import.ts'
import { ledgerOf, putMember, shortly } from './example-ledger.ts'

let desk: Desk
beforeEach(async () => void (desk = await Desk.open()))

const by = (bytes: Uint8Array, personId = 'secretary-a') => desk.plan('ledger', bytes, personId)
const meetings = () => desk.rows('meeting')

describe('what becomes of a row', () => {
  it('is an ordinary meeting that says where it comes from', async () => {
    await putMember(desk, 'zhang', '张三')
    const bytes = await workbookOf([
      ['2024年台账', null],
      ['日期', '时间', '会议类型', '地点', '主题', '主持人', '记录人', '主要内容', '决议', '备注'],
      [
        '2024年3月5日',
        '下午3:00-4:30',
        '党课',
        '村委会',
        '看账',
        '张三',
        '乙',
        '讲了收支。\n有人问水泵。',
        '1．张榜公布\n2．印大字版',
        '雨天',
      ],
    ])
    await desk.import('ledger', bytes, 'secretary-a')
    const [row] = await meetings()
    expect(row?.body).toMatchObject({
      branchId: 'branchA',
      kinds: ['lecture'],
      startsAt: '2024-03-05T07:00:00.000Z',
      endsAt: '2024-03-05T08:30:00.000Z',
      place: '村委会',
      topic: '看账',
      chairId: 'zhang',
      recorderId: 'deputy-a',
      resolutions: {
        r1: { order: 0, text: '张榜公布' },
        r2: { order: 1, text: '印大字版' },
      },
      minutes:
        '讲了收支。\n有人问水泵。\n\n台账上还写着：\n备注：雨天\n\n以上从台账《ledger.xlsx》第 3 行导入。',
    })
    expect(row?.body['stage']).toBeUndefined()
    const history = await desk.store.read((view) => view.history(row?.id ?? ''))
    expect(history).toMatchObject([{ device: 'import', person: 'secretary-a', result: 'accepted' }])
  })

  it('keeps as words what nobody can tell for sure', async () => {
    await putMember(desk, 'chen-1', '陈刚')
    await putMember(desk, 'chen-2', '陈刚')
    const bytes = await workbookOf([
      ['时间', '会议类型', '主题', '主持人', '记录人', '应到', '实到', '缺席人员', '列席'],
      ['2024-3-5', '党课', '题'.repeat(201), '李书记', '陈刚', '约20', 18, '老杨', '县里的人'],
    ])
    const plan = await by(bytes)
    expect(shortly(plan)).toEqual([
      [
        2,
        'new',
        'noTime',
        'longTopic',
        'unknownName 李书记',
        'ambiguousName 陈刚',
        'unknownName 老杨',
        'rollUnclear',
      ],
    ])
    await desk.import('ledger', bytes, 'secretary-a')
    const [row] = await meetings()
    expect(row?.body['startsAt']).toBe('2024-03-04T16:00:00.000Z')
    expect([row?.body['ledgerExpected'], row?.body['ledgerPresent']]).toEqual([undefined, 18])
    expect(Object.keys(row?.body ?? {})).not.toEqual(
      expect.arrayContaining(['topic', 'chairId', 'recorderId', 'endsAt']),
    )
    expect(String(row?.body['minutes']).split('\n')).toEqual([
      '台账上还写着：',
      `主题：${'题'.repeat(201)}`,
      '主持人：李书记',
      '记录人：陈刚',
      '应到：约20',
      '缺席人员：老杨',
      '列席人员：县里的人',
      '',
      '以上从台账《ledger.xlsx》第 2 行导入。台账上没有写几点开会。',
    ])
    expect(await desk.rows('attendance')).toEqual([])
  })

  it('keeps the words of a roll that say more than who came', async () => {
    const bytes = await workbookOf([
      ['时间', '会议类型', '应到/实到', '参会人员', '请假人员'],
      ['2024-3-5 9:00', '支委会', '应到2人，实到1人', '甲（支部书记）', '乙（出差）'],
      ['2024-3-6 9:00', '支委会', '2/2', '甲、乙', null],
    ])
    await desk.import('ledger', bytes, 'secretary-a')
    const rows = (await meetings()).map(({ body }) =>
      String(body['minutes']).split('\n').slice(1, 2),
    )
    expect(rows).toEqual([['参加人员：甲（支部书记）'], []])
    expect(
      (await desk.rows('attendance')).map(({ body }) => [body['personId'], body['status']]),
    ).toEqual(
      expect.arrayContaining([
        ['secretary-a', 'present'],
        ['deputy-a', 'excused'],
        ['deputy-a', 'present'],
      ]),
    )
  })

  it('takes no member of today for one of that name who was there before he joined', async () => {
    await putMember(desk, 'zhang', '张伟', { joinedOn: '2024-06' })
    const bytes = await workbookOf([
      ['时间', '会议类型', '主持人', '应到', '参会人员'],
      ['2019-3-5 9:00', '支委会', '张伟', 2, '甲、张伟'],
      ['2024-7-5 9:00', '支委会', '张伟', 2, '甲、张伟'],
    ])
    expect(shortly(await by(bytes))).toEqual([
      [2, 'new', 'unknownName 张伟', 'unknownName 张伟', 'rollUnclear'],
      [3, 'new', 'rollNoted'],
    ])
  })

  it('notes the roll where the ledger accounts for everybody, and counts as it does', async () => {
    await putMember(desk, 'zhang', '张三')
    await putMember(desk, 'li', '李四', { joinedOn: '2024-05' })
    await putMember(desk, 'wang', '王五', { standing: 'transferred' })
    const bytes = await ledgerOf(
      ['2024-3-5 9:00', '党课', null, null, null, 3, 2, '张三（病假）'],
      ['2024-4-5 9:00', '党课', null, null, null, 3, 3, null],
      ['2024-6-5 9:00', '党课', null, null, null, 4, 4, '无'],
    )
    const plan = await by(bytes)
    expect(shortly(plan)).toEqual([
      [2, 'new', 'rollNoted'],
      [3, 'new', 'countsOnly'],
      [4, 'new', 'rollNoted'],
    ])
    expect(plan.rows[0]).toMatchObject({ notes: [{ note: 'rollNoted', counts: [2, 1] }] })
    await desk.import('ledger', bytes, 'secretary-a')
    const rolls = (await desk.rows('attendance')).map(({ body }) =>
      [body['heldAt'], body['personId'], body['status'], body['reason']].filter(Boolean).join(' '),
    )
    expect(rolls.sort()).toEqual([
      '2024-03-05T01:00:00.000Z deputy-a present',
      '2024-03-05T01:00:00.000Z secretary-a present',
      '2024-03-05T01:00:00.000Z zhang excused 病假',
      '2024-06-05T01:00:00.000Z deputy-a present',
      '2024-06-05T01:00:00.000Z li present',
      '2024-06-05T01:00:00.000Z secretary-a present',
      '2024-06-05T01:00:00.000Z zhang present',
    ])
    const counts = (await desk.rows('tally')).map(({ body }) => [body['expected'], body['present']])
    expect(counts.sort()).toEqual([
      [3, 2],
      [4, 4],
    ])
  })
})
