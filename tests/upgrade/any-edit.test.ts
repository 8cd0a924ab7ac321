import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Definition } from '../../schema/define-record.ts'
import { idFrom, makeRegistry } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import type { Arrival } from '../../sync/authority/accept-edits.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import { MemoryStore } from '../../sync/authority/memory-store.ts'
import type { Row } from '../../sync/authority/store.ts'
import { verifyChain } from '../../sync/authority/verify-chain.ts'
import { makeStamp } from '../../sync/clock.ts'
import type { Edit } from '../../sync/wire/edit.ts'
import { readRequest } from '../../sync/wire/request.ts'
import { protocol, refusals } from '../../sync/wire/sync.ts'
import { emptyRequest } from '../../sync/example-township.ts'
import { conversationOf, releases } from './fixtures.ts'

const now = Date.parse('2026-10-20T00:00:00.000Z')
const device = 'device-any'

/** Edits that were accepted once, of every type that people write. */
const examples = releases
  .flatMap((release) => conversationOf(release).exchanges)
  .flatMap(({ request }) => (request as unknown as { edits: Edit[] }).edits)

const stamp = fc
  .tuple(fc.integer({ min: 0, max: now + 1e10 }), fc.integer({ min: 0, max: 50 }))
  .map(([ms, counter]) => makeStamp({ ms, counter, device }))
const oddities: readonly Json[] = [
  '',
  '党',
  'member',
  '2026-10-14T01:30:00.000Z',
  '2026-19-39T29:59:59Z',
  '2026-02-30T00:00:00Z',
  '0000-00-00',
  -1,
  1e300,
  {},
  [],
  { text: '甲' },
  { text: '甲', update: 'AAAA' },
  { text: '甲', over: '乙' },
  { order: 1, text: '甲' },
  { at: 'never', asked: 1, right: 1 },
]
const value = fc.oneof(
  fc.constant(null),
  fc.constantFrom(...oddities),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
)

const pathOf = (definition: Definition) =>
  fc.oneof(
    fc.constantFrom(...Object.keys(definition.fields)),
    fc
      .tuple(
        fc.constantFrom(...Object.keys(definition.fields)),
        fc.constantFrom('k1', '__proto__', 'constructor'),
      )
      .map(([name, key]) => `${name}/${key}`),
    fc.constantFrom('constructor', 'toString', 'unheardOf', 'unheardOf/k1'),
  )

/** Either on top of an edit that was accepted once, or made of nothing but chance. */
const fieldsOf = (definition: Definition): fc.Arbitrary<Record<string, Json>> => {
  const chance = fc.dictionary(pathOf(definition), value, { maxKeys: 4 })
  const known = examples.filter(({ type }) => type === definition.name)
  if (known.length === 0) return chance
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...known), chance)
      .map(([{ fields }, others]) => ({ ...fields, ...others })),
    // What goes wrong mostly goes wrong with one value among sound ones.
    fc
      .tuple(fc.constantFrom(...known), fc.nat(), fc.constantFrom(...oddities))
      .map(([{ fields }, at, odd]) => {
        const paths = Object.keys(fields)
        return { ...fields, [paths[at % paths.length] ?? '']: odd }
      }),
  )
}

const anyEdit: fc.Arbitrary<Edit> = fc.constantFrom(...registry.all).chain((definition) =>
  fc.record({
    id: fc.uuid().map((id) => id.slice(0, 22)),
    row: fc.constantFrom('row-1', 'row-2', `${definition.name}:a:b`, 'derived'),
    type: fc.constant(definition.name),
    version: fc.integer({ min: 1, max: definition.version + 1 }),
    stamp,
    fields: fieldsOf(definition),
    basis: fc.dictionary(pathOf(definition), fc.oneof(stamp, fc.constantFrom('', 'zzz')), {
      maxKeys: 3,
    }),
    madeAt: fc.integer({ min: 0, max: 8.64e15 }),
    offset: fc.integer({ min: -1e12, max: 1e12 }),
  }),
)

