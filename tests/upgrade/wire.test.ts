// The wire is read by releases of other years: its shape is pinned by a hash of what validates it, and by messages that
// must go on being written and read just so.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import { isList, isObject } from '../../schema/json.ts'
import { hashOf } from '../../sync/hash.ts'
import { table } from '../../sync/wire/columns.ts'
import type { ReceivedRequest } from '../../sync/wire/request.ts'
import { readRequest, requestSchemas } from '../../sync/wire/request.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { protocol, readReply, replySchema } from '../../sync/wire/sync.ts'
import { oldestProtocol, writeReplyTo } from '../../sync/wire/versions.ts'
import { readReply as readReplyOfFirst } from '../released/v0.1.0/sync/wire/sync.ts'
import { conversationOf, releases } from './fixtures.ts'
import { goldenReply, goldenRequest } from './golden-messages.ts'

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')) as Json
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json
const received = (value: unknown): ReceivedRequest => {
  const request = readRequest(asJson(value), oldestProtocol)
  if (!request) throw new Error('the golden request is none')
  return request
}

const isReleased = releases.some((release) =>
  conversationOf(release).exchanges.some(({ request }) => Object(request).protocol === protocol),
)
const whatToDo = isReleased
  ? `Protocol ${protocol} was released, and phones go on speaking it. Raise \`protocol\` in sync/wire/sync.ts, keep the
schema of the request as it was and write the reply as it was in sync/wire/versions.ts, and add the new hash and new
golden messages beside the old ones. See CONTRIBUTING.md, "Releasing".`
  : `Protocol ${protocol} is not released yet: put the new hash into tests/upgrade/golden/wire.json, and mend the golden
messages beside it.`

describe('W7: the wire', () => {
  it(`validates what it validated`, () => {
    const shape = asJson({ requests: requestSchemas, reply: replySchema, table })
    expect(hashOf(shape), whatToDo).toBe(Object(golden('wire.json'))[protocol])
  })

  it('carries the golden request as it did', () => {
    expect(asJson(goldenRequest), whatToDo).toEqual(golden(`request-${protocol}.json`))
    expect(received(golden(`request-${protocol}.json`))).toEqual({ ...goldenRequest, broken: [] })
  })

  it('carries the golden reply as it did', () => {
    const written = asJson(writeReplyTo(received(goldenRequest), goldenReply))
    expect(written, whatToDo).toEqual(golden(`reply-${protocol}.json`))
    expect(readReply(golden(`reply-${protocol}.json`))).toEqual(goldenReply)
  })

  it.each([
    ['reply-1.json', { 'org/town': 7 }],
    ['reply-1-dropping.json', { 'org/town': 7, 'branch/south/people': 2 }],
  ])('answers protocol 1 as it did, in words that v0.1.0 reads: %s', (name, positions) => {
    const { edits, open, device, sentAt } = goldenRequest
    const asked = received({ protocol: 1, edits, open, device, sentAt, positions, rows: 200 })
    const written = asJson(writeReplyTo(asked, goldenReply))
    expect(written, whatToDo).toEqual(golden(name))
    expect(readReplyOfFirst(written)).toEqual(written)
  })
})

/** A message in which one thing is another, missing, or too many; or no message at all. */
const mutated = (message: Json): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
    fc
      .tuple(
        fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }),
        fc.oneof(fc.constant(undefined), anything),
      )
      .map(([steps, value]) => changedAt(message, steps, value)),
  )
const anything = fc.oneof(
  fc.constantFrom<Json>(null, '', 0, -1, 1.5, true, {}, [], [null], [[]], 'x'.repeat(500)),
  fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>,
)

