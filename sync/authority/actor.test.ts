import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../schema/access.ts'
import { actorOn, keepsBranch, oversees } from '../../schema/access.ts'
import { homeBuckets, mayRead } from '../../schema/bucket.ts'
import type { Body } from '../../schema/json.ts'
import { makeStamp } from '../clock.ts'
import { emptyRequest, plainPacker, registry, settleTownship } from '../example-township.ts'
import { protocol } from '../wire/sync.ts'
import { actorOf } from './actor.ts'
import { answer } from './answer.ts'
import { MemoryStore } from './memory-store.ts'
import type { Store } from './store.ts'

let store: MemoryStore
beforeEach(() => settleTownship((store = new MemoryStore())))

const put = (id: string, type: string, changes: Body) =>
  store.write(async (transaction) => {
    const stored = await transaction.row(id)
    const body = { ...stored?.body, ...changes }
    const definition = registry.find(type)
    if (!definition) throw new Error(type)
    const placed = { of: definition.of(body), at: definition.at(body) }
    await transaction.putRow({ id, type, ...placed, rev: 2, body, stamps: {} })
  })
const at = (time: string) => Date.parse(`${time}+08:00`)
const actor = async (personId: string, time: string): Promise<Actor> => {
  const found = await store.read((view) => actorOf(view, { id: 'account', personId }, at(time)))
  if (!found) throw new Error(`${personId} is on no record`)
  return found
}
const officesOf = ({ offices }: Actor) => offices.map(({ office }) => office)

describe('P7: rights come from posts', () => {
  it('begin with their first day and end with their last, at midnight in Beijing', async () => {
    await put('post-0', 'post', { until: '2026-10-31' })
    await put('post-9', 'post', {
      personId: 'deputy-a',
      organisationId: 'branchA',
      office: 'secretary',
      from: '2026-11-01',
    })
    expect(officesOf(await actor('secretary-a', '2026-10-31T23:59:59'))).toEqual(['secretary'])
    expect(officesOf(await actor('secretary-a', '2026-11-01T00:00:00'))).toEqual([])
    expect(officesOf(await actor('deputy-a', '2026-10-31T23:59:59'))).toEqual(['deputy'])
    expect(officesOf(await actor('deputy-a', '2026-11-01T00:00:00'))).toEqual([
      'deputy',
      'secretary',
    ])
  })

  it('come out alike of what was told the day before: a device needs no network to see an office begin or end', async () => {
    await put('post-0', 'post', { until: '2026-10-31' })
    await put('post-9', 'post', {
      personId: 'secretary-a',
      organisationId: 'branchB',
      office: 'deputy',
      from: '2026-11-01',
    })
    const told = await actor('secretary-a', '2026-10-30T12:00:00')
    expect(told.toCome).toHaveLength(1)
    for (const day of ['2026-10-30', '2026-10-31', '2026-11-01', '2030-01-01']) {
      const asked = await actor('secretary-a', `${day}T12:00:00`)
      expect(actorOn(told, day).offices, day).toEqual(asked.offices)
    }
    expect(actorOn(told, '2026-11-01').toCome).toBeUndefined()
  })

  it('of several posts add up, also of two organisations', async () => {
    await put('post-8', 'post', {
      personId: 'secretary-a',
      organisationId: 'branchB',
      office: 'secretary',
      from: '2026-01-01',
    })
    const both = await actor('secretary-a', '2026-03-01T12:00:00')
    expect(keepsBranch(both, 'branchA') && keepsBranch(both, 'branchB')).toBe(true)
  })

  it('let a secretary sent from elsewhere read the branch he keeps, and what lies above it', async () => {
    await put('county', 'organisation', { name: '县委', kind: 'county' })
    await put('office', 'organisation', { name: '机关', kind: 'branch', parentId: 'county' })
    await put('sent', 'person', { name: '戊', branchId: 'office', kind: 'full' })
    await put('post-7', 'post', {
      personId: 'sent',
      organisationId: 'branchA',
      office: 'secretary',
      from: '2026-01-01',
    })
    const sent = await actor('sent', '2026-03-01T12:00:00')
    const held = homeBuckets(sent, 2026)
    for (const bucket of ['org/branchA', 'org/township', 'org/township/lessons', 'org/county'])
      expect([mayRead(sent, bucket), held.includes(bucket)], bucket).toEqual([true, true])
    expect(mayRead(sent, 'org/branchB')).toBe(false)
  })

  it('end where the post is taken back, the organisation is removed, or the person is', async () => {
    const removedAt = '2026-02-01T00:00:00.000Z'
    const noon = '2026-03-01T12:00:00'
    await put('post-1', 'post', { removedAt })
    expect(officesOf(await actor('deputy-a', noon))).toEqual([])
    await put('branchA', 'organisation', { removedAt })
    expect(officesOf(await actor('secretary-a', noon))).toEqual([])
    // Those above keep what a removed branch left, and can bring it back.
    expect(oversees(await actor('staff', noon), 'branchA')).toBe(true)
    await put('secretary-b', 'person', { removedAt })
    await expect(actor('secretary-b', noon)).rejects.toThrow('on no record')
  })

  it('are asked as an edit is judged, and not as its request began to wait for its turn', async () => {
    const noon = at('2026-03-01T12:00:00')
    const relieved: Store = {
      read: (work) => store.read(work),
      write: async (work) => {
        await put('post-0', 'post', { until: '2026-02-28' })
        return store.write(work)
      },
    }
    const stamp = makeStamp({ ms: noon, counter: 0, device: 'phone' })
    const fields = { branchId: 'branchA', author: '甲' }
    const edit = { id: 'edit-1', row: 'row-1', type: 'entry', version: 1, stamp, fields, basis: {} }
    const request = { protocol, device: 'phone', sentAt: noon, ...emptyRequest, broken: [] }
    const reply = await answer(
      {
        ...{ registry, store: relieved, now: () => noon },
        packer: plainPacker,
        onError: (error) => {
          throw error
        },
      },
      { id: 'account-0', personId: 'secretary-a' },
      { ...request, edits: [{ ...edit, madeAt: noon, offset: 0 }] },
    )
    expect(reply?.verdicts).toEqual([{ edit: 'edit-1', result: 'refused', reason: 'notAllowed' }])
  })

  it('move with an organisation that comes under another', async () => {
    await put('hill', 'organisation', { name: '山镇', kind: 'township' })
    await put('branchA', 'organisation', { parentId: 'hill' })
    const staff = await actor('staff', '2026-03-01T12:00:00')
    expect([oversees(staff, 'branchA'), oversees(staff, 'branchB')]).toEqual([false, true])
    expect(keepsBranch(await actor('secretary-a', '2026-03-01T12:00:00'), 'branchA')).toBe(true)
  })
})
