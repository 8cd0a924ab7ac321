/**
 * Who belongs to which group of a branch. A member says his group himself, as it were: it counts only while that group is there
 * and lies under his branch, so that nobody who moves, and nobody of a group that was dissolved, stands where he does not belong.
 */
import type { BodyFor } from '../define-record.ts'
import type { organisation } from '../records/organisation.ts'
import { isGroupOfBranch } from '../records/organisation.ts'
import type { person } from '../records/person.ts'

export type GroupRow = { readonly id: string; readonly body: BodyFor<typeof organisation> }
type Member = Pick<BodyFor<typeof person>, 'branchId' | 'groupId'>
export type MemberRow = { readonly id: string; readonly body: Member }

const names = new Intl.Collator('zh-CN', { numeric: true })
const digits = '一二三四五六七八九'
const numeral = new RegExp(`([${digits}])?十([${digits}])?|[${digits}]`, 'g')

/** `第十二党小组` as `第12党小组`: by sound the second would come before the first. */
const numbered = (name: string): string =>
  name.replace(numeral, (all, tens?: string, ones?: string) => {
    if (!all.includes('十')) return String(digits.indexOf(all) + 1)
    const [ten, one] = [tens, ones].map((each) => (each ? digits.indexOf(each) + 1 : undefined))
    return String((ten ?? 1) * 10 + (one ?? 0))
  })

/** What of the organisations are groups of this branch, in the order in which they are called. */
export const groupsOf = (all: readonly GroupRow[], branchId: string): readonly GroupRow[] =>
  all
    .filter(({ body }) => body.removedAt === undefined && isGroupOfBranch({ branchId }, body))
    .sort((left, right) => names.compare(numbered(left.body.name), numbered(right.body.name)))

/** The one place that says to which of these groups a member belongs. */
export const groupOf = (member: Member, groups: readonly GroupRow[]): GroupRow | undefined =>
  groups.find(
    ({ id, body }) =>
      id === member.groupId && body.removedAt === undefined && isGroupOfBranch(member, body),
  )
