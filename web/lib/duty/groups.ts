import type { DutyGroup } from '#schema/rules/group-duties.ts'
import type { OrganisationRecord } from '#lib/record/recorded.ts'

export type Groups = ReadonlyMap<string, readonly DutyGroup[]>

/** The groups of each branch, as duties ask of them. */
export function dutyGroups(all: readonly OrganisationRecord[]): Groups {
  const groups = new Map<string, DutyGroup[]>()
  for (const { id, body } of all) {
    if (body.kind !== 'group' || body.parentId === undefined) continue
    const known = groups.get(body.parentId) ?? []
    groups.set(body.parentId, [...known, { id, foundedOn: body.foundedOn }])
  }
  return groups
}
