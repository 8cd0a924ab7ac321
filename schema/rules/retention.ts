/**
 * How long what is kept, as data with its source: shown in the privacy notice and to those who answer for it. Nothing goes by
 * itself when its time is over: it is due then, and somebody who answers for it erases it.
 */
import type { Words } from '../field.ts'
import { words } from '../field.ts'
import type { Body } from '../json.ts'
import { dayAfter } from './calendar.ts'

export type RetentionRule = {
  readonly name: string
  readonly what: Words
  /** The record types it speaks of. */
  readonly types: readonly string[]
  /** So many years at least from the day it happened; `always`, or as long as somebody is a member. */
  readonly keep: number | 'always' | 'membership'
  readonly source: Words
  /** Since when the rule stands so. */
  readonly from: string
  /** Still in hand: not due, however old. */
  readonly waits?: (body: Body) => boolean
}

/** Whoever was taken off the roll by mistake is back within days, with all he chose. */
const daysAfterLeaving = 90

/** Local days. */
export type Age = {
  /** When it happened, or was last written, whichever is later. */
  readonly since: string
  /** When the person it is about was taken off the roll. */
  readonly leftOn?: string | undefined
}

/** Whether on this local day a row has outlived its rule. */
export function isDue(rule: RetentionRule, body: Body, { since, leftOn }: Age, today: string) {
  if (rule.keep === 'always' || rule.waits?.(body)) return false
  if (rule.keep === 'membership')
    return leftOn !== undefined && dayAfter(leftOn, daysAfterLeaving) < today
  const last = `${String(Number(since.slice(0, 4)) + rule.keep).padStart(4, '0')}${since.slice(4)}`
  return last < today
}

const local = (zh: string, en: string) => words(`本系统的安排：${zh}`, `Our own practice: ${en}`)
const from = '2026-11-26'

export const retentionRules: readonly RetentionRule[] = [
  {
    name: 'files',
    what: words(
      '党员档案（含身份证号）、任职、党小组',
      'Member files (with identity numbers), posts and groups',
    ),
    types: ['person', 'personFile', 'post', 'organisation'],
    keep: 'always',
    source: words('党员档案按上级的档案规定保管', 'Member files are kept as the archive rules say'),
    from,
  },
  {
    name: 'meetings',
    what: words(
      '会议记录、决议、表决、出勤、照片和材料，上报和审阅意见',
      'Minutes, resolutions, votes, attendance, photos and papers, and how they were reviewed',
    ),
    types: ['meeting', 'attendance', 'ownWord', 'attachment', 'tally', 'handIn'],
    keep: 'always',
    source: local(
      '支部的工作记录，没有查到统一的年限',
      'records of branch work; no general term was found',
    ),
    from,
  },
  {
    name: 'exclusions',
    what: words('不计入应到的报批和批复', 'Requests to leave a member out of the count'),
    types: ['exclusion'],
    keep: 'always',
    source: local(
      '表决是否有效要靠它说明，跟会议记录一起保管',
      'whether a vote was valid hangs on it, so it is kept with the minutes',
    ),
    from,
  },
  {
    name: 'studies',
    what: words('学习记录、答题、心得', 'Study, answers, notes'),
    types: ['study'],
    keep: 3,
    source: local('目的达到就不再留', 'not kept beyond its purpose'),
    from,
  },
  {
    name: 'looks',
    what: words('谁看过档案的记录', 'Who looked at which file'),
    types: ['look'],
    keep: 3,
    source: words(
      '《个人信息保护法》：处理情况记录至少保存三年',
      'Personal Information Protection Law: records of processing are kept three years at least',
    ),
    from,
  },
  {
    name: 'corrections',
    what: words('更正申请和答复', 'Requests for correction and their answers'),
    types: ['correction'],
    keep: 3,
    source: words(
      '《个人信息保护法》：处理情况记录至少保存三年',
      'Personal Information Protection Law: records of processing are kept three years at least',
    ),
    from,
    waits: (body) => (body['state'] ?? 'asked') === 'asked',
  },
  {
    name: 'choices',
    what: words(
      '本人意愿、已读隐私说明、出示码用的密钥',
      'Own choices, notice read, the key of one’s code',
    ),
    types: ['consent', 'noticeRead', 'codeKey'],
    keep: 'membership',
    source: local('要能说明是您自己同意的', 'it must be possible to show that you agreed yourself'),
    from,
  },
]
