import { beforeEach, describe, expect, it } from 'vitest'
import { Desk, opened, workbookOf } from './example-import.ts'
import { shortly } from './example-ledger.ts'
import { refusedWorkbook } from './refused-workbook.ts'

let desk: Desk
beforeEach(async () => void (desk = await Desk.open()))

const by = (bytes: Uint8Array, personId = 'secretary-a') => desk.plan('ledger', bytes, personId)
const meetings = () => desk.rows('meeting')

describe('whose ledger it may be', () => {
  const named = (...branches: readonly (string | null)[]) =>
    workbookOf([
      ['时间', '会议类型', '党支部'],
      ...branches.map((branch, index) => [`2024-3-${index + 1} 9:00`, '党课', branch]),
    ])

  it('a keeper’s own, whatever other branch the file names', async () => {
    const bytes = await named('石槽村党支部', '石槽支部', null, '柳林村党支部', '没有的党支部')
    expect(shortly(await by(bytes, 'deputy-a'))).toEqual([
      [2, 'new'],
      [3, 'new'],
      [4, 'new'],
      [5, 'otherBranch', '党支部', '柳林村党支部'],
      [6, 'otherBranch', '党支部', '没有的党支部'],
    ])
    await desk.import('ledger', bytes, 'deputy-a')
    expect((await meetings()).map(({ of }) => of)).toEqual(Array(3).fill('branchA'))
  })

  it('the township’s for each branch it names, and in its own name', async () => {
    const bytes = await named('石槽村党支部', '柳林村党支部', null, '没有的党支部', '平原镇党委')
    expect(shortly(await by(bytes, 'staff'))).toEqual([
      [2, 'new'],
      [3, 'new'],
      [4, 'noBranch', '党支部'],
      [5, 'unknownBranch', '党支部', '没有的党支部'],
      [6, 'unknownBranch', '党支部', '平原镇党委'],
    ])
    expect(await desk.import('ledger', bytes, 'staff')).toEqual({ written: 2, refused: [] })
    const rows = await meetings()
    const [entry] = await desk.store.read((view) => view.history(rows[0]?.id ?? ''))
    expect(entry).toMatchObject({ person: 'staff', device: 'import', result: 'accepted' })
  })

  it('the township’s for the one branch that the head of the list names, and says which', async () => {
    const headed = (...titles: readonly string[]) =>
      workbookOf([
        ...titles.map((title) => [title, null]),
        ['时间', '会议类型'],
        ['2024-3-5 9:00', '党课'],
      ])
    const branchIn = async (...titles: readonly string[]) => {
      const [row] = (await by(await headed(...titles), 'staff')).rows
      return row?.verdict === 'refused' ? row.reason : row?.subtitle
    }
    expect(await branchIn('中共平原镇柳林村支部委员会“三会一课”台账', '2024年')).toBe(
      '柳林村党支部',
    )
    expect(await branchIn('三会一课台账', '填报单位：石槽村党支部    2024年')).toBe('石槽村党支部')
    expect(await branchIn('石槽村党支部台账', '填报单位：石槽支部')).toBe('石槽村党支部')
    expect(await branchIn('石槽村党支部、柳林村党支部台账')).toBe('noBranch')
    expect(await branchIn('党支部工作台账', '没有的党支部')).toBe('noBranch')
    // The rows to be mended take the head of the list along.
    const bytes = await workbookOf([
      ['石槽村党支部台账'],
      ['时间', '会议类型'],
      ['2024-3-5', '学习'],
    ])
    const mended = await refusedWorkbook(opened(await desk.prepare('ledger', bytes, 'staff')))
    const [again] = (await by(mended, 'staff')).rows
    expect(again).toMatchObject({ reason: 'badMeetingKind', subtitle: '石槽村党支部' })
  })

  it('nobody’s who keeps no book, nor his any more who kept it', async () => {
    await desk.put('person', 'member', { name: '己', branchId: 'branchA', kind: 'full' })
    await desk.put('post', 'post-member', {
      personId: 'member',
      organisationId: 'branchA',
      office: 'committee',
      from: '2020-01-01',
    })
    const bytes = await named(null)
    const refused = { ok: false, failure: { error: 'notAllowed' } }
    expect(await desk.prepare('ledger', bytes, 'member')).toEqual(refused)
    const prepared = opened(await desk.prepare('ledger', bytes, 'secretary-a'))
    const actor = await desk.actor('secretary-a')
    await desk.put('post', 'post-0', {
      personId: 'secretary-a',
      organisationId: 'branchA',
      office: 'secretary',
      from: '2020-01-01',
      until: '2026-10-14',
    })
    expect(await desk.apply(prepared, actor)).toEqual({
      written: 0,
      refused: [{ line: 2, reason: 'notAllowed' }],
    })
    expect(await meetings()).toEqual([])
  })

  it('and no other file is any keeper’s', async () => {
    for (const kind of ['branches', 'roster', 'questions'] as const) {
      const prepared = await desk.prepare(kind, undefined, 'secretary-a')
      expect(prepared).toEqual({ ok: false, failure: { error: 'notAllowed' } })
    }
  })
})
