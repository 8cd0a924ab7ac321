import { describe, expect, it } from 'vitest'
import { Desk, member, numberOf, refusedIn, rosterOf } from './example-import.ts'
import { initialsOf } from './roster.ts'

const numberA = numberOf('99013819820805067')
const numberB = numberOf('99012819900912991')

describe('finding the person', () => {
  it('by number wherever he stands in the township, and shows what changes', async () => {
    const desk = await Desk.open()
    await desk.import(
      'roster',
      await rosterOf(member('王明', numberA, { 手机号码: '13900000001' })),
    )
    const plan = await desk.plan(
      'roster',
      await rosterOf(
        member('王名', numberA.toLowerCase(), { 所在党支部: '柳林支部', 手机号码: '13900000002' }),
      ),
    )
    expect(plan.rows[0]).toMatchObject({ verdict: 'changed', subtitle: '柳林支部 → 柳林村党支部' })
    expect(plan.rows[0]).toMatchObject({
      changes: [
        { field: 'name', before: '王明', after: '王名' },
        { field: 'branchId', before: '石槽村党支部', after: '柳林村党支部' },
        { field: 'mobile', before: '13900000001', after: '13900000002' },
      ],
    })
  })

  it('by name, birthday and branch where there is no number, and adds the number', async () => {
    const desk = await Desk.open()
    await desk.import('roster', await rosterOf(member('王明', null, { 出生日期: '1982年8月' })))
    const plan = await desk.plan('roster', await rosterOf(member('王 明', numberA)))
    expect(plan.rows[0]).toMatchObject({ verdict: 'changed', changes: [{ field: 'idTail' }] })
  })

  it('does not choose between two of one name, nor take another number for a mended one', async () => {
    const desk = await Desk.open()
    await desk.import('roster', await rosterOf(member('王明', numberA), member('王明', numberB)))
    const mended = numberOf(`${numberA.slice(0, 14)}999`)
    const plan = await desk.plan(
      'roster',
      await rosterOf(member('王明', null), member('王明', mended)),
    )
    expect(refusedIn(plan).map(({ reason }) => reason)).toEqual([
      'ambiguousPerson',
      'ambiguousPerson',
    ])
  })

  it('an empty cell clears nothing, and who is missing from the file stays', async () => {
    const desk = await Desk.open()
    await desk.import(
      'roster',
      await rosterOf(
        member('王明', numberA, { 手机号码: '13900000001', 党籍状态: '停止党籍' }),
        member('李芳', numberB),
      ),
    )
    const people = (await desk.rows('person')).length
    const plan = await desk.plan(
      'roster',
      await rosterOf(member('王明', numberA, { 手机号码: '无' })),
    )
    expect(plan.counts).toEqual({ new: 0, changed: 0, same: 1, joined: 0, refused: 0 })
    expect(await desk.rows('person')).toHaveLength(people)
  })

  it('refuses the second of two rows, but not the repetition of a refused one', async () => {
    const desk = await Desk.open()
    const plan = await desk.plan(
      'roster',
      await rosterOf(
        member('王明', numberA, { 出生日期: '1982-02-30' }),
        member('王明', numberA),
        member('王明', null),
      ),
    )
    expect(plan.rows.map((row) => [row.verdict, row.verdict === 'refused' && row.reason])).toEqual([
      ['refused', 'badDate'],
      ['new', false],
      ['refused', 'duplicateInFile'],
    ])
  })

  it('says the column of what cannot be kept', async () => {
    const desk = await Desk.open()
    const plan = await desk.plan(
      'roster',
      await rosterOf(
        member('王明', null, { 人员类别: '群众' }),
        member('王明', null, { 手机号码: '附'.repeat(30) }),
        member('王明', null, { 手机号码: `见${numberA.slice(0, 17)}5` }),
        member(`李芳${numberB}`, null),
      ),
    )
    expect(refusedIn(plan)).toMatchObject([
      { reason: 'badChoice', column: '人员类别', value: '群众' },
      { reason: 'tooLong', column: '手机号码' },
      { reason: 'strayIdentityNumber', column: '手机号码' },
      { reason: 'strayIdentityNumber', column: '姓名', title: '' },
    ])
    expect(JSON.stringify(plan)).not.toMatch(new RegExp(`${numberA.slice(0, 17)}|${numberB}`))
  })

  it('does not tell whose number it is in another township', async () => {
    const desk = await Desk.open()
    await desk.import('roster', await rosterOf(member('王明', numberA)))
    await desk.put('organisation', 'other', { name: '河口镇党委', kind: 'township' })
    await desk.put('organisation', 'otherBranch', {
      name: '河口村党支部',
      kind: 'branch',
      parentId: 'other',
    })
    await desk.put('person', 'stranger', { name: '戊', branchId: 'otherBranch', kind: 'full' })
    await desk.put('post', 'post-9', {
      personId: 'stranger',
      organisationId: 'other',
      office: 'staff',
      from: '2020-01-01',
    })
    const rows = await rosterOf(member('王明', numberA, { 所在党支部: '河口村党支部' }))
    const plan = await desk.plan('roster', rows, 'stranger')
    expect(plan.rows).toMatchObject([{ verdict: 'new' }])
  })

  it('reads initials as of a name', () => {
    expect(['单雄信', '欧阳修', '仇英', '阿卜杜·热合曼'].map(initialsOf)).toEqual([
      'sxx',
      'oyx',
      'qy',
      'abdrhm',
    ])
  })
})
