/** Who asks, and of what: one person in each office, all of them members of one branch, and places near and far from it. */
import type { Office } from '../../schema/access.ts'
import type { Words } from '../../schema/field.ts'
import { words } from '../../schema/field.ts'
import type { NewRow } from '../../server/accounts/founding.ts'

type Held = {
  readonly office: Office
  readonly at: string
  readonly from?: string
  readonly until?: string
}

/** 15 October 2026, ten in the morning. */
export const now = Date.parse('2026-10-15T02:00:00.000Z')

const role = (zh: string, en: string, ...held: readonly Held[]) => ({ words: words(zh, en), held })

export const roles = {
  member: role('党员', 'member'),
  committee: role('支部委员', 'committee member', { office: 'committee', at: 'east' }),
  former: role('卸任的书记', 'former secretary', {
    office: 'secretary',
    at: 'east',
    until: '2026-10-14',
  }),
  coming: role('将上任的书记', 'secretary to come', {
    office: 'secretary',
    at: 'east',
    from: '2026-10-16',
  }),
  deputy: role('副书记', 'deputy secretary', { office: 'deputy', at: 'east' }),
  secretary: role('书记', 'secretary', { office: 'secretary', at: 'east' }),
  sent: role('派到邻村的书记', 'secretary sent next door', { office: 'secretary', at: 'west' }),
  townStaff: role('镇工作人员', 'township staff', { office: 'staff', at: 'town' }),
  townAdmin: role('镇管理员', 'township administrator', {
    office: 'administrator',
    at: 'town',
  }),
  countyStaff: role('县工作人员', 'county staff', { office: 'staff', at: 'county' }),
  countyAdmin: role('县管理员', 'county administrator', {
    office: 'administrator',
    at: 'county',
  }),
} as const
export type Role = keyof typeof roles
export const everyRole = Object.keys(roles) as Role[]

/** Where a record lies, seen from the one who asks; `self` is about himself. */
export const places = {
  self: { organisation: 'east', words: words('本人', 'about himself') },
  own: { organisation: 'east', words: words('本支部', 'own branch') },
  next: { organisation: 'west', words: words('本镇其他支部', 'another branch of the township') },
  town: { organisation: 'town', words: words('镇党委', 'the township committee itself') },
  away: { organisation: 'north', words: words('外镇支部', 'a branch of another township') },
  county: { organisation: 'county', words: words('县委', 'the county committee itself') },
} as const satisfies Record<string, { organisation: string; words: Words }>
export type Place = keyof typeof places
export const everyPlace = Object.keys(places) as Place[]

const organisation = (id: string, kind: string, parentId?: string): NewRow => ({
  id,
  type: 'organisation',
  fields: { name: id, kind, ...(parentId && { parentId }) },
})

/** The organisations, and everybody with his posts. */
export const ground: readonly NewRow[] = [
  organisation('county', 'county'),
  organisation('town', 'township', 'county'),
  organisation('hill', 'township', 'county'),
  organisation('east', 'branch', 'town'),
  organisation('west', 'branch', 'town'),
  organisation('north', 'branch', 'hill'),
  ...['east', 'west', 'north'].map((branch) => organisation(`${branch}-group`, 'group', branch)),
  ...everyRole.map((id) => ({
    id,
    type: 'person',
    fields: { name: id, branchId: 'east', kind: 'full' },
  })),
  ...everyRole.flatMap((id) =>
    roles[id].held.map(({ office, at, from = '2020-01-01', until }) => ({
      id: `post-${id}`,
      type: 'post',
      fields: { personId: id, organisationId: at, office, from, ...(until && { until }) },
    })),
  ),
]
