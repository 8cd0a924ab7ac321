import { describe, expect, it } from 'vitest'
import { Desk, member, rosterOf, workbookOf } from './example-import.ts'

describe('branches by their names', () => {
  it('accepts the usual forms, and none that could mean two', async () => {
    const desk = await Desk.open()
    await desk.put('organisation', 'branchC', {
      name: '石槽社区党支部',
      kind: 'branch',
      parentId: 'township',
    })
    const forms = [
      '石槽村党支部',
      '平原镇石槽村党支部',
      '中共平原镇石槽村支部委员会',
      '石槽村支部',
      '石槽支部',
      '石槽村党总支',
      '平原镇党委',
    ]
    const rows = forms.map((form, index) =>
      member(`王${'甲乙丙丁戊己庚'[index]}`, null, { 所在党支部: form }),
    )
    const plan = await desk.plan('roster', await rosterOf(...rows))
    expect(plan.rows.map((row) => (row.verdict === 'refused' ? row.reason : row.verdict))).toEqual([
      'new',
      'new',
      'new',
      'new',
      'ambiguousBranch',
      'unknownBranch',
      'unknownBranch',
    ])
  })

  it('takes superiors from anywhere in the file, and refuses circles and strangers', async () => {
    const desk = await Desk.open()
    const bytes = await workbookOf([
      ['党组织全称', '类别', '上级党组织'],
      ['一组党支部', '党支部', '石槽村党总支'],
      ['石槽村党总支', '党总支', '平原镇党委'],
      ['甲党支部', '党支部', '乙党支部'],
      ['乙党支部', '党支部', '甲党支部'],
      ['丙党支部', '党支部', '河口镇党委'],
    ])
    expect((await desk.plan('branches', bytes)).counts).toEqual({
      new: 2,
      changed: 0,
      same: 0,
      joined: 0,
      refused: 3,
    })
    expect(await desk.import('branches', bytes)).toEqual({ written: 2, refused: [] })
    expect((await desk.plan('branches', bytes)).counts).toEqual({
      new: 0,
      changed: 0,
      same: 2,
      joined: 0,
      refused: 3,
    })
  })
})
