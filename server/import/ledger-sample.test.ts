import { beforeEach, expect, it } from 'vitest'
import { columnsOf } from './columns.ts'
import { Desk, opened, refusedIn, sampleOf } from './example-import.ts'
import { readTable } from './table.ts'
import { readWorkbook } from './workbook.ts'

let desk: Desk

/** The branch of the sample, with the members that the sample roster gives it and the secretary it forgets. */
beforeEach(async () => {
  desk = await Desk.open()
  await desk.put('organisation', 'branchA', {
    name: '枣林村党支部',
    kind: 'branch',
    parentId: 'township',
  })
  const sheet = opened(await readWorkbook(sampleOf.roster, columnsOf.roster))
  const rows = readTable(sheet, columnsOf.roster).rows.filter(({ values }) =>
    String(values['branch']).includes('枣林村'),
  )
  await desk.put('person', 'deputy-a', { name: '朱敏文', branchId: 'branchA', kind: 'full' })
  await desk.put('person', 'secretary-a', { name: '甲', branchId: 'branchB', kind: 'full' })
  for (const { line, values } of rows) {
    const id = `p${line}`
    await desk.put('person', id, {
      name: String(values['name']),
      branchId: 'branchA',
      kind: 'full',
    })
    await desk.put('personFile', `personFile:${id}`, {
      personId: id,
      branchId: 'branchA',
      standing: 'normal',
      joinedOn: String(values['joinedOn']),
      ...(values['lost'] === true && { lost: true }),
    })
  }
})

it('reads two years of a branch under two lines of headings, and finds every planted fault', async () => {
  const plan = await desk.plan('ledger', undefined, 'secretary-a')
  expect(plan.counts).toEqual({ new: 43, changed: 0, same: 0, joined: 0, refused: 5 })
  // Two between the years; lines of the form that were never filled in hold a number and nothing else.
  expect(plan.blank).toBe(2)
  expect(
    refusedIn(plan).map(({ line, reason, column, value, firstLine }) => [
      line,
      reason,
      column ?? firstLine,
      value,
    ]),
  ).toEqual([
    [12, 'badDate', '时间', '2023年4月31日'],
    [16, 'badMeetingKind', '会议类型', '集体学习'],
    [22, 'badDate', '时间', '2023年9月'],
    [25, 'noDate', '时间', undefined],
    [54, 'duplicateInFile', 34, undefined],
  ])
})

it('notes the roll of nearly every meeting of all, and says why of the others', async () => {
  const plan = await desk.plan('ledger', undefined, 'secretary-a')
  const notes = plan.rows.flatMap((row) =>
    'notes' in row
      ? (row.notes ?? []).map(({ note, value, column }) => [row.line, note, value ?? column])
      : [],
  )
  const of = (note: string) => notes.filter(([, each]) => each === note)
  expect(of('rollNoted')).toHaveLength(22)
  expect(of('unknownName')).toEqual([
    [9, 'unknownName', '高志远（驻村第一书记）'],
    [18, 'unknownName', '老杨'],
    [18, 'unknownName', '小李'],
  ])
  expect(of('rollNotAddingUp')).toEqual([[20, 'rollNotAddingUp', undefined]])
})
