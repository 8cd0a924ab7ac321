import { expect, it } from 'vitest'
import { attendanceTable } from './attendance-table.ts'
import { booked, nameOf, noted } from './example-meetings.ts'
import { ledgerOf } from './ledger.ts'
import { attendanceSheet, ledgerSheet, minutesSheet } from './paper-sheets.ts'

const meeting = booked(
  'm',
  '2026-10-15',
  {
    topic: '=1+1',
    chairId: 'chair',
    agenda: { a: { order: 0, title: '传达学习', notes: '学了。' } },
    resolutions: { r: { order: 0, text: '先修路', personId: 'chair' } },
  },
  [noted('chair', 'present'), noted('recorder', 'absent')],
)

it('has the ledger in the order of the form, a line a meeting and kind', () => {
  const { headings, rows } = ledgerSheet('台账', ledgerOf([meeting], nameOf))
  expect(headings.join(' ')).toBe('序号 会议类型 时间 地点 主题 主持人 记录人 应到 实到 编号 备注')
  expect(rows).toHaveLength(1)
  expect(rows[0]?.slice(0, 9)).toEqual([
    1,
    '主题党日',
    '2026年10月15日 09:30',
    '',
    '=1+1',
    '崔建国',
    '',
    2,
    1,
  ])
})

it('has attendance in whole words, a column a meeting, the counts at the end', () => {
  const { headings, rows } = attendanceSheet('出勤', attendanceTable([meeting]))
  expect(headings).toEqual([
    '序号',
    '姓名',
    '2026年10月15日 主题党日',
    '应到',
    '到会',
    '已补课',
    '请假',
    '未到',
  ])
  expect(rows).toEqual([
    [1, '崔建国', '到会', 1, 1, 0, 0, 0],
    [2, '李秀英', '未到，原因未记', 1, 0, 0, 0, 1],
  ])
})

it('has minutes a line a meeting, each part in its column, whatever is missing', () => {
  const { headings, rows } = minutesSheet('记录', [booked('n', '2026-01-15'), meeting], {
    branch: '东村党支部',
    nameOf,
  })
  const cell = (row: number, heading: string) => rows[row]?.[headings.indexOf(heading)]
  for (const cells of rows) expect(cells).toHaveLength(headings.length)
  const ofGroup = { ...booked('g', '2026-01-15', { kinds: ['group'] }), groups: ['一组'] }
  const sheet = minutesSheet('记录', [ofGroup], { branch: '东村党支部', nameOf })
  expect(sheet.rows[0]?.[1]).toBe('党小组会（一组）')
  expect(cell(1, '议程')).toBe('1. 传达学习\n学了。')
  expect(cell(1, '决议')).toBe('1. 先修路\n负责人：崔建国')
  expect(cell(1, '没到会的人员和原因')).toBe('李秀英（未到，原因未记）')
  expect([cell(1, '应到'), cell(1, '实到'), cell(0, '应到'), cell(0, '议程')]).toEqual([
    2,
    1,
    '',
    '',
  ])
  const off = { ...meeting, body: { ...meeting.body, notHeld: '下雪' } }
  const [unheld] = minutesSheet('记录', [off], { branch: '东村党支部', nameOf }).rows
  expect([unheld?.[headings.indexOf('应到')], unheld?.[headings.indexOf('议程')]]).toEqual(['', ''])
})
