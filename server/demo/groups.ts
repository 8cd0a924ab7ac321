/**
 * The branch whose secretary shows the demonstration is large, and divided into groups: three months ago she made them on her
 * phone, and noted what they held since. Who meets this month is left to whoever looks.
 */
import { derivedId } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import { instantOf, localMonth, monthAfter } from '../../schema/rules/calendar.ts'
import { idOf } from './chance.ts'
import type { DemoBranch } from './month.ts'
import type { Note } from './note.ts'
import type { Cast } from './people.ts'

const names = ['第一党小组', '第二党小组', '第三党小组'] as const
const monthsBack = 3

type Group = { readonly id: string; readonly name: string; readonly members: readonly string[] }
type Write = (type: string, id: string, at: number, fields: Record<string, Json>) => Note

export function groupsOf({ branches, secretary }: Cast, now: number): readonly Note[] {
  const branch = branches.find(({ secretaryId }) => secretaryId === secretary.id)
  if (!branch) throw new Error('the secretary of the demonstration has a branch')
  const write: Write = (type, id, at, fields) => ({ by: secretary.id, type, id, at, fields })
  const thisMonth = localMonth(new Date(now).toISOString())
  const begun = monthAfter(thisMonth, -monthsBack)
  const groups = names.map((name, index): Group => ({
    id: idOf(`group ${name}`),
    name,
    // Neighbours in the roster are neighbours in the village.
    members: branch.members
      .filter((_member, place) => place % names.length === index)
      .map(({ id }) => id),
  }))
  const met = Array.from({ length: monthsBack - 1 }, (_none, step) =>
    groups.flatMap((group, index) =>
      meetingOf(branch, group, `${monthAfter(begun, step + 1)}-${22 + index}`, write),
    ),
  )
  return [...groups.flatMap((group) => making(branch, group, begun, write)), ...met.flat()]
}

function making(branch: DemoBranch, group: Group, month: string, write: Write): readonly Note[] {
  const at = Date.parse(instantOf(`${month}-28`, '20:00'))
  const { id, name, members } = group
  const fields = { name, kind: 'group', parentId: branch.id, foundedOn: `${month}-28` }
  return [
    write('organisation', id, at, { ...fields, leaderId: members[0] ?? null }),
    ...members.map((member) => write('person', member, at + 60_000, { groupId: id })),
  ]
}

const agenda = [
  { order: 0, title: '学习', notes: '轮流读支部发的学习材料，各说一条体会。' },
  { order: 1, title: '分户走访', notes: '对照上月名单，说走访了哪几户、有什么难处。' },
] as const

function meetingOf(
  branch: DemoBranch,
  { id: groupId, members }: Group,
  day: string,
  write: Write,
): readonly Note[] {
  const id = idOf(`meeting ${groupId} ${day}`)
  const startsAt = instantOf(day, '19:30')
  const at = Date.parse(startsAt) + 3 * 3_600_000
  const common = { branchId: branch.id, startsAt, place: branch.place }
  const floating = new Set(branch.members.filter((each) => each.floating).map((each) => each.id))
  return [
    write('meeting', id, at, {
      ...{ ...common, kinds: ['group'], groupIds: [groupId] },
      chairId: members[0] ?? null,
      recorderId: members[1] ?? null,
      ...Object.fromEntries(agenda.map((item) => [`agenda/k${item.order + 1}`, item])),
    }),
    ...members.map((personId) =>
      write('attendance', derivedId('attendance', [id, personId]), at + 60_000, {
        ...{ meetingId: id, personId, branchId: branch.id, heldAt: startsAt },
        status: floating.has(personId) ? 'excused' : 'present',
        ...(floating.has(personId) && { reason: '跑车在外' }),
      }),
    ),
  ]
}
