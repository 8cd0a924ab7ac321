/** What a form about a group says, as rows to write. */
import type { RowDraft } from '#lib/data/types.ts'
import { organisation } from '#schema/records/organisation.ts'
import { person } from '#schema/records/person.ts'
import type { GroupRow } from '#schema/rules/groups.ts'
import { groupOf } from '#schema/rules/groups.ts'
import type { PersonRecord } from '#lib/record/recorded.ts'

const numerals = '一二三四五六七八九十'

/** The first of the usual names that is free. */
export const nextName = (names: readonly string[]): string =>
  [...numerals].map((numeral) => `第${numeral}党小组`).find((each) => !names.includes(each)) ?? ''

/** What a form about a group says. */
type GroupSaid = {
  readonly id: string
  readonly isNew: boolean
  readonly branchId: string
  readonly name: string
  readonly foundedOn: string
  readonly leaderId: string
  readonly ticked: readonly string[]
}

/** The rows to write: the group, and everybody who comes in or goes out, in one transaction. */
export function groupDrafts(
  said: GroupSaid,
  people: readonly PersonRecord[],
  groups: readonly GroupRow[],
): readonly RowDraft[] {
  const { id, isNew, branchId, ticked, leaderId, foundedOn } = said
  const isIn = (personId: string) => ticked.includes(personId)
  const moved = people.filter((each) => isIn(each.id) !== (groupOf(each.body, groups)?.id === id))
  return [
    {
      type: organisation,
      id,
      fields: {
        name: said.name.trim(),
        ...(isNew && { kind: 'group', parentId: branchId }),
        foundedOn: foundedOn || null,
        // Only one of its own leads a group.
        leaderId: isIn(leaderId) ? leaderId : null,
      },
    },
    ...moved.map((each) => ({
      type: person,
      id: each.id,
      fields: { groupId: isIn(each.id) ? id : null },
    })),
  ]
}