/** As people know the row, where its name is made of what it says. */
function named(edit: Edit): Edit {
  const definition = registry.find(edit.type)
  if (edit.row !== 'derived' || !definition) return edit
  try {
    return { ...edit, row: idFrom(definition, edit.fields) ?? 'row-3' }
  } catch {
    return { ...edit, row: 'row-3' }
  }
}

/** Nobody is kept from writing: then everything behind permission is tried too. */
const rules = {
  asIs: registry,
  anybody: makeRegistry(registry.all.map((each) => ({ ...each, write: () => true }))),
}

const asReceived = (edits: readonly Edit[], sentAt: number) => {
  const asked = { ...emptyRequest, protocol, device, sentAt, edits }
  return readRequest(JSON.parse(JSON.stringify(asked)), 1)
}

/** Rows that are more than JSON can hold, and chains that do not hold. */
const whatIsWrong = (store: MemoryStore) =>
  store.read(async (view) => {
    const rows = (await Promise.all(registry.all.map(({ name }) => view.rowsOfType(name)))).flat()
    const reports = await Promise.all(
      (await view.heads()).map((head) => verifyChain(view, { head })),
    )
    return [
      ...rows.filter((row) => !sameJson(asJson(row), JSON.parse(JSON.stringify(row)) as Json)),
      ...reports.filter(({ flaw }) => flaw),
    ]
  })
/** Rows are JSON, if the authority is right. */
const asJson = (row: Row) => row as unknown as Json

const actor = { accountId: 'a', personId: 'member', branchId: 'east', lineage: [], offices: [] }

it('P2: an edit that takes a row for one of another type is refused, and stands in the row’s chain', async () => {
  const [first] = examples.filter(({ type }) => type === 'meeting')
  if (!first) throw new Error('no meeting was recorded')
  const other = { ...first, id: 'other', type: 'tally', fields: {}, basis: {} }
  const store = new MemoryStore()
  const verdicts = await store.write((transaction) =>
    acceptEdits(
      rules.anybody,
      transaction,
      [first, other],
      { actor, device, now, sentAt: now },
      (error) => {
        throw error
      },
    ),
  )
  expect(verdicts[1]).toMatchObject({ result: 'refused', reason: 'wrongId' })
  const [row, refused] = await store.read((view) => view.history(first.row))
  expect(refused?.chain).toBe(row?.chain)
})

it('V1, P2: any edit of any type and version is taken or refused with a reason, and never trips the authority', async () => {
  const seen = new Map<string, number>()
  const requests = fc.tuple(
    fc.array(anyEdit.map(named), { minLength: 1, maxLength: 6 }),
    fc.constantFrom(now, now - 86_400_000, now + 86_400_000 * 400, 0),
    fc.constantFrom<'anybody' | 'asIs'>('anybody', 'asIs'),
  )
  await fc.assert(
    fc.asyncProperty(requests, async ([edits, sentAt, who]) => {
      const received = asReceived(edits, sentAt)
      const arrival: Arrival = { actor, device, now, sentAt }
      const store = new MemoryStore()
      const verdicts = await store.write((transaction) =>
        acceptEdits(rules[who], transaction, received?.edits ?? [], arrival, (error) => {
          throw error
        }),
      )
      expect(await whatIsWrong(store)).toEqual([])
      expect(verdicts).toHaveLength(received?.edits.length ?? -1)
      for (const { result, reason } of verdicts) {
        seen.set(reason ?? result, (seen.get(reason ?? result) ?? 0) + 1)
        if (result === 'refused') expect(refusals).toContain(reason)
        else expect(['accepted', 'merged', 'duplicate']).toContain(result)
      }
    }),
    { numRuns: 6_000 },
  )
  for (const usual of ['accepted', 'unknownField', 'badValue', 'missing', 'wrongId', 'notAllowed'])
    expect(seen.get(usual) ?? 0, usual).toBeGreaterThan(20)
}, 60_000)
