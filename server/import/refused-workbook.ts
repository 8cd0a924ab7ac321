/**
 * The rows that were not imported, as a file to mend and import again: the columns as they were, and why in words. It
 * goes back to the person who brought the file and to the same importer, so identity numbers stay whole; without them
 * nobody could see the slip of the pen. Every value is written as text: what begins with = stays a word.
 */
import writeExcel from 'write-excel-file/node'
import type { ApplyRefusal, ImportRow } from '../../sync/wire/import.ts'
import { wordsOf } from './cells.ts'
import type { RefusedWorkbook } from './contract.ts'

const reasonHeading = '未导入原因'

const reasons: Readonly<Record<ApplyRefusal, string>> = {
  noName: '没有填写姓名或名称',
  noBranch: '没有填写所在党支部',
  unknownBranch: '本单位没有这个党支部',
  ambiguousBranch: '不止一个党支部叫这个名称,请写全称',
  badIdentityNumber: '公民身份号码应为18位',
  strayIdentityNumber: '这一格里有公民身份号码,请去掉',
  badIdentityCheckDigit: '公民身份号码的校验码不对,请核对有没有写错的数字',
  duplicateInFile: '表内重复',
  badDate: '日期写法看不懂或没有这一天',
  badChoice: '没有填写,或者不是可以选的内容',
  tooLong: '内容太长',
  notAllowed: '没有权限导入这一行',
  unknownSuperior: '没有找到上级党组织',
  ambiguousPerson: '分不清是哪一位党员,请填写或核对公民身份号码',
  badQuestion: '题目不完整,或者答案不在选项里',
  noDate: '没有填写时间;上下合并的单元格,请拆开填上',
  notYet: '这一天还没有到,台账只记开过的会',
  noMeetingKind: '没有填写会议类型',
  badMeetingKind: '会议类型看不懂,请写主题党日、党员大会、支委会、党小组会、党课、组织生活会等',
  otherBranch: '写的不是您的支部',
  changedSince: '核对之后系统里的记录有了变化,请重新导入',
  notSaved: '没有保存成功,请重新导入',
}

const text = (value: string) => ({ value, type: String, format: '@' })

export const refusedWorkbook: RefusedWorkbook = async ({ plan, sheet }, result) => {
  const late = new Map(result?.refused.map(({ line, reason }) => [line, reason]))
  const why = new Map(
    plan.rows.flatMap((row) => {
      const reason = late.get(row.line)
      if (row.verdict === 'refused') return [[row.line, explain(row)]]
      return reason === undefined ? [] : [[row.line, reasons[reason]]]
    }),
  )
  // A file that has been here before brings the column along.
  const kept = sheet.headings.flatMap((heading, at) => (heading === reasonHeading ? [] : [at]))
  const rows = sheet.rows.filter(({ line }) => why.has(line))
  const file = await writeExcel([
    {
      sheet: reasonHeading,
      stickyRowsCount: sheet.titles.length + 1,
      columns: [...kept.map(() => ({ width: 16 })), { width: 48 }],
      data: [
        // They may say whose list it is.
        ...sheet.titles.map((title) => [text(title)]),
        [...kept.map((at) => text(sheet.headings[at] ?? '')), text(reasonHeading)],
        ...rows.map(({ line, cells }) => [
          ...kept.map((at) => text(wordsOf(cells[at] ?? null))),
          text(why.get(line) ?? ''),
        ]),
      ],
    },
  ]).toBuffer()
  return file
}

function explain(row: ImportRow & { readonly verdict: 'refused' }): string {
  const { reason, column, firstLine } = row
  const words =
    firstLine === undefined ? reasons[reason] : `${reasons[reason]}:与第${firstLine}行相同`
  return column === undefined ? words : `【${column}】${words}`
}
