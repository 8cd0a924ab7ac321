import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { columnsOf } from './columns.ts'
import { Desk, opened, workbookOf } from './example-import.ts'
import { refusedWorkbook } from './refused-workbook.ts'
import { readWorkbook } from './workbook.ts'

describe('the refused rows as a file', { timeout: 60_000 }, () => {
  it('holds them as they were and why, and can be imported again', async () => {
    const desk = await Desk.open()
    await desk.import('branches')
    const prepared = opened(await desk.prepare('roster'))
    const bytes = await refusedWorkbook(prepared)
    const sheet = opened(await readWorkbook(bytes, columnsOf.roster))
    expect(sheet.headings).toEqual([...prepared.sheet.headings, '未导入原因'])
    expect(sheet.rows.map(({ cells }) => [cells[1], cells.at(-1)])).toEqual([
      ['曾兰', '【公民身份号码】公民身份号码的校验码不对,请核对有没有写错的数字'],
      ['刘勇伟', '【所在党支部】本单位没有这个党支部'],
      [null, '【姓名】没有填写姓名或名称'],
      ['郭玉', '表内重复:与第14行相同'],
      ['宋英涛', '表内重复:与第59行相同'],
    ])
    expect(sheet.rows[0]?.cells[3]).toBe('990664199111102995')
    // The two who stand in it twice are alone here.
    const again = opened(await desk.prepare('roster', bytes))
    expect(again.plan.counts).toEqual({ new: 2, changed: 0, same: 0, joined: 0, refused: 3 })
    const twice = opened(await readWorkbook(await refusedWorkbook(again), columnsOf.roster))
    expect(twice.headings).toEqual(sheet.headings)
  })

  it('keeps the hours of a ledger, so that mending a kind is enough', async () => {
    const desk = await Desk.open()
    const bytes = await workbookOf([
      ['序号', '时间', '会议类型'],
      [1, new Date('2024-03-05T15:30:00Z'), '学习'],
    ])
    const refused = await refusedWorkbook(
      opened(await desk.prepare('ledger', bytes, 'secretary-a')),
    )
    const sheet = opened(await readWorkbook(refused, columnsOf.ledger))
    expect(sheet.rows.map(({ cells }) => cells)).toEqual([
      ['1', '2024-03-05 15:30', '学习', expect.stringContaining('【会议类型】会议类型看不懂')],
    ])
  })

  it('writes no formula, whatever the cells say', async () => {
    const desk = await Desk.open()
    const evil = ['=cmd|calc!A1', '+1', '-1', '@SUM(A1)']
    const bytes = await workbookOf([
      ['姓名', '人员类别', '所在党支部'],
      ...evil.map((text) => [text, '正式党员', text]),
    ])
    const refused = await refusedWorkbook(opened(await desk.prepare('roster', bytes)))
    const sheet = opened(await readWorkbook(refused, columnsOf.roster))
    expect(sheet.rows.map(({ cells }) => cells[0])).toEqual(evil)
    const xml = Buffer.from(unzipSync(refused)['xl/worksheets/sheet1.xml'] ?? []).toString()
    expect(xml).not.toMatch(/<f[ >]/)
  })

  it('adds what applying refused', async () => {
    const desk = await Desk.open()
    const prepared = opened(await desk.prepare('branches'))
    const bytes = await refusedWorkbook(prepared, {
      written: 25,
      refused: [{ line: 3, reason: 'changedSince' }],
    })
    const sheet = opened(await readWorkbook(bytes, columnsOf.branches))
    expect(sheet.rows.map(({ cells }) => [cells[0], cells.at(-1)])).toEqual([
      ['柳林村党支部', '核对之后系统里的记录有了变化,请重新导入'],
    ])
  })
})
