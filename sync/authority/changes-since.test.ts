import { describe, expect, it } from 'vitest'
import type { Actor } from '../../schema/access.ts'
import {
  accounts,
  emptyRequest,
  entry,
  plainPacker,
  registry,
  settleTownship,
} from '../example-township.ts'
import { makeStamp } from '../clock.ts'
import { digestOf, rangeDigests, writeDigest } from '../digest.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import type { Wanted } from './changes-since.ts'
import { changesSince } from './changes-since.ts'
import { MemoryStore } from './memory-store.ts'

const now = Date.parse('2026-03-10T08:00:00.000Z')

async function township() {
  const store = new MemoryStore()
  await settleTownship(store)
  const actorAt = async (account: number) =>
    (await store.read((view) =>
      actorOf(view, accounts[account] ?? { id: '', personId: '' }, now),
    )) as Actor
  let count = 0
  const put = async (account: number, row: string, fields: Record<string, string>) => {
    count += 1
    const edit = {
      id: `e${count}`,
      row,
      type: entry.name,
      version: 1,
      stamp: makeStamp({ ms: now + count, counter: 0, device: 'deviceA1' }),
      fields,
      basis: {},
      madeAt: now + count,
      offset: 0,
    }
    const actor = await actorAt(account)
    const arrival = { actor, device: 'deviceA1', now: now + count, sentAt: now + count }
    const [verdict] = await store.write((transaction) =>
      acceptEdits(registry, transaction, [edit], arrival, (error) => {
        throw error
      }),
    )
    expect(verdict?.result).toBe('accepted')
  }
  const changes = async (account: number, wanted: Partial<Wanted> = {}) => {
    const actor = await actorAt(account)
    return store.read((view) =>
      changesSince(
        { registry, view, actor, year: 2026, packer: plainPacker },
        { ...emptyRequest, ...wanted },
      ),
    )
  }
  return { put, changes }
}

const inA = { branchId: 'branchA', author: '甲' }

describe('P4: no row outside what the actor may read is ever sent', () => {
  it('gives a secretary his branch and not the other, whatever he asks for', async () => {
    const { put, changes } = await township()
    await put(0, 'row-a', inA)
    const foreign = 'branch/branchA/public/2026'
    const reply = await changes(2, {
      positions: { [foreign]: 1 },
      open: [foreign, 'person/secretary-a', 'nonsense'],
    })
    expect(reply.rows.map((row) => row.id)).not.toContain('row-a')
    expect(reply.granted).not.toContain(foreign)
    expect(Object.keys(reply.positions)).not.toContain(foreign)
  })

  it('gives the township all of its branches', async () => {
    const { put, changes } = await township()
    await put(0, 'row-a', inA)
    await put(2, 'row-b', { branchId: 'branchB', author: '丙' })
    expect((await changes(3)).rows.map((row) => row.id)).toEqual(
      expect.arrayContaining(['row-a', 'row-b']),
    )
  })

  it('says gone to those who lose a row and sends it to those who gain it', async () => {
    const { put, changes } = await township()
    await put(0, 'row-a', inA)
    const before = { a: await changes(0), b: await changes(2) }
    await put(3, 'row-a', { branchId: 'branchB' })
    expect(await changes(0, { positions: before.a.positions })).toMatchObject({
      rows: [],
      gone: ['row-a'],
    })
    expect(await changes(2, { positions: before.b.positions })).toMatchObject({
      rows: [{ id: 'row-a' }],
      gone: [],
    })
    expect(await changes(3)).toMatchObject({ gone: [] })
  })
})

