import type { OrganisationRecord } from './desk-records.ts'

export type Groups = ReadonlyMap<string, readonly OrganisationRecord['body'][]>

/** The groups of each branch. */
export function groupsOf(all: readonly Pick<OrganisationRecord, 'body'>[]): Groups {
  const groups = new Map<string, OrganisationRecord['body'][]>()
  for (const { body } of all) {
    if (body.kind !== 'group' || body.parentId === undefined) continue
    const known = groups.get(body.parentId)
    if (known) known.push(body)
    else groups.set(body.parentId, [body])
  }
  return groups
}
