/** The members of all branches as one list that answers every keystroke. */
import { initialsOf } from './initials.ts'
import type { OrganisationRecord, PersonRecord } from '#lib/record/recorded.ts'
import { byName } from '#lib/record/recorded.ts'

export type MemberKind = PersonRecord['body']['kind']

export type MemberLine = PersonRecord & {
  readonly branchName: string
  /** Everything the line is found by, lower case: searching 5,500 of them is one `includes` each. */
  readonly found: string
}

const bare = (text: string): string => text.toLowerCase().replaceAll(/\s/g, '')

/** Sorted by name. People of organisations not given are left out. */
export function memberLines(
  people: readonly PersonRecord[],
  branches: readonly OrganisationRecord[],
): readonly MemberLine[] {
  const branchWords = new Map(
    branches.map(({ id, body }) => [
      id,
      {
        name: body.name,
        found: [body.name, ...(body.aliases ?? [])]
          .map((name) => `${bare(name)} ^${initialsOf(name)}`)
          .join(' '),
      },
    ]),
  )
  return people
    .flatMap((person) => {
      const branch = branchWords.get(person.body.branchId)
      if (!branch) return []
      const own = `${bare(person.body.name)} ^${person.body.initials ?? initialsOf(person.body.name)}`
      return [{ ...person, branchName: branch.name, found: `${own} ${branch.found}` }]
    })
    .sort(byName)
}

export type MemberFilter = {
  readonly query: string
  readonly branchId: string | undefined
  readonly kind: MemberKind | undefined
  /** Whether he belongs to the group that is looked at, where one is. */
  readonly isOfGroup?: (member: PersonRecord['body']) => boolean
}

const latin = /^[a-z0-9]+$/

/** Chinese is found anywhere; letters only as the beginning of initials, or `c` would find nearly everybody. */
export function findMembers(
  lines: readonly MemberLine[],
  { query, branchId, kind, isOfGroup }: MemberFilter,
): readonly MemberLine[] {
  const wanted = bare(query)
  const needle = latin.test(wanted) ? `^${wanted}` : wanted
  return lines.filter(
    ({ body, found }) =>
      (branchId === undefined || body.branchId === branchId) &&
      (kind === undefined || body.kind === kind) &&
      (isOfGroup === undefined || isOfGroup(body)) &&
      found.includes(needle),
  )
}
