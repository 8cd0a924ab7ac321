/** A branch's records in the mixture real ones have: thirty attendances a meeting, words in the meeting. */
import { randomBytes } from 'node:crypto'
import { derivedId } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { localYear } from '../../schema/rules/calendar.ts'

export type PlainRow = { readonly id: string; readonly type: string; readonly body: Body }

const id = () => randomBytes(16).toString('base64url')
const members = 30

/** Spread evenly over this year and the ones before it; a phone holds two years unasked. */
export function branchRows(
  branchId: string,
  count: number,
  nowMs: number,
  years: number,
): readonly PlainRow[] {
  const people = Array.from({ length: members }, id)
  const earliest = Date.parse(
    `${Number(localYear(new Date(nowMs).toISOString())) - years + 1}-01-02T00:00:00Z`,
  )
  const gatherings = Math.ceil(count / (members + 1))
  const rows: PlainRow[] = []
  for (let index = 0; index < gatherings; index += 1) {
    const heldAt = new Date(earliest + ((nowMs - earliest) * index) / gatherings).toISOString()
    const meetingId = id()
    rows.push({
      id: meetingId,
      type: 'meeting',
      body: {
        branchId,
        kinds: ['themeDay', 'memberMeeting'],
        startsAt: heldAt,
        place: '村委会会议室',
        topic: '秋冬防火和秸秆管理',
        chairId: people[index % members] ?? '',
        recorderId: people[(index + 7) % members] ?? '',
        agenda: {
          k1: {
            order: 0,
            title: '传达学习',
            notes: `第${index + 1}次：传达镇里工作安排，逐条说明办法。`,
          },
          k2: { order: 1, title: '分片包户', notes: '每名党员联系5到8户，把明白纸送到户。' },
        },
      },
    })
    for (const [place, personId] of people.entries()) {
      const status = (place * 7 + index * 3) % 10 === 0 ? 'excused' : 'present'
      rows.push({
        id: derivedId('attendance', [meetingId, personId]),
        type: 'attendance',
        body: {
          meetingId,
          personId,
          branchId,
          heldAt,
          status,
          ...(status === 'excused' && { reason: '外出务工' }),
        },
      })
    }
  }
  return rows.slice(0, count)
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文斌建国红梅']
const membersOfBranch = 30

/** A township's roster: branches of thirty, names as they are. */
export function rosterRows(townshipId: string, count: number): readonly PlainRow[] {
  const pick = (list: readonly string[], index: number) => list[index % list.length] ?? ''
  return Array.from({ length: count }, (_none, index): PlainRow[] => {
    const branchId = `roster-branch-${Math.floor(index / membersOfBranch)}`
    const name = pick(surnames, index * 7) + pick(given, index * 3) + pick(given, index * 11)
    const person: PlainRow = { id: id(), type: 'person', body: { name, branchId, kind: 'full' } }
    if (index % membersOfBranch !== 0) return [person]
    const called = `${pick(given, index)}${pick(given, index * 5)}村党支部`
    const body = { name: called, kind: 'branch', parentId: townshipId }
    return [{ id: branchId, type: 'organisation', body }, person]
  }).flat()
}
