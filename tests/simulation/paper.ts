/**
 * The paper of the simulated township: a document that several people write at once, and that is signed. Its steps and what
 * a signature stands for are said twice, to the engine and, in words of their own, to the laws.
 */
import { createHash } from 'node:crypto'
import type { Actor } from '../../schema/access.ts'
import { keepsBranch, oversees } from '../../schema/access.ts'
import { personBucket, publicBucket } from '../../schema/bucket.ts'
import { defineRecord } from '../../schema/define-record.ts'
import {
  choice,
  digest,
  document,
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
import type { Body, Json } from '../../schema/json.ts'
import { isList, isObject } from '../../schema/json.ts'
import { mayWrite } from './permission.ts'

const longest = 4_000
const fields = {
  branchId: field('党支部', 'Branch', ref('organisation')),
  author: field('作者', 'Author', text({ max: 20 }), 'once'),
  title: field('标题', 'Title', optional(text({ max: 20 }))),
  items: field('条目', 'Items', setOf(group({ order: integer({ min: 0, max: 99 }) }))),
  /** Who helps may sign, and change nothing else. */
  helperId: field('协助', 'Helper', optional(ref('person'))),
}

type Written = { readonly branchId: string; readonly title?: string; readonly helperId?: string }

const statement = {
  name: 'paper',
  words: words('文书', 'Paper'),
  at: () => '2026-03-01T00:00:00.000Z',
  of: (body: Written) => body.branchId,
  seenIn: (body: Written) => [
    publicBucket(body.branchId, '2026'),
    ...(body.helperId ? [personBucket(body.helperId)] : []),
  ],
  write: mayWrite,
}

const maySign = (actor: Actor, body: Written): boolean =>
  actor.personId === body.helperId ||
  keepsBranch(actor, body.branchId) ||
  oversees(actor, body.branchId)

const mayKeep = (actor: Actor, body: Written): boolean => keepsBranch(actor, body.branchId)

export const frozenWhenSigned = ['branchId', 'title', 'minutes', 'items', 'helperId'] as const

export const paper = defineRecord({
  ...statement,
  version: 2,
  fields: {
    ...fields,
    minutes: field('记录', 'Minutes', document({ max: longest })),
    stage: field(
      '阶段',
      'Stage',
      optional(
        choice({
          open: words('未定', 'Open'),
          ready: words('待签', 'Ready'),
          signed: words('已签', 'Signed'),
        }),
      ),
      'workflow',
    ),
    signedById: field('签字人', 'Signed by', optional(ref('person'))),
    signedAt: field('签字时间', 'Signed at', optional(moment())),
    seal: field('校验码', 'Seal', optional(digest())),
  },
  workflows: {
    stage: {
      begins: 'open',
      steps: [
        { from: 'open', to: 'ready', may: mayKeep },
        { from: 'ready', to: 'open', may: mayKeep },
        { from: 'ready', to: 'signed', may: maySign },
        { from: 'open', to: 'signed', may: maySign },
      ],
      freezes: { ready: ['title'], signed: [...frozenWhenSigned] },
      signatures: { signed: { by: 'signedById', at: 'signedAt', seal: 'seal' } },
    },
  },
  upgrades: [
    ({ minutes, ...others }) => ({
      ...others,
      ...(minutes !== undefined && { minutes: { text: minutes ?? '' } }),
    }),
  ],
})

/** As the release that spoke protocol 1 knew it: plain words, the later over the earlier, and nothing to sign. */
export const paperAtFirst = defineRecord({
  ...statement,
  fields: { ...fields, minutes: field('记录', 'Minutes', optional(text({ max: longest }))) },
})

export const stages = ['open', 'ready', 'signed'] as const
export type Stage = (typeof stages)[number]

/** Written by steps and in no other way. */
export const stepFields: ReadonlySet<string> = new Set(['stage', 'signedById', 'signedAt', 'seal'])

/** From where to where, as the laws know it. */
export const leadsOn: Readonly<Record<string, readonly string[]>> = {
  open: ['ready', 'signed'],
  ready: ['open', 'signed'],
  signed: [],
}

/** What was signed, by name in order: what it does not say is left out. */
export const pageOf = (body: Body): Json =>
  Object.fromEntries(
    [...frozenWhenSigned].sort().flatMap((name) => {
      const value = body[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** SHA-256 over the page, computed by Node and not by sync. */
export const sealedBy = (page: Json): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(page)), 'utf8')
    .digest('hex')

const inOrder = (value: Json): Json => {
  if (isList(value)) return value.map(inOrder)
  if (!isObject(value)) return value
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([name, part]) => [name, inOrder(part)]))
}
