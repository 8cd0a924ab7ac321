import { expect, test } from 'vitest'
import { defineRecord, makeRegistry } from '#schema/define-record.ts'
import { dateTime, field, optional, text } from '#schema/field.ts'
import { words } from '#schema/field.ts'
import { settle } from '#sync/device/row.ts'
import { MemoryDeviceStore } from '#sync/device/memory-store.ts'
import { plan, sendRefusedAgain, withdrawRefused, writePlanned } from './writing.ts'

const note = defineRecord({
  name: 'note',
  words: words('记事', 'Note'),
  at: (body) => body.at,
  of: () => 'all',
  fields: {
    at: field('时间', 'At', dateTime()),
    words: field('内容', 'Words', optional(text({ max: 20 }))),
  },
  seenIn: () => ['org/1'],
  write: () => true,
})
const registry = makeRegistry([note])

let made = 0
const pen = {
  device: 'device-a',
  wallMs: () => 1_790_000_000_000,
  offsetMs: () => 0,
  newId: () => `id-${String(made++)}`,
}
const at = '2026-10-08T01:30:00.000Z'

const writeNow = (store: MemoryDeviceStore, ...drafts: Parameters<typeof plan>[0]) =>
  writePlanned(store, plan(drafts, pen), pen)

test('all rows are written in one transaction, and the ids come back in order', async () => {
  const store = new MemoryDeviceStore()
  const drafts = [
    { type: note, id: 'b', fields: { at } },
    { type: note, id: 'a', fields: { at } },
  ]
  expect(await writeNow(store, ...drafts)).toEqual({ ok: true, value: ['b', 'a'] })
  expect(await store.outbox()).toHaveLength(2)
})

test('one flaw, and none of the rows is written', async () => {
  const store = new MemoryDeviceStore()
  const written = await writeNow(
    store,
    { type: note, id: 'a', fields: { at } },
    { type: note, id: 'b', fields: { words: '没有时间' } },
  )
  expect(written).toEqual({
    ok: false,
    failure: { kind: 'flaw', id: 'b', flaw: { reason: 'missing', field: 'at' } },
  })
  expect(await store.all()).toEqual([])
})

test('two drafts of one row build on each other', async () => {
  const store = new MemoryDeviceStore()
  await writeNow(
    store,
    { type: note, id: 'a', fields: { at } },
    { type: note, id: 'a', fields: { words: '补充' } },
  )
  expect((await store.all())[0]).toMatchObject({ body: { at, words: '补充' }, unsent: 1 })
})

test('a transaction tried again after all has been written changes nothing', async () => {
  const store = new MemoryDeviceStore()
  const planned = plan([{ type: note, fields: { at } }], pen)
  const first = await writePlanned(store, planned, pen)
  expect(await writePlanned(store, planned, pen)).toEqual(first)
  expect((await store.all()).flatMap((row) => row.edits)).toHaveLength(1)
})

async function refused() {
  const store = new MemoryDeviceStore()
  await writeNow(store, { type: note, id: 'a', fields: { at } })
  await store.transact(['a'], (rows) => {
    const row = rows.get('a')
    const edit = row?.edits[0]
    if (!row || !edit) return { put: [] }
    const verdict = { edit: edit.id, result: 'refused', reason: 'notAllowed' } as const
    return { put: [settle(registry, row, new Map([[edit.id, verdict]]))] }
  })
  const [row] = await store.all()
  return { store, editId: row?.edits[0]?.id ?? '' }
}

test('P5: a refused edit is sent again under a new id', async () => {
  const { store, editId } = await refused()
  await sendRefusedAgain(store, ['a'], pen)
  const [row] = await store.all()
  expect(row?.problem).toBeNull()
  expect(row?.edits[0]?.refused).toBeUndefined()
  expect(row?.edits[0]?.id).not.toBe(editId)
})

test('a refused edit taken back takes its row along where nothing else is left of it', async () => {
  const { store } = await refused()
  await withdrawRefused(store, registry, ['a'])
  expect(await store.all()).toEqual([])
})

test('taking back takes what was refused and nothing else', async () => {
  const { store } = await refused()
  await writeNow(store, { type: note, id: 'b', fields: { at } })
  await withdrawRefused(store, registry, ['a', 'b'])
  expect((await store.all()).map(({ id, unsent }) => [id, unsent])).toEqual([['b', 1]])
})

test('D1: mending a refused edit writes what was wrong anew and its other words again, in one transaction', async () => {
  const { store, editId } = await refused()
  await writeNow(store, { type: note, id: 'a', fields: { words: '改好的' } })
  const [row] = await store.all()
  expect(row?.edits.map(({ fields }) => fields)).toEqual([{ at }, { words: '改好的' }])
  expect(row?.edits.map(({ id }) => id)).not.toContain(editId)
  expect(row?.problem).toBeNull()
})

test('D1: where the mending has a flaw of its own, the refused edit stays as it was', async () => {
  const { store } = await refused()
  const before = await store.all()
  const written = await writeNow(store, { type: note, id: 'a', fields: { words: '长'.repeat(21) } })
  expect(written).toMatchObject({ ok: false, failure: { flaw: { reason: 'badValue' } } })
  expect(await store.all()).toEqual(before)
})

test('rows are sent in the order in which they were handed over', async () => {
  const store = new MemoryDeviceStore()
  const drafts = ['c', 'b', 'a'].map((id) => ({ type: note, id, fields: { at } }))
  await writeNow(store, ...drafts)
  const stamps = new Map((await store.all()).map((row) => [row.id, row.edits[0]?.stamp ?? '']))
  expect(
    [...stamps].sort((left, right) => (left[1] < right[1] ? -1 : 1)).map(([id]) => id),
  ).toEqual(['c', 'b', 'a'])
})