/** The message with the value at some place, or without what stands there. */
function changedAt(message: Json, [step = 0, ...steps]: number[], value: Json | undefined): Json {
  const keys = isList(message) || isObject(message) ? Object.keys(message) : []
  const key = keys[step % (keys.length || 1)]
  if (key === undefined) return value ?? null
  const inside = Object(message)[key] as Json
  const next = steps.length > 0 ? changedAt(inside, steps, value) : value
  if (isList(message))
    return message.flatMap((each, at) =>
      String(at) === key ? (next === undefined ? [] : [next]) : [each],
    )
  return Object.fromEntries(
    Object.entries(message ?? {}).flatMap(([name, each]) =>
      name === key ? (next === undefined ? [] : [[name, next]]) : [[name, each]],
    ),
  )
}

const isText = (value: unknown) => typeof value === 'string'
const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0
const every = (list: unknown, fits: (each: unknown) => boolean) =>
  Array.isArray(list) && list.every(fits)
const eachIn = (record: unknown, fits: (each: unknown) => boolean) =>
  isObject(record as Json) && Object.values(record as object).every(fits)

/** What is wrong with a reply, found without its validator. */
const wrongInReply = (reply: SyncReply): readonly string[] =>
  Object.entries({
    now: Number.isInteger(reply.now),
    more: typeof reply.more === 'boolean',
    scope: isText(reply.scope),
    gone: every(reply.gone, isText),
    unpack: every(reply.unpack, isText),
    granted: reply.granted === undefined || every(reply.granted, isText),
    positions: eachIn(reply.positions, (each) => isText(each) || isCount(each)),
    digests: eachIn(reply.digests, isText),
    verdicts: every(
      reply.verdicts,
      (each) => isText(Object(each).edit) && isText(Object(each).result),
    ),
    packs: every(reply.packs, (each) => isText(Object(each).bucket) && isText(Object(each).data)),
    repairs: every(
      reply.repairs,
      (each) => every(Object(each).ids, isText) && isCount(Object(each).ranges),
    ),
    rows: every(reply.rows, (row) => {
      const { id, type, rev, body, stamps } = row as SyncReply['rows'][number]
      return isText(id) && isText(type) && isCount(rev) && isObject(body) && eachIn(stamps, isText)
    }),
  }).flatMap(([part, fits]) => (fits ? [] : [part]))

const wrongInRequest = (request: ReceivedRequest): readonly string[] =>
  Object.entries({
    device: isText(request.device),
    sentAt: isCount(request.sentAt),
    page: isCount(request.page),
    scope: isText(request.scope),
    packs: typeof request.packs === 'boolean',
    open: every(request.open, isText),
    broken: every(request.broken, isText),
    positions: eachIn(request.positions, (each) => isText(each) || isCount(each)),
    check: eachIn(request.check, (each) => every(each, isText)),
    edits: every(request.edits, (each) => {
      const { id, row, type, version, stamp, basis, fields } = Object(each)
      return (
        [id, row, type, stamp].every(isText) &&
        isCount(version) &&
        eachIn(basis, isText) &&
        isObject(fields)
      )
    }),
  }).flatMap(([part, fits]) => (fits ? [] : [part]))

describe('W1: what is no message', () => {
  it('is taken for none by a device, and never trips it', () => {
    const written = golden(`reply-${protocol}.json`)
    let taken = 0
    fc.assert(
      fc.property(mutated(written), (message) => {
        const reply = readReply(message)
        if (reply) taken += 1
        expect(reply ? wrongInReply(reply) : []).toEqual([])
      }),
      { numRuns: 4_000 },
    )
    expect(taken).toBeGreaterThan(20)
  })

  it.each([oldestProtocol, protocol, protocol + 1])(
    'is taken for none by an authority that serves from protocol %i, and never trips it',
    (oldest) => {
      let taken = 0
      fc.assert(
        fc.property(mutated(golden(`request-${protocol}.json`)), (message) => {
          const request = readRequest(message, oldest)
          if (request) taken += 1
          expect(request ? wrongInRequest(request) : []).toEqual([])
        }),
        { numRuns: 2_000 },
      )
      expect(taken).toBeGreaterThan(20)
    },
  )
})
