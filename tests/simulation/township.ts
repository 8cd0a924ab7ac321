/**
 * The township of the simulation: made-up record types with every policy, dated and undated, seen by many and by few; the
 * people who write them; and the office that moves people, posts and archives about.
 */
import type { Actor } from '../../schema/access.ts'
import { personBucket, publicBucket, workBucket } from '../../schema/bucket.ts'
import { defineRecord, makeRegistry } from '../../schema/define-record.ts'
import {
  choice,
  dateTime,
  field,
  group,
  integer,
  moment,
  optional,
  ref,
  setOf,
  text,
  words,
} from '../../schema/field.ts'
import type { Body } from '../../schema/json.ts'
import { conflict } from '../../schema/records/conflict.ts'
import { organisation } from '../../schema/records/organisation.ts'
import { person } from '../../schema/records/person.ts'
import { post } from '../../schema/records/post.ts'
import { localYear } from '../../schema/rules/calendar.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import type { Account } from '../../sync/authority/answer.ts'
import type { Store } from '../../sync/authority/store.ts'
import { makeStamp } from '../../sync/clock.ts'
import { accounts, branches, forbidden, settleTownship } from '../../sync/example-township.ts'
import { LawBroken } from './faults.ts'
import { paper, paperAtFirst } from './paper.ts'
import { mayWrite } from './permission.ts'

export { branches, forbidden }

export const start = Date.parse('2026-03-01T00:00:00.000Z')
const undated = '2026-03-01T00:00:00.000Z'

/** A row of last year or of an older one is dated so. */
export const dateIn = (year: number): string => `${year}-06-15T02:00:00.000Z`

const fields = {
  branchId: field('党支部', 'Branch', ref('organisation')),
  author: field('作者', 'Author', text({ max: 20 }), 'once'),
  title: field('标题', 'Title', optional(text({ max: 20 })), 'ask'),
  state: field(
    '状态',
    'State',
    optional(choice({ open: words('开', 'Open'), shut: words('关', 'Shut') })),
  ),
  items: field('条目', 'Items', setOf(group({ order: integer({ min: 0, max: 99 }) })), 'ask'),
  seenAt: field('所见', 'Seen', optional(moment())),
  heldAt: field('时间', 'Held', optional(dateTime())),
  /** Who helps sees the row among what concerns him, whatever branch it is in. */
  helperId: field('协助', 'Helper', optional(ref('person'))),
  filler: field('内容', 'Contents', optional(text({ max: 4_000 }))),
}

type Written = {
  readonly branchId: string
  readonly title?: string
  readonly heldAt?: string
  readonly helperId?: string
}

const statement = {
  name: 'entry',
  words: words('条目', 'Entry'),
  at: (body: Written) => body.heldAt ?? undated,
  of: (body: Written) => body.branchId,
  seenIn: (body: Written) => [
    publicBucket(body.branchId, localYear(body.heldAt ?? undated)),
    ...(body.helperId ? [personBucket(body.helperId)] : []),
  ],
  asks: (body: Written) => body.branchId,
  write: mayWrite,
}

const place = field('地点', 'Place', optional(text({ max: 20 })))

const entry = defineRecord({
  ...statement,
  version: 2,
  fields: { ...fields, place },
  upgrades: [
    ({ spot, ...others }) => ({ ...others, ...(spot !== undefined && { place: spot ?? null }) }),
  ],
})

/** As the release that spoke protocol 1 knew it. */
const entryAtFirst = defineRecord({ ...statement, fields: { ...fields, spot: place } })

/** Seen by those who keep a branch, and by the township only where it looks. */
const note = defineRecord({
  name: 'note',
  words: words('备忘', 'Note'),
  at: (body) => body.heldAt ?? undated,
  of: (body) => body.branchId,
  fields: {
    branchId: fields.branchId,
    author: fields.author,
    heldAt: fields.heldAt,
    title: field('标题', 'Title', optional(text({ max: 20 }))),
  },
  seenIn: (body) => [workBucket(body.branchId, localYear(body.heldAt ?? undated))],
  write: mayWrite,
})

export const registry = makeRegistry([organisation, person, post, conflict, entry, note, paper])
export const registryAtFirst = makeRegistry([
  organisation,
  person,
  post,
  entryAtFirst,
  note,
  paperAtFirst,
])

/** Secretary and deputy of one branch, the secretary of another, the township above both, and a member without office. */
export const people: readonly Account[] = [...accounts, { id: 'account-4', personId: 'member-a' }]
export const homeOf = (personId: string): string =>
  personId.endsWith('-a') ? 'branchA' : personId === 'staff' ? 'branchA' : 'branchB'

/** Stands above everybody and has no device. */
const administrator: Actor = {
  accountId: 'office',
  personId: 'office',
  branchId: 'township',
  lineage: ['township'],
  offices: [
    {
      office: 'administrator',
      organisationId: 'township',
      covers: ['township', 'branchA', 'branchB'],
    },
  ],
}

export type OfficeEdit = { readonly id: string; readonly row: string; readonly type: string }

/** What the office writes, judged like anybody's words. */
export async function writeAsOffice(
  store: Store,
  now: number,
  edits: readonly (OfficeEdit & { readonly fields: Body })[],
): Promise<void> {
  const written = edits.map((edit, counter) => ({
    ...edit,
    version: registry.find(edit.type)?.version ?? 1,
    stamp: makeStamp({ ms: now, counter, device: 'office' }),
    basis: {},
    madeAt: now,
    offset: 0,
  }))
  const arrival = { actor: administrator, device: 'office', now, sentAt: now }
  const verdicts = await store.write((transaction) =>
    acceptEdits(registry, transaction, written, arrival, (error) => {
      throw error
    }),
  )
  const refused = verdicts.find(({ result }) => result === 'refused')
  if (refused) throw new LawBroken('P6', `the office may not write: ${JSON.stringify(refused)}`)
}

export async function settle(store: Store): Promise<void> {
  await settleTownship(store)
  const fields = { name: '戊', branchId: 'branchA', kind: 'full' }
  await writeAsOffice(store, start, [
    { id: 'born-member', row: 'member-a', type: 'person', fields },
  ])
}
