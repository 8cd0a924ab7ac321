/** The kinds of a gathering by the words people use for them. What is none of them is refused: 集体学习 may be any of four. */
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { meetingKinds } from '../../schema/records/meeting.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { Reading } from './cells.ts'
import { foldCode, wordsOf } from './cells.ts'
import type { Cell } from './sheet.ts'

const order = Object.keys(meetingKinds) as MeetingKind[]

/** Without 支部, 全体 and what else may stand around them (`plain`). */
const names: Readonly<Record<MeetingKind, readonly string[]>> = {
  themeDay: ['主题党日', '党日', '固定党日', '统一党日', '党员活动日', '党员主题党日'],
  memberMeeting: ['党员大会', '支部大会', '党支部大会', '党员会'],
  committee: ['支委会', '委员会', '支委扩大会', '委员会扩大会', '支委'],
  group: ['党小组会', '小组会', '党小组'],
  lecture: ['党课', '上党课', '讲党课', '党课学习', '书记讲党课', '书记上党课', '党课教育'],
  lifeMeeting: ['组织生活会', '生活会', '党员组织生活会'],
  evaluation: ['民主评议党员', '民主评议', '党员民主评议', '民主评议党员大会', '党员评议'],
  talk: ['谈心谈话', '谈心'],
}

const kindByName = new Map(
  Object.entries(names).flatMap(([kind, words]) =>
    // `Object.entries` forgets that its keys are kinds.
    words.map((word): [string, MeetingKind] => [word, kind as MeetingKind]),
  ),
)

const separators = /[、,;/+&\n]|(?:暨|和|及|并)/
const counted =
  /^(?:\d{2,4}年度?)?(?:第?[一二三四1-4]季度|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?)?(?:第?(?:\d{1,3}|[一二三四五六七八九十]{1,3})次)?(?:年度)?/
const around = /^(?:(?:本)?(?:党)?支部|全体|专题)+/
const behind = /(?:会议|活动|会议记录)$/

/** 2024年第3次支部党员大会会议 is 党员大会. */
function plain(words: string): string {
  const core = words.replace(counted, '').replace(around, '')
  const ending = behind.exec(core)?.[0]
  if (ending === undefined) return core
  const short = core.slice(0, -ending.length)
  // 组织生活会会议 loses 会议; of 党员会议 and 支委会议 its 会 stays.
  return kindByName.has(short) || ending !== '会议' ? short : `${short}会`
}

const kindOf = (words: string): MeetingKind | undefined =>
  kindByName.get(words.replace(counted, '')) ?? kindByName.get(plain(words))

/** One gathering may be several kinds at once: 主题党日、党课. */
export function readMeetingKinds(cell: Cell): Reading<readonly MeetingKind[]> {
  const text = foldCode(wordsOf(cell))
  if (/^(|无|[-—_/\\]+)$/.test(text)) return succeed(undefined)
  // 党 课 is 党课 set to the width of the column; 党课 主题党日 are two.
  const found = kindsIn(text.replace(/ /g, '')) ?? kindsIn(text.replace(/ /g, '、'))
  return found ? succeed(order.filter((kind) => found.has(kind))) : fail('badMeetingKind')
}

function kindsIn(text: string): ReadonlySet<MeetingKind> | undefined {
  const found = text.split(separators).filter(Boolean).map(kindOf)
  const kinds = found.filter((kind) => kind !== undefined)
  return kinds.length > 0 && kinds.length === found.length ? new Set(kinds) : undefined
}
