import { describe, expect, it } from 'vitest'
import { registry } from '../../schema/records/index.ts'
import type { Json } from '../../schema/json.ts'
import { makeStamp } from '../clock.ts'
import { settleTownship } from '../example-township.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { MemoryStore } from './memory-store.ts'

const now = Date.parse('2026-03-01T02:00:00.000Z')
const startsAt = '2026-02-28T02:00:00.000Z'
let count = 0

async function township() {
  const store = new MemoryStore()
  await settleTownship(store)
  return (personId: string, type: string, row: string, fields: Record<string, Json>) =>
    store.write(async (transaction) => {
      const actor = await actorOf(transaction, { id: personId, personId }, now)
      if (!actor) throw new Error(personId)
      const edit = {
        id: `edit-${(count += 1)}`,
        ...{ row, type, fields, basis: {}, madeAt: now, offset: 0 },
        version: registry.find(type)?.version ?? 1,
        stamp: makeStamp({ ms: now, counter: count, device: 'device-1' }),
      }
      const arrival = { actor, device: 'device-1', now, sentAt: now }
      const [verdict] = await acceptEdits(registry, transaction, [edit], arrival, (error) => {
        throw error
      })
      const { result, reason, field } = verdict ?? {}
      return [result, reason, field].filter(Boolean).join(' ')
    })
}

const presence = (branchId: string) => ({
  meetingId: 'm1',
  personId: 'deputy-a',
  branchId,
  heldAt: startsAt,
  status: 'absent',
})

describe('P6: what a row says of other rows', () => {
  it('nobody takes the roll of another branch’s meeting into his own book', async () => {
    const write = await township()
    const meeting = { branchId: 'branchA', kinds: ['themeDay'], startsAt }
    expect(await write('secretary-a', 'meeting', 'm1', meeting)).toBe('accepted')
    const row = 'attendance:m1:deputy-a'
    expect(await write('secretary-b', 'attendance', row, presence('branchB'))).toBe(
      'refused badValue branchId',
    )
    expect(await write('secretary-a', 'attendance', row, presence('branchA'))).toBe('accepted')
  })

  it('a roll whose meeting is still on its way is taken', async () => {
    const write = await township()
    const row = 'attendance:m1:deputy-a'
    expect(await write('secretary-a', 'attendance', row, presence('branchA'))).toBe('accepted')
  })

  it('nobody makes the file of somebody who is no member of the branch', async () => {
    const write = await township()
    const file = (branchId: string) => ({ personId: 'deputy-a', branchId, standing: 'normal' })
    const row = 'personFile:deputy-a'
    expect(await write('staff', 'personFile', row, file('branchB'))).toBe(
      'refused badValue branchId',
    )
    expect(await write('staff', 'personFile', row, file('branchA'))).toBe('accepted')
    // Moving: the person first, then his file. In between, his file can still be mended.
    expect(await write('staff', 'person', 'deputy-a', { branchId: 'branchB' })).toBe('accepted')
    expect(await write('secretary-a', 'personFile', row, { job: '农民' })).toBe('accepted')
    expect(await write('staff', 'personFile', row, { branchId: 'branchB' })).toBe('accepted')
  })

  it('no organisation comes to lie under itself, where nobody above could bring it back', async () => {
    const write = await township()
    const child = { name: '一组', kind: 'group', parentId: 'branchA' }
    expect(await write('staff', 'organisation', 'group', child)).toBe('accepted')
    for (const parentId of ['group', 'branchA'])
      expect(await write('staff', 'organisation', 'branchA', { parentId })).toBe(
        'refused badValue parentId',
      )
    expect(await write('staff', 'organisation', 'group', { parentId: 'branchB' })).toBe('accepted')
  })

  it('who belongs to a branch is decided above it: its secretary removes no member and no file', async () => {
    const write = await township()
    const removedAt = startsAt
    const file = { personId: 'deputy-a', branchId: 'branchA', standing: 'normal' }
    await write('staff', 'personFile', 'personFile:deputy-a', file)
    for (const [type, row] of [
      ['person', 'deputy-a'],
      ['personFile', 'personFile:deputy-a'],
    ] as const) {
      expect(await write('secretary-a', type, row, { removedAt })).toBe('refused notAllowed')
      expect(await write('staff', type, row, { removedAt })).toBe('accepted')
    }
  })

  it('an organisation is removed from above it, so that whoever removed it can bring it back', async () => {
    const write = await township()
    const removedAt = startsAt
    expect(await write('staff', 'organisation', 'township', { removedAt })).toBe(
      'refused notAllowed',
    )
    expect(await write('staff', 'organisation', 'branchA', { removedAt })).toBe('accepted')
    expect(await write('staff', 'organisation', 'branchA', { removedAt: null })).toBe('accepted')
  })
})
