import { expect, it } from 'vitest'
import { filesSheet } from './files-sheet.ts'

it('is a line a member, also where his file is not here, and of the identity number no more than its end', () => {
  const people = [
    { id: 'p1', body: { name: '郭玉兰', branchId: 'east', kind: 'full' } },
    { id: 'p2', body: { name: '崔新', branchId: 'east', kind: 'probationary' } },
  ] as const
  const file = {
    personId: 'p1',
    branchId: 'east',
    idTail: '002X',
    standing: 'normal',
    bornOn: '1949-06',
    floating: false,
  } as const
  const { headings, rows } = filesSheet('东村党支部', people, new Map([['p1', file]]))
  expect(headings.slice(0, 4)).toEqual(['姓名', '人员类别', '性别', '公民身份号码'])
  expect(rows).toHaveLength(2)
  for (const cells of rows) expect(cells).toHaveLength(headings.length)
  expect(rows[0]).toEqual(expect.arrayContaining(['郭玉兰', '正式党员', '1949年6月', '正常', '否']))
  expect(rows[0]?.[3]).toBe('后四位 002X')
  expect(rows[1]?.filter((cell) => cell !== '')).toEqual(['崔新', '预备党员'])
})
