import { describe, expect, it } from 'vitest'
import type { Actor } from '../../schema/access.ts'
import { makeStamp, readStamp } from '../clock.ts'
import type { Edit } from '../wire/edit.ts'
import { limits } from '../wire/sync.ts'
import { entry, forbidden, registry, settleTownship } from '../example-township.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { eraseRow } from './erase-row.ts'
import { MemoryStore } from './memory-store.ts'

const now = Date.parse('2026-03-10T08:00:00.000Z')
const day = 86_400_000

const edit = (parts: Partial<Edit> & { readonly id: string }): Edit => ({
  row: 'row-1',
  type: entry.name,
  version: 1,
  stamp: makeStamp({ ms: parts.madeAt ?? now, counter: 0, device: 'deviceA1' }),
  fields: { branchId: 'branchA', author: '甲', title: '开会' },
  basis: {},
  madeAt: now,
  offset: 0,
  ...parts,
})

async function authority() {
  const store = new MemoryStore()
  await settleTownship(store)
  const errors: unknown[] = []
  const accept = async (personId: string, edits: readonly Edit[], sentAt = now) => {
    const actor = await store.read((view) => actorOf(view, { id: personId, personId }, now))
    return store.write((transaction) =>
      acceptEdits(
        registry,
        transaction,
        edits,
        { actor: actor as Actor, device: 'deviceA1', now, sentAt },
        (error) => errors.push(error),
      ),
    )
  }
  const row = (id = 'row-1') => store.read((view) => view.row(id))
  const history = (id = 'row-1') => store.read((view) => view.history(id))
  return { accept, row, history, errors, store }
}

describe('P6: permission is asked on the row as stored and as it would become', () => {
  it('refuses to write into another branch', async () => {
    const { accept, row, history } = await authority()
    expect(await accept('secretary-b', [edit({ id: 'e1' })])).toMatchObject([
      { result: 'refused', reason: 'notAllowed' },
    ])
    expect(await row()).toBeUndefined()
    expect(await history()).toMatchObject([
      { result: 'refused', reason: 'notAllowed', person: 'secretary-b' },
    ])
  })

  it('refuses to pull a row of another branch into one’s own', async () => {
    const { accept, row } = await authority()
    await accept('secretary-a', [edit({ id: 'e1' })])
    const grab = edit({ id: 'e2', fields: { branchId: 'branchB' }, madeAt: now + 1 })
    expect(await accept('secretary-b', [grab])).toMatchObject([
      { result: 'refused', reason: 'notAllowed' },
    ])
    expect((await row())?.body['branchId']).toBe('branchA')
  })
})

describe('P5 A1: a bad edit holds up nobody, and every edit has one entry', () => {
  it('judges its neighbours as if it were not there', async () => {
    const { accept, row } = await authority()
    const verdicts = await accept('secretary-a', [
      edit({ id: 'e1', fields: { branchId: 'branchA', author: '甲', title: forbidden } }),
      edit({ id: 'e2', row: 'row-2', type: 'nonsense' }),
      edit({ id: 'e3', row: 'row-3', fields: { title: 'x'.repeat(500) } }),
      edit({ id: 'e4', row: 'row-4', fields: { title: '缺支部' } }),
      edit({ id: 'e5', row: 'row-5', fields: { serverOnly: 1 } }),
      edit({ id: 'e6' }),
    ])
    expect(verdicts.map(({ result, reason }) => reason ?? result)).toEqual([
      'notAllowed',
      'unknownType',
      'badValue',
      'missing',
      'unknownField',
      'accepted',
    ])
    expect((await row())?.body['title']).toBe('开会')
  })

  it('D4: puts off an edit that trips over the storage, with what was written over it, and keeps the rest', async () => {
    const { store, row } = await authority()
    const actor = await store.read((view) =>
      actorOf(view, { id: 'x', personId: 'secretary-a' }, now),
    )
    const seen: string[] = []
    let trips = 1
    const over = edit({ id: 'e3', fields: { title: '后写的' }, madeAt: now + 1 })
    const verdicts = await store.write((transaction) =>
      acceptEdits(
        registry,
        {
          ...transaction,
          putRow: (written) => {
            if (written.id === 'row-1' && trips-- > 0) throw new Error('disk')
            return transaction.putRow(written)
          },
        },
        [edit({ id: 'e1' }), edit({ id: 'e2', row: 'row-2' }), over],
        { actor: actor as Actor, device: 'deviceA1', now, sentAt: now },
        (_error, tripped) => seen.push(tripped.id),
      ),
    )
    expect(verdicts.map(({ result }) => result)).toEqual(['later', 'accepted', 'later'])
    expect(seen).toEqual(['e1'])
    expect(await row()).toBeUndefined()
  })
})

describe('what was taken away for good', () => {
  it('does not come back with words of before, on a phone that had missed it, and may be begun anew', async () => {
    const { accept, row, store } = await authority()
    await accept('secretary-a', [edit({ id: 'e1', madeAt: now - day })])
    await store.write(async (transaction) => {
      const stored = await transaction.row('row-1')
      if (!stored) throw new Error('the row is there')
      const by = { account: 'office', person: '', reason: 'due', newId: () => 'x1' }
      await eraseRow(registry, transaction, stored, { ...by, at: now - 1 })
    })
    expect(await accept('secretary-a', [edit({ id: 'e2', madeAt: now - 2 })])).toMatchObject([
      { result: 'refused', reason: 'notAllowed' },
    ])
    expect(await row()).toBeUndefined()
    expect(await accept('secretary-a', [edit({ id: 'e3' })])).toMatchObject([
      { result: 'accepted' },
    ])
  })
})

