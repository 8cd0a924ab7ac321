// Who leaves a branch stays known to it by name, as the authority notes it, and by nothing else (docs/decisions/0032).
import { describe, expect, it } from 'vitest'
import { homeBuckets } from '../../schema/bucket.ts'
import type { Json } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import { makeStamp } from '../clock.ts'
import { emptyRequest, plainPacker, settleTownship } from '../example-township.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { changesSince } from './changes-since.ts'
import { eraseRow } from './erase-row.ts'
import { MemoryStore } from './memory-store.ts'

const now = Date.parse('2026-03-01T02:00:00.000Z')
const leaver = 'deputy-a'

async function township() {
  const store = new MemoryStore()
  await settleTownship(store)
  let count = 0
  const actorNamed = async (personId: string) => {
    const actor = await store.read((view) => actorOf(view, { id: personId, personId }, now))
    if (!actor) throw new Error(personId)
    return actor
  }
  const write = async (personId: string, fields: Record<string, Json>, row = leaver) => {
    const actor = await actorNamed(personId)
    count += 1
    const edit = {
      id: `edit-${count}`,
      ...{ row, type: 'person', fields, basis: {}, madeAt: now, offset: 0, version: 1 },
      stamp: makeStamp({ ms: now, counter: count, device: 'device-1' }),
    }
    const arrival = { actor, device: 'device-1', now, sentAt: now }
    const [verdict] = await store.write((transaction) =>
      acceptEdits(registry, transaction, [edit], arrival, (error) => {
        throw error
      }),
    )
    return [verdict?.result, verdict?.reason].filter(Boolean).join(' ')
  }
  /** What somebody's device is told of the rows it may hold, from where it stands. */
  const told = async (personId: string, positions = {}) => {
    const actor = await actorNamed(personId)
    return store.read((view) =>
      changesSince(
        { registry, view, actor, year: 2026, packer: plainPacker },
        { ...emptyRequest, positions, open: homeBuckets(actor, 2026) },
      ),
    )
  }
  const bodyTo = async (personId: string) =>
    (await told(personId)).rows.find(({ id }) => id === leaver)?.body
  return { store, write, told, bodyTo }
}

describe('S8: a member who moves', () => {
  it('is told to the branch he left, with the branch he went to, and stays one of the branch he is in', async () => {
    const { write, told, bodyTo, store } = await township()
    const { positions } = await told('secretary-a')
    expect(await write('staff', { branchId: 'branchB' })).toBe('accepted')
    const moved = { name: '乙', kind: 'full', branchId: 'branchB', formerBranchIds: ['branchA'] }
    const news = await told('secretary-a', positions)
    expect(news.rows.map(({ id, body }) => [id, body])).toEqual([[leaver, moved]])
    expect(news.gone).toEqual([])
    expect(await bodyTo('secretary-b')).toEqual(moved)
    const members = await store.read((view) => view.rowsOf('person', 'branchA'))
    expect(members.map(({ id }) => id)).toEqual(['secretary-a'])
  })

  it('goes on being named there through every later move, and no branch is noted twice', async () => {
    const { write, bodyTo } = await township()
    await write('staff', { branchId: 'branchB' })
    await write('staff', { branchId: 'township' })
    expect(await bodyTo('secretary-a')).toMatchObject({
      branchId: 'township',
      formerBranchIds: ['branchA', 'branchB'],
    })
    await write('staff', { branchId: 'branchA' })
    expect(await bodyTo('secretary-b')).toMatchObject({ formerBranchIds: ['branchB', 'township'] })
  })

  it('nobody drops the branches he was in, nor adds one he was never in', async () => {
    const { write, bodyTo } = await township()
    expect(await write('staff', { formerBranchIds: ['branchB'] })).toBe('refused notAllowed')
    await write('staff', { branchId: 'branchB' })
    for (const formerBranchIds of [null, [], ['township']])
      expect(await write('staff', { branchId: 'branchB', formerBranchIds })).toBe(
        'refused notAllowed',
      )
    expect(await bodyTo('secretary-a')).toMatchObject({ formerBranchIds: ['branchA'] })
  })

  it('may not be written by the branch he left', async () => {
    const { write } = await township()
    await write('staff', { branchId: 'branchB' })
    expect(await write('secretary-a', { name: '别的' })).toBe('refused notAllowed')
  })

  it('is gone from every branch once his row is erased', async () => {
    const { write, store, told } = await township()
    await write('staff', { branchId: 'branchB' })
    const { positions } = await told('secretary-a')
    await store.write(async (transaction) => {
      const row = await transaction.row(leaver)
      if (!row) throw new Error(leaver)
      const by = { account: '', person: '', at: now, reason: '保存期满', newId: () => 'erasure' }
      await eraseRow(registry, transaction, row, by)
    })
    const news = await told('secretary-a', positions)
    expect([news.rows, news.gone]).toEqual([[], [leaver]])
  })
})
