import type { Actor } from '../access.ts'
import { keepsBranch, oversees } from '../access.ts'
import { organisationBucket } from '../bucket.ts'
import type { Change } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import {
  choice,
  field,
  group,
  integer,
  listOf,
  optional,
  partialDay,
  ref,
  setOf,
  text,
  words,
  yesNo,
} from '../field.ts'

export const organisationKinds = {
  county: words('县（市、区）党委', 'County committee'),
  township: words('乡镇（街道）党委', 'Township committee'),
  generalBranch: words('党总支', 'General branch'),
  branch: words('党支部', 'Branch'),
  jointBranch: words('联合党支部', 'Joint branch'),
  floatingBranch: words('流动党员党支部', 'Branch of floating members'),
  group: words('党小组', 'Group'),
} as const

export type OrganisationKind = keyof typeof organisationKinds

/** Those that meet, keep members and are asked for organisational life. */
export const meets: readonly OrganisationKind[] = ['branch', 'jointBranch', 'floatingBranch']

type Placed = { readonly kind?: unknown; readonly parentId?: unknown }

const lies = ({ kind, parentId }: Placed, under: string | undefined): boolean =>
  kind === 'group' && parentId === under

/** For records that say their branch and name its groups. */
export const isGroupOfBranch = ({ branchId }: { readonly branchId: string }, named: Placed) =>
  lies(named, branchId)

const ofGroup = ['name', 'kind', 'parentId', 'leaderId', 'foundedOn', 'removedAt']

/** A branch divides itself: whoever keeps it makes its groups, names and dissolves them, and none of them goes elsewhere. */
function keepsGroup(
  actor: Actor,
  { before, after, written }: Change<Placed & { readonly parentId?: string }>,
): boolean {
  const { parentId = '' } = after
  return (
    keepsBranch(actor, parentId) &&
    lies(after, parentId) &&
    lies(before ?? after, parentId) &&
    written.every((name) => ofGroup.includes(name))
  )
}

/** One Party organisation. Together they are a tree of any depth. */
const fixedDay = ['themeDay', 'themeDays']

export const organisation = defineRecord({
  name: 'organisation',
  words: words('党组织', 'Organisation'),
  at: () => '1970-01-01T00:00:00.000Z',
  of: (body) => body.parentId ?? '',
  fields: {
    name: field('党组织全称', 'Full name', text({ max: 80 })),
    kind: field('类别', 'Kind', choice(organisationKinds)),
    parentId: field('上级党组织', 'Superior', optional(ref('organisation'))),
    aliases: field('别名', 'Also called', optional(listOf(text({ max: 80 }), { max: 20 }))),
    sector: field('所属行业', 'Sector', optional(text({ max: 40 }))),
    /** Of a group: who leads it. No right follows from it. */
    leaderId: field('组长', 'Leader', optional(ref('person'))),
    secretaryName: field('书记', 'Secretary', optional(text({ max: 40 }))),
    phone: field('联系电话', 'Telephone', optional(text({ max: 30 }))),
    termEnds: field('届满日期', 'Term ends', optional(partialDay())),
    foundedOn: field('成立日期', 'Founded', optional(partialDay())),
    hasCommittee: field('是否设支委会', 'Has a committee', optional(yesNo())),
    /** Of its first committee: before that it owes none of its meetings. */
    committeeSince: field('支委会成立日期', 'Committee since', optional(partialDay())),
    themeDay: field(
      '每月主题党日',
      'Theme day of the month',
      optional(integer({ min: 1, max: 28 })),
    ),
    /** Chosen since, by the month from which each is in force (rules/theme-day.ts). */
    themeDays: field(
      '改定的主题党日',
      'Theme days chosen since',
      setOf(group({ day: optional(integer({ min: 1, max: 28 })) })),
    ),
  },
  under: 'parentId',
  mayName: {
    parentId: ({ kind }, above) => kind !== 'group' || meets.some((each) => each === above['kind']),
  },
  // The members of a branch hold its groups, too.
  seenIn: ({ kind, parentId }, id) =>
    [id, ...(kind === 'group' && parentId !== undefined ? [parentId] : [])].map(organisationBucket),
  // A root is made by setting the server up, never by an edit.
  write: (actor, change) => {
    const { id, before, after, written } = change
    if (keepsGroup(actor, change)) return true
    if (before === undefined) return after.parentId !== undefined && oversees(actor, after.parentId)
    // The branch itself chooses its fixed day.
    if (keepsBranch(actor, id) && written.every((name) => fixedDay.includes(name))) return true
    const overseesAbove = oversees(actor, before.parentId ?? '')
    // Offices in a removed organisation give no rights: who removed his own could not bring it back.
    if (written.includes('removedAt') && !overseesAbove) return false
    return (
      oversees(actor, id) &&
      (before.parentId === after.parentId ||
        (overseesAbove && oversees(actor, after.parentId ?? '')))
    )
  },
})
