/** The columns of a ledger of meetings (三会一课台账): every township has its own form of it. */
import { succeed } from '../../sync/result.ts'
import type { Reading } from './cells.ts'
import { foldCode, readText, wordsOf } from './cells.ts'
import { readMeetingKinds } from './gathering-kinds.ts'
import { readClock, readWhen } from './gathering-time.ts'
import type { Cell } from './sheet.ts'
import type { Column } from './table.ts'

/** Lines stay lines; dashes and 无 say nothing. */
function readLines(cell: Cell): Reading<string> {
  const lines = wordsOf(cell)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const said = readText(lines)
  return said.ok && said.value === undefined ? said : succeed(lines)
}

/** Names: here 无 is an answer. */
const readNames = (cell: Cell): Reading<string> => succeed(wordsOf(cell) || undefined)

/** 25, 25人, 应到25人; anything else stays the words it is: 约25 is not 25. */
function readCount(cell: Cell): Reading<number | string> {
  const text = readText(cell)
  if (!text.ok || text.value === undefined) return text
  const [, digits] =
    /^(?:[应实][到出参]\D{0,4}|共|计)?(\d{1,4})\s*[人名]?$/.exec(foldCode(text.value)) ?? []
  return succeed(digits === undefined ? text.value : Number(digits))
}

export type Counts = { readonly expected: number; readonly present: number }

/** 25/22, 应到25人，实到22人: one column for both. */
function readCounts(cell: Cell): Reading<Counts | string> {
  const text = readText(cell)
  if (!text.ok || text.value === undefined) return text
  const [, expected, present] =
    /^(?:应[到出]\D{0,4})?(\d{1,4})\s*[人名]?\s*[/,、;\s]\s*(?:实[到出]\D{0,4})?(\d{1,4})\s*[人名]?$/.exec(
      foldCode(text.value),
    ) ?? []
  return succeed(
    expected === undefined ? text.value : { expected: Number(expected), present: Number(present) },
  )
}

/** The number of a record of this book, `20261015-402913`. Whatever else a ledger numbers its rows with says nothing here. */
function readRecord(cell: Cell): Reading<string> {
  const [record] = /^\d{8}-\d{6}$/.exec(foldCode(wordsOf(cell))) ?? []
  return succeed(record)
}

const times = ['时间', '会议时间', '召开时间', '开会时间', '活动时间', '开展时间', '开始时间']

export const ledger: readonly Column[] = [
  {
    key: 'date',
    heading: '日期',
    also: ['会议日期', '召开日期', '开会日期', '活动日期', ...times, '时间/日期', '日期/时间'],
    required: true,
    needed: 'noDate',
    read: readWhen,
  },
  { key: 'clock', heading: '时间', also: times, read: readClock },
  { key: 'ends', heading: '结束时间', read: readClock },
  {
    key: 'kinds',
    heading: '会议类型',
    also: ['类型', '会议类别', '类别', '会议名称', '会议形式', '活动类型', '组织生活类型', '种类'],
    required: true,
    needed: 'noMeetingKind',
    read: readMeetingKinds,
  },
  {
    key: 'branch',
    heading: '党支部',
    also: ['所在党支部', '支部', '支部名称', '党支部名称', '党组织名称', '所在支部', '单位'],
    read: readText,
  },
  { key: 'place', heading: '地点', also: ['会议地点', '召开地点', '活动地点'], read: readText },
  {
    key: 'topic',
    heading: '主题',
    also: ['会议主题', '议题', '会议议题', '主要议题', '活动主题', '主题/内容', '内容', '题目'],
    read: readLines,
  },
  { key: 'chair', heading: '主持人', also: ['主持', '会议主持', '会议主持人'], read: readNames },
  { key: 'recorder', heading: '记录人', also: ['记录', '会议记录人', '记录员'], read: readNames },
  {
    key: 'expected',
    heading: '应到',
    also: ['应到人数', '应到会人数', '应参会人数', '应参加人数', '应出席人数', '应到党员'],
    read: readCount,
  },
  {
    key: 'present',
    heading: '实到',
    also: [
      '实到人数',
      '实到会人数',
      '实际参会人数',
      '参会人数',
      '参加人数',
      '到会人数',
      '出席人数',
    ],
    read: readCount,
  },
  {
    key: 'counts',
    heading: '应到/实到',
    also: ['应到实到', '应到、实到', '应到/实到人数', '到会情况', '出勤情况', '出席情况'],
    read: readCounts,
  },
  {
    key: 'attended',
    heading: '参加人员',
    also: ['参会人员', '出席人员', '到会人员', '参会党员', '参加党员', '实到人员'],
    read: readNames,
  },
  {
    key: 'absent',
    heading: '缺席人员',
    also: [
      '缺席人员及原因',
      '缺席',
      '缺席及原因',
      '缺席名单',
      '未到人员',
      '未到人员及原因',
      '缺勤人员',
    ],
    read: readNames,
  },
  {
    key: 'leave',
    heading: '请假人员',
    also: ['请假人员及原因', '请假', '请假情况'],
    read: readNames,
  },
  { key: 'guests', heading: '列席人员', also: ['列席'], read: readText },
  {
    key: 'content',
    heading: '会议记录',
    also: [
      '主要内容',
      '会议内容',
      '活动内容',
      '会议记录/主要内容',
      '记录内容',
      '会议情况',
      '开展情况',
    ],
    read: readLines,
  },
  {
    key: 'resolutions',
    heading: '决议',
    also: ['会议决议', '决议事项', '形成决议', '决定事项', '议定事项', '会议决定'],
    read: readLines,
  },
  { key: 'record', heading: '编号', also: ['会议编号', '记录编号'], read: readRecord },
  { key: 'remark', heading: '备注', read: readLines },
]