describe('A4: a first snapshot, page by page', () => {
  const pages = async (
    account: number,
    { changes, put }: Awaited<ReturnType<typeof township>>,
    wanted: Partial<Wanted>,
    meanwhile: (page: number) => Promise<void> = () => Promise.resolve(),
  ) => {
    const seen: string[] = []
    let positions: Wanted['positions'] = {}
    for (let page = 0; page < 99; page += 1) {
      const reply = await changes(account, { ...wanted, positions })
      seen.push(...reply.rows.filter(({ type }) => type === 'entry').map(({ id }) => id))
      positions = { ...positions, ...reply.positions }
      if (!reply.more) return { seen, positions }
      await meanwhile(page)
    }
    throw new Error(`no end of pages, ${String(put.length)}`)
  }
  const rows = Array.from({ length: 150 }, (_none, index) => `row-${String(index)}`)

  it('delivers every row once in small pages, and nothing afterwards', async () => {
    const village = await township()
    for (const id of rows) await village.put(0, id, inA)
    for (const wanted of [{ page: 300 }, { page: 10_000, rows: 4 }]) {
      const { seen, positions } = await pages(1, village, wanted)
      expect([...seen].sort()).toEqual([...rows].sort())
      expect(await village.changes(1, { positions })).toMatchObject({ rows: [], more: false })
    }
  })

  it('misses nothing that is written while it goes on', async () => {
    const village = await township()
    for (const id of rows) await village.put(0, id, inA)
    const { seen } = await pages(1, village, { page: 300 }, async (page) => {
      await village.put(0, `late-${String(page)}`, inA)
      await village.put(0, 'row-7', { title: `第${String(page)}次` })
    })
    expect(new Set(seen)).toEqual(new Set([...rows, ...seen.filter((id) => id.startsWith('late'))]))
    expect(seen.filter((id) => id.startsWith('late')).length).toBeGreaterThan(1)
    expect(seen.at(-1)).toMatch(/late|row-7/)
  })

  it('D2: tells that a row left before its bucket had its first page, to whom it was told already', async () => {
    const { put, changes } = await township()
    const bucket = 'branch/branchA/public/2026'
    await put(0, 'row-a', inA)
    const first = await changes(0, { page: 1, written: ['row-a'] })
    expect(first.rows.map(({ id }) => id)).toContain('row-a')
    expect(first).toMatchObject({ more: true, positions: { [bucket]: '1|' } })
    await put(3, 'row-a', { branchId: 'branchB' })
    const next = await changes(0, { positions: first.positions })
    expect(next).toMatchObject({ gone: ['row-a'], positions: { [bucket]: 2 } })
  })

  it('starts again where the position is nonsense or from a future that was undone', async () => {
    const village = await township()
    await village.put(0, 'row-a', inA)
    const bucket = 'branch/branchA/public/2026'
    for (const position of ['nonsense', 99, '99|2026|x']) {
      const reply = await village.changes(1, { positions: { [bucket]: position } })
      expect(reply.rows.map(({ id }) => id)).toContain('row-a')
      expect(reply.positions[bucket]).toBe(1)
    }
  })
})

describe('R1, R2: every reply says what should be held, and repeats what is not', () => {
  it('gives digests at the end of each bucket, and the rows of ranges that differ', async () => {
    const { put, changes } = await township()
    for (const id of ['row-a', 'row-b', 'row-c']) await put(0, id, inA)
    const bucket = 'branch/branchA/public/2026'
    const { positions, digests, rows } = await changes(1)
    const held = rows.filter(({ type }) => type === entry.name)
    held.sort((left, right) => (left.id < right.id ? -1 : 1))
    expect(digests[bucket]).toBe(writeDigest(digestOf(held)))
    const check = { [bucket]: [...rangeDigests(held.slice(1), 64)] }
    const reply = await changes(1, { positions, check })
    expect(reply.repairs).toMatchObject([{ bucket, ranges: 64, ids: ['row-a'] }])
    expect(reply.rows.map(({ id }) => id)).toEqual(['row-a'])
  })

  it('P4: repairs nothing for those who may not read it', async () => {
    const { put, changes } = await township()
    await put(0, 'row-a', inA)
    const reply = await changes(2, { check: { 'branch/branchA/public/2026': ['0.0.0'] } })
    expect(reply.repairs).toEqual([])
    expect(reply.rows.map(({ id }) => id)).not.toContain('row-a')
  })
})

describe('R3: the scope is said whenever it is not the one the device knows', () => {
  it('lists it once, and again after it changed', async () => {
    const { changes } = await township()
    const first = await changes(1)
    expect(first.granted).toContain('branch/branchA/public/2026')
    expect((await changes(1, { scope: first.scope })).granted).toBeUndefined()
    const more = await changes(1, { scope: first.scope, open: ['branch/branchA/public/2020'] })
    expect(more.granted).toContain('branch/branchA/public/2020')
  })
})
