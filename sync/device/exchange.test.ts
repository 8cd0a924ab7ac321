import { describe, expect, it } from 'vitest'
import { entry, plainText, registry } from '../example-township.ts'
import type { SyncRequest } from '../wire/request.ts'
import type { SyncReply, WireRow } from '../wire/sync.ts'
import { protocol } from '../wire/sync.ts'
import { applyReply, makeRequest } from './exchange.ts'
import { MemoryDeviceStore } from './memory-store.ts'
import type { DeviceRow } from './row.ts'
import { withdraw } from './row.ts'
import { sendable } from './sendable.ts'
import { write } from './write.ts'

const now = Date.parse('2026-03-10T08:00:00.000Z')
const actor = { accountId: 'a', personId: 'p', branchId: 'branchA', lineage: [], offices: [] }

function device() {
  const store = new MemoryDeviceStore()
  let ids = 0
  let wall = now
  const pen = {
    device: 'deviceA1',
    wallMs: () => wall,
    offsetMs: () => 0,
    newId: () => `edit-${(ids += 1)}`,
  }
  const sender = {
    device: 'deviceA1',
    wallMs: () => wall,
    open: () => ({ inUse: [], kept: [] }),
    page: 100_000,
    health: () => Promise.resolve(undefined),
  }
  const note = async (id: string, fields: Record<string, string | null>) => {
    wall += 1_000
    await store.transact([id], (rows) => {
      const born = rows.has(id) ? {} : { branchId: 'branchA', author: '甲' }
      const result = write(entry, rows.get(id), { id, fields: { ...born, ...fields } }, pen)
      if (!result.ok || !result.value) throw new Error('the example is wrong')
      return { put: [result.value] }
    })
  }
  const row = async (id: string) => (await store.all()).find((each) => each.id === id) as DeviceRow
  const request = () => makeRequest(store, sender)
  const apply = (asked: SyncRequest, reply: Partial<SyncReply>) =>
    applyReply(registry, store, plainText, asked, {
      protocol,
      now,
      verdicts: [],
      rows: [],
      gone: [],
      positions: {},
      packs: [],
      unpack: [],
      digests: {},
      repairs: [],
      scope: 'scope-1',
      more: false,
      actor,
      ...reply,
    })
  return { store, note, row, request, apply }
}

const news = (rev: number, body: WireRow['body'], stamp: string): WireRow => ({
  id: 'row-1',
  type: 'entry',
  rev,
  body,
  stamps: Object.fromEntries(Object.keys(body).map((name) => [name, stamp])),
})

describe('D1: an unsent edit stays until the authority has judged it', () => {
  it('keeps what was written while the request was under way', async () => {
    const { note, request, apply, row } = device()
    await note('row-1', { title: '第一次' })
    const asked = await request()
    await note('row-1', { title: '第二次' })
    await apply(asked, {
      verdicts: asked.edits.map(({ id }) => ({ edit: id, result: 'accepted' as const })),
    })
    const after = await row('row-1')
    expect(after.edits.map((edit) => edit.fields)).toEqual([{ title: '第二次' }])
    expect(after).toMatchObject({
      unsent: 1,
      body: { title: '第二次' },
      base: { body: { title: '第一次' } },
    })
  })

  it('shows what others wrote beneath the person’s own words, not in place of them', async () => {
    const { note, request, apply, row } = device()
    await note('row-1', { title: '我的' })
    const theirs = { branchId: 'branchA', author: '乙', title: '别人的', place: '会议室' }
    await apply(await request(), { rows: [news(3, theirs, '000000001000deviceB2')] })
    expect((await row('row-1')).body).toEqual({
      branchId: 'branchA',
      author: '乙',
      title: '我的',
      place: '会议室',
    })
  })
})

describe('P5: a refused edit stays with its reason and holds up nobody', () => {
  it('is not sent again by itself, and its neighbours are', async () => {
    const { note, request, apply, row, store } = device()
    await note('row-1', { title: '不许' })
    await note('row-2', { title: '可以' })
    const asked = await request()
    const [first] = asked.edits
    await apply(asked, {
      verdicts: [
        { edit: first?.id ?? '', result: 'refused', reason: 'notAllowed', field: 'title' },
      ],
    })
    expect(await row('row-1')).toMatchObject({
      unsent: 1,
      body: { title: '不许' },
      problem: { reason: 'notAllowed', field: 'title' },
    })
    expect(sendable(await store.outbox()).map((edit) => edit.row)).toEqual(['row-2'])
  })

  it('can be taken back, and the row is again what the authority said', async () => {
    const { note, request, apply, row } = device()
    const theirs = { branchId: 'branchA', author: '甲', title: '原来的' }
    await apply(await request(), { rows: [news(1, theirs, '000000001000deviceB2')] })
    await note('row-1', { title: '不许' })
    const asked = await request()
    const edit = asked.edits[0]?.id ?? ''
    await apply(asked, { verdicts: [{ edit, result: 'refused', reason: 'notAllowed' }] })
    expect(withdraw(registry, await row('row-1'), edit)).toMatchObject({
      unsent: 0,
      problem: null,
      body: theirs,
    })
  })
})

describe('D3: what has unsent edits is never purged', () => {
  it('drops rows of a lost bucket, but not the one somebody wrote into', async () => {
    const { note, request, apply, store } = device()
    const bucket = 'branch/branchA/public/2026'
    const body = { branchId: 'branchA', author: '甲' }
    const stamp = '000000001000deviceB2'
    await apply(await request(), {
      rows: [news(1, body, stamp), { ...news(1, body, stamp), id: 'row-2' }],
      positions: { [bucket]: 2 },
      granted: [bucket],
    })
    await note('row-2', { title: '没送出' })
    await apply(await request(), { scope: 'scope-2', granted: [] })
    expect((await store.all()).map((row) => row.id)).toEqual(['row-2'])
  })
})

describe('D2: what a device has come to is not undone by what was said earlier', () => {
  const body = (title: string) => ({ branchId: 'branchA', author: '甲', title })
  const newer = news(5, body('新的'), '000000005000deviceB2')
  const older = news(3, body('旧的'), '000000003000deviceB2')

  it('a reply that another tab has overtaken brings neither rows nor positions', async () => {
    const { store, request, apply, row } = device()
    const slow = await request()
    expect(await apply(await request(), { rows: [newer], positions: { 'org/a': 5 } })).toBe(true)
    expect(await apply(slow, { rows: [older], gone: ['row-1'], positions: { 'org/a': 3 } })).toBe(
      false,
    )
    expect((await store.holdings()).positions).toEqual({ 'org/a': 5 })
    expect(await row('row-1')).toMatchObject({ rev: 5, body: { title: '新的' } })
  })

  it('an older row does not take the place of a newer one', async () => {
    const { request, apply, row } = device()
    await apply(await request(), { rows: [newer], positions: { 'org/a': 5 } })
    expect(await apply(await request(), { rows: [older], positions: { 'org/b': 2 } })).toBe(true)
    expect(await row('row-1')).toMatchObject({ rev: 5, body: { title: '新的' } })
  })
})
