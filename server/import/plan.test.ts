import { describe, expect, it } from 'vitest'
import { Desk, opened, refusedIn, workbookOf } from './example-import.ts'

// The samples are a whole township; MemoryStore copies it for every edit.
describe('the samples', { timeout: 60_000 }, () => {
  it('plans every branch, the two on record as changed', async () => {
    const desk = await Desk.open()
    const plan = await desk.plan('branches')
    expect(plan.counts).toEqual({ new: 24, changed: 2, same: 0, joined: 0, refused: 0 })
    expect(plan.rows[0]).toMatchObject({
      line: 2,
      title: '石槽村党支部',
      verdict: 'changed',
      changes: [
        { field: 'sector', before: '', after: '农村' },
        { field: 'secretaryName', before: '', after: '郑勇敏' },
        { field: 'phone', before: '', after: '13964604688' },
        { field: 'termEnds', before: '', after: '2030-01-24' },
        { field: 'hasCommittee', before: '', after: '是' },
      ],
    })
  })

  it('finds every planted fault of the roster, by line', async () => {
    const desk = await Desk.open()
    await desk.import('branches')
    const plan = await desk.plan('roster')
    expect(plan.counts).toEqual({ new: 765, changed: 0, same: 0, joined: 0, refused: 5 })
    expect(plan.blank).toBe(1)
    expect(
      refusedIn(plan).map(({ line, reason, column, value, firstLine }) => [
        line,
        reason,
        column ?? firstLine,
        value,
      ]),
    ).toEqual([
      [81, 'badIdentityCheckDigit', '公民身份号码', '**************2995'],
      [94, 'unknownBranch', '所在党支部', '不存在村党支部'],
      [154, 'noName', '姓名', undefined],
      [773, 'duplicateInFile', 14, undefined],
      [774, 'duplicateInFile', 59, undefined],
    ])
    // The branch under two names.
    expect(plan.rows.find(({ line }) => line === 46)).toMatchObject({
      verdict: 'new',
      subtitle: '中共平原镇柳林村支部委员会 → 柳林村党支部',
    })
    expect(plan.rows.find(({ line }) => line === 751)?.subtitle).toMatch(
      /→ 平原镇个体货运流动党员党支部$/,
    )
  })

  it('plans every question', async () => {
    const plan = await (await Desk.open()).plan('questions')
    expect(plan.counts).toEqual({ new: 24, changed: 0, same: 0, joined: 0, refused: 0 })
  })

  it('shows no identity number anywhere in a plan', async () => {
    const desk = await Desk.open()
    await desk.import('branches')
    const { rows } = await desk.plan('roster')
    expect(rows.filter((row) => /\d{15}/.test(JSON.stringify(row)))).toEqual([])
  })
})

describe('who may import', { timeout: 60_000 }, () => {
  it('not a secretary', async () => {
    const desk = await Desk.open()
    const prepared = await desk.prepare('roster', undefined, 'secretary-a')
    expect(prepared).toEqual({ ok: false, failure: { error: 'notAllowed' } })
  })

  it('staff of another township find none of these branches, nor who belongs to them', async () => {
    const desk = await Desk.open()
    await desk.import('branches')
    await desk.import('roster')
    await desk.put('organisation', 'other', { name: '河口镇党委', kind: 'township' })
    await desk.put('person', 'stranger', { name: '戊', branchId: 'other', kind: 'full' })
    await desk.put('post', 'post-9', {
      personId: 'stranger',
      organisationId: 'other',
      office: 'staff',
      from: '2020-01-01',
    })
    const roster = await desk.plan('roster', undefined, 'stranger')
    expect(roster.counts).toMatchObject({ new: 0, changed: 0, same: 0, joined: 0, refused: 770 })
    expect(new Set(refusedIn(roster).map(({ reason }) => reason))).toEqual(
      new Set(['unknownBranch', 'badIdentityCheckDigit', 'noName']),
    )
    const branches = await desk.plan('branches', undefined, 'stranger')
    expect(refusedIn(branches).map(({ reason }) => reason)).toEqual(
      Array(26).fill('unknownSuperior'),
    )
  })
})

describe('questions', () => {
  it('refuses answers that are not among the options, and closes gaps', async () => {
    const desk = await Desk.open()
    const bytes = await workbookOf([
      ['题型', '题干', '选项A', '选项B', '选项C', '选项D', '答案'],
      ['单选题', '一?', '是', '无', null, null, 'C'],
      ['单选题', '二?', '是', '无', null, null, 'AB'],
      ['多选题', '三?', '甲', '乙', null, '丁', 'D、a'],
      ['判断题', '四?', null, null, null, null, '错误'],
      ['单选题', '三', '甲', '乙', null, null, 'A'],
      ['单选题', '五?', '只有一个', null, null, null, 'A'],
    ])
    const prepared = opened(await desk.prepare('questions', bytes))
    expect(
      prepared.plan.rows.map((row) =>
        row.verdict === 'refused' ? [row.reason, row.column] : row.verdict,
      ),
    ).toEqual([
      ['badQuestion', '答案'],
      ['badQuestion', '答案'],
      'new',
      'new',
      ['duplicateInFile', undefined],
      ['badQuestion', '选项B'],
    ])
    await desk.apply(prepared)
    const bodies = (await desk.rows('question')).map(({ body }) => [
      body['options'],
      body['answer'],
    ])
    expect(bodies).toHaveLength(2)
    expect(bodies).toEqual(
      expect.arrayContaining([
        [
          ['甲', '乙', '丁'],
          [0, 2],
        ],
        [['正确', '错误'], [1]],
      ]),
    )
  })
})
