/** A very small township for the simulation: two branches, four accounts, and one made-up record type with every policy. */
import { keepsBranch, oversees } from '../schema/access.ts'
import { publicBucket } from '../schema/bucket.ts'
import { defineRecord, makeRegistry } from '../schema/define-record.ts'
import {
  choice,
  field,
  group,
  integer,
  moment,
  optional,
  ref,
  setOf,
  text,
  words,
} from '../schema/field.ts'
import type { Body } from '../schema/json.ts'
import { conflict } from '../schema/records/conflict.ts'
import { organisation } from '../schema/records/organisation.ts'
import { person } from '../schema/records/person.ts'
import { post } from '../schema/records/post.ts'
import type { Account } from './authority/answer.ts'
import { makePacker } from './authority/packs.ts'
import type { Store } from './authority/store.ts'

/** What the authority refuses, so that refusals happen often. */
export const forbidden = 'forbidden'

export const entry = defineRecord({
  name: 'entry',
  words: words('条目', 'Entry'),
  at: () => '2026-03-01T00:00:00.000Z',
  of: (body) => body.branchId,
  fields: {
    branchId: field('党支部', 'Branch', ref('organisation')),
    author: field('作者', 'Author', text({ max: 20 }), 'once'),
    title: field('标题', 'Title', optional(text({ max: 20 })), 'ask'),
    place: field('地点', 'Place', optional(text({ max: 20 }))),
    state: field(
      '状态',
      'State',
      optional(choice({ open: words('开', 'Open'), shut: words('关', 'Shut') })),
    ),
    items: field('条目', 'Items', setOf(group({ order: integer({ min: 0, max: 99 }) })), 'ask'),
    seenAt: field('所见', 'Seen', optional(moment())),
  },
  seenIn: (body) => [publicBucket(body.branchId, '2026')],
  asks: (body) => body.branchId,
  write: (actor, { before, after }) => {
    const may = (branchId: string) => keepsBranch(actor, branchId) || oversees(actor, branchId)
    return after.title !== forbidden && may(after.branchId) && (!before || may(before.branchId))
  },
})

export const registry = makeRegistry([organisation, person, post, entry, conflict])

/** Packs that are plain text, so that a failing history can be read. */
export const plainPacker = makePacker((text) => Promise.resolve(text), 1_000_000)
export const plainText = (data: string): Promise<string> => Promise.resolve(data)

/** A request that asks for everything and brings nothing. */
export const emptyRequest = {
  edits: [],
  positions: {},
  open: [],
  scope: '',
  page: 2_000_000,
  packs: false,
  check: {},
}

export const branches = ['branchA', 'branchB'] as const

/** Secretary and deputy of one branch, the secretary of another, and the township above both. */
export const accounts: readonly Account[] = [
  { id: 'account-0', personId: 'secretary-a' },
  { id: 'account-1', personId: 'deputy-a' },
  { id: 'account-2', personId: 'secretary-b' },
  { id: 'account-3', personId: 'staff' },
]

const seeds: readonly (readonly [string, string, Body])[] = [
  ['township', 'organisation', { name: '平原镇党委', kind: 'township' }],
  ['branchA', 'organisation', { name: '石槽村党支部', kind: 'branch', parentId: 'township' }],
  ['branchB', 'organisation', { name: '柳林村党支部', kind: 'branch', parentId: 'township' }],
  ['secretary-a', 'person', { name: '甲', branchId: 'branchA', kind: 'full' }],
  ['deputy-a', 'person', { name: '乙', branchId: 'branchA', kind: 'full' }],
  ['secretary-b', 'person', { name: '丙', branchId: 'branchB', kind: 'full' }],
  ['staff', 'person', { name: '丁', branchId: 'branchB', kind: 'full' }],
  [
    'post-0',
    'post',
    { personId: 'secretary-a', organisationId: 'branchA', office: 'secretary', from: '2020-01-01' },
  ],
  [
    'post-1',
    'post',
    { personId: 'deputy-a', organisationId: 'branchA', office: 'deputy', from: '2020-01-01' },
  ],
  [
    'post-2',
    'post',
    { personId: 'secretary-b', organisationId: 'branchB', office: 'secretary', from: '2020-01-01' },
  ],
  [
    'post-3',
    'post',
    { personId: 'staff', organisationId: 'township', office: 'staff', from: '2020-01-01' },
  ],
]

/** Puts the township's people and offices on record. */
export const settleTownship = (store: Store): Promise<void> =>
  store.write(async (transaction) => {
    for (const [id, type, body] of seeds) {
      const definition = registry.find(type)
      if (!definition) throw new Error(type)
      const stamps = Object.fromEntries(Object.keys(body).map((name) => [name, '000000000000seed']))
      const row = {
        id,
        type,
        of: definition.of(body),
        at: definition.at(body),
        rev: 1,
        body,
        stamps,
      }
      await transaction.putRow(row)
      for (const bucket of definition.seenIn(body, id)) await transaction.log(bucket, row, false)
    }
  })