describe('A1: where an edit stands in history, and how much of it', () => {
  it('links it in the home bucket of its row as it stands after judging', async () => {
    const { accept, store } = await authority()
    await accept('secretary-a', [
      edit({ id: 'e1' }),
      edit({ id: 'e2', fields: { title: forbidden } }),
      edit({ id: 'e3', row: 'row-2', fields: { branchId: 'branchB' } }),
      edit({ id: 'e4', row: 'row-3', type: 'nonsense' }),
    ])
    await accept('staff', [edit({ id: 'e5', fields: { branchId: 'branchB' }, madeAt: now + 1 })])
    const chains = await store.read(async (view) =>
      Promise.all(['e1', 'e2', 'e3', 'e4', 'e5'].map(async (id) => (await view.judged(id))?.chain)),
    )
    const [home, sender] = ['branch/branchA/public/2026', 'person/secretary-a']
    expect(chains).toEqual([home, home, sender, sender, 'branch/branchB/public/2026'])
  })

  it('keeps of a refused edit no more than an edit may hold, what stood there included', async () => {
    const { accept, history } = await authority()
    await accept('secretary-a', [edit({ id: 'e1' })])
    const minutes = '记'.repeat(limits.editSize)
    await accept('secretary-a', [
      edit({ id: 'e2', fields: { place: '村委会', title: minutes } }),
      edit({ id: 'e3', type: 'nonsense', fields: { place: '村委会', title: minutes } }),
      edit({ id: 'e4', fields: { title: minutes.slice(100) } }),
    ])
    const [, ...refused] = await history()
    expect(refused.map(({ reason }) => reason)).toEqual(['tooLarge', 'unknownType', 'badValue'])
    expect(refused[0]?.field).toBe('title')
    for (const entry of refused.slice(0, 2)) {
      expect(entry.after).toMatchObject({ '*': { characters: limits.editSize + 26 } })
      expect(JSON.stringify(entry.after).length).toBeLessThan(2_000)
    }
    expect(refused[2]?.after).toEqual({ title: minutes.slice(100) })
    expect(refused[2]?.before).toEqual({ title: '开会' })
  })
})

describe('P3: repeating a request changes nothing', () => {
  it('answers a known edit without applying it', async () => {
    const { accept, row, history } = await authority()
    await accept('secretary-a', [edit({ id: 'e1' })])
    const before = await row()
    expect(await accept('secretary-a', [edit({ id: 'e1' })])).toEqual([
      { edit: 'e1', result: 'duplicate' },
    ])
    expect(await row()).toEqual(before)
    expect(await history()).toHaveLength(1)
  })

  it('answers a refusal with the same refusal', async () => {
    const { accept, history } = await authority()
    const bad = edit({ id: 'e1', fields: { branchId: 'branchA', author: '甲', title: forbidden } })
    await accept('secretary-a', [bad])
    expect(await accept('secretary-a', [bad])).toMatchObject([
      { result: 'refused', reason: 'notAllowed' },
    ])
    expect(await history()).toHaveLength(1)
  })
})

describe('S6: a wrong clock is measured by the request and brought back to the truth', () => {
  it('takes two days off a phone that is two days ahead, stamps and noted times alike', async () => {
    const { accept, row, history } = await authority()
    const wrong = now + 2 * day
    const made = wrong - 3_600_000
    const early = edit({
      id: 'e1',
      madeAt: made,
      fields: { branchId: 'branchA', author: '甲', seenAt: new Date(made).toISOString() },
    })
    const [verdict] = await accept('secretary-a', [early], wrong)
    expect(readStamp(verdict?.stamp ?? '').ms).toBe(now - 3_600_000)
    expect((await row())?.body['seenAt']).toBe(new Date(now - 3_600_000).toISOString())
    expect(await history()).toMatchObject([{ madeAt: made, receivedAt: now }])
  })

  it('does not let a phone two days behind lose its last word', async () => {
    const { accept, row } = await authority()
    await accept('deputy-a', [edit({ id: 'e1', madeAt: now - day })])
    const late = edit({ id: 'e2', madeAt: now - 2 * day, fields: { title: '后写的' } })
    expect(await accept('secretary-a', [late], now - 2 * day)).toMatchObject([
      { result: 'accepted' },
    ])
    expect((await row())?.body['title']).toBe('后写的')
  })

  it('brings a stamp from the future back to now, and a forged basis does not lift it', async () => {
    const { accept, row } = await authority()
    const future = makeStamp({ ms: now + 4_000 * day, counter: 0, device: 'deviceA1' })
    await accept('secretary-a', [edit({ id: 'e1', stamp: future, basis: { title: future } })])
    expect(readStamp((await row())?.stamps['title'] ?? '').ms).toBeLessThanOrEqual(now + 60_000)
  })

  it('leaves the order of one person’s own edits as he made them', async () => {
    const { accept, row } = await authority()
    const wrong = now + 2 * day
    const first = edit({ id: 'e1', madeAt: wrong })
    const second = edit({
      id: 'e2',
      madeAt: wrong,
      stamp: makeStamp({ ms: wrong, counter: 1, device: 'deviceA1' }),
      fields: { title: '第二次' },
      basis: { title: first.stamp },
    })
    await accept('secretary-a', [first, second], wrong)
    expect((await row())?.body['title']).toBe('第二次')
  })
})

it('refuses an id that the definition would not derive, and one that belongs to another type', async () => {
  const { accept } = await authority()
  expect(await accept('secretary-a', [edit({ id: 'e1', row: 'post-1' })])).toMatchObject([
    { result: 'refused', reason: 'wrongId' },
  ])
})
