import { expect, test } from 'vitest'
import { defineRecord, makeRegistry } from '#schema/define-record.ts'
import { dateTime, field, optional, text } from '#schema/field.ts'
import { words } from '#schema/field.ts'
import { settle } from '#sync/device/row.ts'
import { MemoryDeviceStore } from '#sync/device/memory-store.ts'
import { plan, sendRefusedAgain, withdrawEdit, writePlanned } from './writing.ts'

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
  await sendRefusedAgain(store, 'a', pen)
  const [row] = await store.all()
  expect(row?.problem).toBeNull()
  expect(row?.edits[0]?.refused).toBeUndefined()
  expect(row?.edits[0]?.id).not.toBe(editId)
})

test('a refused edit taken back takes its row along where nothing else is left of it', async () => {
  const { store, editId } = await refused()
  await withdrawEdit(store, registry, 'a', editId)
  expect(await store.all()).toEqual([])
})
