import { describe, expect, it } from 'vitest'
import type { Actor } from '../../schema/access.ts'
import { accounts, entry, registry, settleTownship } from '../example-township.ts'
import { makeStamp } from '../clock.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
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
  const changes = async (
    account: number,
    positions: Record<string, number> = {},
    rows = 100,
    open: readonly string[] = [],
  ) => {
    const actor = await actorAt(account)
    return store.read((view) =>
      changesSince(registry, view, actor, 2026, { positions, open, rows }),
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
    const reply = await changes(2, { [foreign]: 0 }, 100, [
      foreign,
      'person/secretary-a',
      'nonsense',
    ])
    expect(reply.rows.map((row) => row.id)).not.toContain('row-a')
    expect(reply.dropped).toEqual([foreign])
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
    expect(await changes(0, before.a.positions)).toMatchObject({ rows: [], gone: ['row-a'] })
    expect(await changes(2, before.b.positions)).toMatchObject({
      rows: [{ id: 'row-a' }],
      gone: [],
    })
    expect(await changes(3)).toMatchObject({ gone: [] })
  })
})

describe('A3: pages end where they say, and nothing falls between them', () => {
  it('delivers every row once in small pages', async () => {
    const { put, changes } = await township()
    for (let index = 0; index < 9; index += 1) await put(0, `row-${index}`, inA)
    const seen: string[] = []
    let positions: Readonly<Record<string, number>> = {}
    for (let more = true; more;) {
      const page = await changes(1, positions, 4)
      expect(page.rows.length).toBeLessThanOrEqual(4)
      seen.push(...page.rows.filter((row) => row.type === 'entry').map((row) => row.id))
      positions = page.positions
      more = page.more
    }
    expect(seen.sort()).toEqual(Array.from({ length: 9 }, (_none, index) => `row-${index}`))
    expect(await changes(1, positions)).toMatchObject({ rows: [], more: false })
  })
})
