/** The organisations somebody works for, as a tree of any depth, and what is found in it. */
import type { Actor } from '#schema/access.ts'
import { isCommitteeOffice } from '#schema/access.ts'
import { meets } from '#schema/records/organisation.ts'
import { matchesName } from '#lib/ui/match-name.ts'
import { initialsOf } from './initials.ts'
import type { OrganisationRecord, PersonRecord } from '#lib/record/recorded.ts'
import { byName } from '#lib/record/recorded.ts'

export const isBranch = ({ body }: OrganisationRecord): boolean => meets.includes(body.kind)

export type OrganisationNode = OrganisationRecord & {
  readonly children: readonly OrganisationNode[]
  /** Members of it and of everything below it. */
  readonly members: number
}

/** The organisations an actor works for; one below another is left to that one. */
export function rootsOf(actor: Actor): readonly string[] {
  const held = actor.offices.filter(isCommitteeOffice)
  const ids = [...new Set(held.map(({ organisationId }) => organisationId))]
  return ids.filter(
    (id) =>
      !held.some(({ organisationId, covers }) => organisationId !== id && covers.includes(id)),
  )
}

function childrenByParent(
  all: readonly OrganisationRecord[],
): ReadonlyMap<string, readonly OrganisationRecord[]> {
  const children = new Map<string, OrganisationRecord[]>()
  for (const each of [...all].sort(byName)) {
    const parent = each.body.parentId
    if (parent === undefined) continue
    const siblings = children.get(parent)
    if (siblings) siblings.push(each)
    else children.set(parent, [each])
  }
  return children
}

export function countMembers(people: readonly PersonRecord[]): ReadonlyMap<string, number> {
  const members = new Map<string, number>()
  for (const { body } of people) members.set(body.branchId, (members.get(body.branchId) ?? 0) + 1)
  return members
}

export function organisationTree(
  all: readonly OrganisationRecord[],
  roots: readonly string[],
  members: ReadonlyMap<string, number> = new Map(),
): readonly OrganisationNode[] {
  const children = childrenByParent(all)
  // Two superiors entered for each other would never end: an organisation is placed once.
  const placed = new Set<string>()
  const place = (each: OrganisationRecord): OrganisationNode => {
    const { id, body } = each
    placed.add(id)
    const below = (children.get(id) ?? []).filter((child) => !placed.has(child.id)).map(place)
    // Accounts of a committee's office belong to the committee and are on no roster.
    const own = isBranch(each) ? (members.get(id) ?? 0) : 0
    return {
      id,
      body,
      children: below,
      members: below.reduce((sum, child) => sum + child.members, own),
    }
  }
  return all
    .filter(({ id }) => roots.includes(id))
    .sort(byName)
    .map(place)
}

/** Every organisation of the tree, each before what is below it. */
export const flatten = (nodes: readonly OrganisationNode[]): readonly OrganisationNode[] =>
  nodes.flatMap((node) => [node, ...flatten(node.children)])

export const branchesOf = (nodes: readonly OrganisationNode[]): readonly OrganisationNode[] =>
  flatten(nodes).filter(isBranch)

/** Whether any of these people belongs to one of the branches. */
export function hasMembers(
  people: readonly PersonRecord[],
  branches: readonly OrganisationRecord[],
): boolean {
  const ids = new Set(branches.map(({ id }) => id))
  return people.some(({ body }) => ids.has(body.branchId))
}

/** By name, by a name it also goes by, or by the first letters of either. */
const isFound = (query: string, { body }: OrganisationRecord): boolean =>
  [body.name, ...(body.aliases ?? [])].some((name) =>
    matchesName(query, { name, initials: initialsOf(name) }),
  )

/** What is found, with the organisations above it, and everything below it. */
export function searchTree(
  nodes: readonly OrganisationNode[],
  query: string,
): readonly OrganisationNode[] {
  if (query.trim() === '') return nodes
  return nodes.flatMap((node) => {
    if (isFound(query, node)) return [node]
    const children = searchTree(node.children, query)
    return children.length > 0 ? [{ ...node, children }] : []
  })
}
