import { expect, test } from 'vitest'
import { defineRecord, makeRegistry } from '../../schema/define-record.ts'
import { dateTime, field, optional, text, words } from '../../schema/field.ts'
import { adoptDefinitions } from './adopt-definitions.ts'
import { noHoldings } from './holdings.ts'
import { MemoryDeviceStore } from './memory-store.ts'
import type { DeviceRow } from './row.ts'
import { addEdit, receive } from './row.ts'

const at = '2026-03-01T00:00:00.000Z'
const stamp = '000000000001device-a'
const statement = {
  name: 'note',
  words: words('记事', 'Note'),
  at: (body: { at: string }) => body.at,
  of: () => 'all',
  fields: {
    at: field('时间', 'At', dateTime()),
    words: field('内容', 'Words', optional(text({ max: 20 }))),
  },
  seenIn: () => ['org/1'],
  write: () => true,
}
const note = defineRecord(statement)
const knowing = makeRegistry([note])
const unknowing = makeRegistry([])
/** The next version calls the words something else. */
const renamed = makeRegistry([
  defineRecord({
    ...statement,
    version: 2,
    fields: { at: statement.fields.at, story: field('经过', 'Story', optional(text({ max: 20 }))) },
    upgrades: [
      ({ words: story, ...others }) => ({ ...others, ...(story !== undefined && { story }) }),
    ],
  }),
])

const told = { id: 'n1', type: 'note', rev: 3, body: { at }, stamps: { at: stamp } }
const edit = {
  id: 'e1',
  row: 'n1',
  type: 'note',
  version: 1,
  stamp: '000000000002device-a',
  fields: { words: '开会' },
  basis: { words: '' },
  madeAt: 2,
  offset: 0,
}

async function storeWith(row: DeviceRow): Promise<MemoryDeviceStore> {
  const store = new MemoryDeviceStore()
  const holdings = {
    ...noHoldings,
    positions: { 'org/1': 1 },
    digests: { 'org/1': '1.1.1' },
    countedAt: 5,
  }
  await store.transact([], () => ({ put: [row], holdings }))
  return store
}
const only = async (store: MemoryDeviceStore) => (await store.all())[0]

test('V2: a row of an unknown type comes alive with the update that knows it', async () => {
  const store = await storeWith(receive(unknowing, undefined, told))
  expect(await only(store)).toMatchObject({ of: '', body: { at } })
  await adoptDefinitions(knowing, store)
  expect(await only(store)).toMatchObject({ of: 'all', at, rev: 3, body: { at } })
})

test('V2: unsent words outlive a release that does not know their type', async () => {
  const written = addEdit(note, receive(knowing, undefined, told), edit)
  const store = await storeWith(written)
  await adoptDefinitions(unknowing, store)
  expect(await only(store)).toMatchObject({ of: '', body: { at }, edits: [edit], unsent: 1 })
  await adoptDefinitions(knowing, store)
  expect(await only(store)).toEqual(written)
})

test('V1: unsent words are shown as the new version writes them', async () => {
  const store = await storeWith(addEdit(note, receive(knowing, undefined, told), edit))
  await adoptDefinitions(renamed, store)
  expect(await only(store)).toMatchObject({ body: { at, story: '开会' }, edits: [edit] })
})

test('R1: what lies in which bucket is counted afresh, once', async () => {
  const store = await storeWith(receive(knowing, undefined, told))
  await adoptDefinitions(knowing, store)
  const first = await store.holdings()
  expect(first).toEqual({ ...first, digests: {}, countedAt: 0, positions: { 'org/1': 1 } })
  await store.transact([], () => ({
    put: [],
    holdings: { ...first, digests: { 'org/1': '1.1.1' } },
  }))
  await adoptDefinitions(knowing, store)
  expect((await store.holdings()).digests).toEqual({ 'org/1': '1.1.1' })
})
