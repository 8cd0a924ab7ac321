/** Ledgers for the tests: sheets from lines, and what a dry run says in few words. */
import type { ImportPlan, ImportRow } from '../../sync/wire/import.ts'
import type { Desk } from './example-import.ts'
import { workbookOf } from './example-import.ts'

type Cell = string | number | Date | null

const heading = [
  '时间',
  '会议类型',
  '地点',
  '主题',
  '主持人',
  '应到',
  '实到',
  '缺席人员及原因',
  '决议',
]

export const ledgerOf = (...lines: readonly (readonly Cell[])[]) => workbookOf([heading, ...lines])

const notesOf = (row: ImportRow): readonly string[] =>
  'notes' in row ? (row.notes ?? []).map(({ note, value = '' }) => `${note} ${value}`.trim()) : []

const inShort = (row: ImportRow) =>
  row.verdict === 'refused'
    ? [row.line, row.reason, row.firstLine ?? row.column, row.value].filter((each) => each)
    : [row.line, row.verdict, ...notesOf(row)]

export const shortly = ({ rows }: ImportPlan) => rows.map(inShort)

export async function putMember(
  desk: Desk,
  id: string,
  name: string,
  file: Record<string, string | boolean> = {},
): Promise<void> {
  await desk.put('person', id, { name, branchId: 'branchA', kind: 'full' })
  const more = { personId: id, branchId: 'branchA', standing: 'normal', ...file }
  await desk.put('personFile', `personFile:${id}`, more)
}
