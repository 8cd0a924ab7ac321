import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BranchPeople } from './branch-people.ts'
import { mentionsIn } from './mentions.ts'

const people = new BranchPeople(
  ['张三', '李四', '王明', '王明辉', '陈刚', '陈刚'].map((name, index) => ({
    id: `p${index}`,
    name,
    file: undefined,
  })),
)

const said = (cell: string) =>
  mentionsIn(cell, people)?.map(({ words, personId, why, reason }) =>
    [personId ?? `${words}!${why}`, reason].filter(Boolean).join(' '),
  )

it('finds names with their reasons, however they are set apart', () => {
  expect(said('张三、李四（外出务工，请假）；王明：病假')).toEqual([
    'p0',
    'p1 外出务工，请假',
    'p2 病假',
  ])
  expect(said('2人：张三(生病)，王 明')).toEqual(['p0 生病', 'p2'])
  expect(said('张三 李四')).toEqual(['p0', 'p1'])
  expect(said('张三因病请假\n王明辉外出')).toEqual(['p0 因病请假', 'p3 外出'])
  expect(said('张三。')).toEqual(['p0'])
  expect(said('２人（张三、李四）')).toEqual(['p0', 'p1'])
})

it('leaves as words who is not on the roster, or who is there twice', () => {
  expect(said('李书记、陈刚（请假）、张三丰')).toEqual([
    '李书记!unknown',
    '陈刚（请假）!ambiguous',
    '张三丰!unknown',
  ])
  expect(said('王明亮因病')).toEqual(['王明亮因病!unknown'])
  expect(said('张三 老刘')).toEqual(['张三 老刘!unknown'])
  expect(said('3人外出务工')).toEqual(['3人外出务工!unknown'])
})

it('takes 无 for nobody, and an empty cell for no answer', () => {
  expect(['无', '全勤', '0人', '无缺席人员'].map(said)).toEqual([[], [], [], []])
  expect(['', '/', '—', '#N/A'].map(said)).toEqual([undefined, undefined, undefined, undefined])
})

it('loses no word: what it takes apart is there, in its order', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '张三',
      '李四',
      '王明',
      '王明亮',
      '（外出，打工）',
      '：病',
      '、',
      '；',
      '\n',
      '(',
    ),
  )
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('')
      const words = (mentionsIn(text, people) ?? []).map((mention) => mention.words)
      const left = (each: string) => each.replace(/[、；\n\s()（）]/g, '')
      expect(left(words.join(''))).toBe(left(text))
    }),
  )
})

it('ends with a cell of brackets and blank lines, whoever typed it', () => {
  for (const cell of ['('.repeat(600_000) + ')x', `(${'\n'.repeat(600_000)}x)`])
    expect(said(cell)).toEqual([`${cell}!unknown`])
})

it('takes brackets that close before the end for a part of the name', () => {
  expect(said('张三（外出）（三个月）、张三（外出（务工）：病假')).toEqual([
    '张三（外出）（三个月）!unknown',
    '张三（外出（务工）：病假!unknown',
  ])
  expect(said('张三（外出（务工）')).toEqual(['p0 外出（务工'])
})
