import { describe, expect, it } from 'vitest'
import { frozenIn } from '../../schema/derive/workflow.ts'
import { handIn as handInType } from '../../schema/records/hand-in.ts'
import { registry } from '../../schema/records/index.ts'
import { meeting as meetingType } from '../../schema/records/meeting.ts'
import type { Json } from '../../schema/json.ts'
import { makeStamp } from '../clock.ts'
import { sealOf } from '../seal.ts'
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

const meeting = { branchId: 'branchA', kinds: ['themeDay'], startsAt }
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

  it('a group lies under a branch that meets, and under nothing else', async () => {
    const write = await township()
    const group = (parentId: string) => ({ name: '一组', kind: 'group', parentId })
    expect(await write('staff', 'organisation', 'g1', group('township'))).toBe(
      'refused badValue parentId',
    )
    expect(await write('secretary-a', 'organisation', 'g1', group('branchA'))).toBe('accepted')
    expect(await write('staff', 'organisation', 'g2', group('g1'))).toBe(
      'refused badValue parentId',
    )
    expect(await write('staff', 'organisation', 'g1', { parentId: 'township' })).toBe(
      'refused badValue parentId',
    )
  })

  it('a member is put into a group of his own branch, and a meeting names no other', async () => {
    const write = await township()
    for (const [by, id, parentId] of [
      ['secretary-a', 'g-a', 'branchA'],
      ['secretary-b', 'g-b', 'branchB'],
    ] as const)
      await write(by, 'organisation', id, { name: id, kind: 'group', parentId })
    const put = (groupId: string) => write('secretary-a', 'person', 'deputy-a', { groupId })
    expect(await put('g-b')).toBe('refused badValue groupId')
    expect(await put('branchA')).toBe('refused badValue groupId')
    expect(await put('deputy-a')).toBe('refused badValue groupId')
    // Made by a phone whose edit is still on its way.
    expect(await put('g-later')).toBe('accepted')
    expect(await put('g-a')).toBe('accepted')
    const held = { branchId: 'branchA', kinds: ['group'], startsAt }
    const meets = (groupIds: string[]) =>
      write('secretary-a', 'meeting', 'm1', { ...held, groupIds })
    expect(await meets(['g-a', 'g-b'])).toBe('refused badValue groupIds')
    expect(await meets(['g-a', 'g-later'])).toBe('accepted')
    // Who moves leaves his group behind as he reads, and is not kept from moving.
    expect(await write('staff', 'person', 'deputy-a', { branchId: 'branchB' })).toBe('accepted')
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

const round = (meetingId: string, number = 1) => ({
  ...{ meetingId, branchId: 'branchA', heldAt: startsAt, round: number },
  ...{ handedInById: 'secretary-a', handedInAt: startsAt, arrivedAt: startsAt },
})
const signed = () => {
  const signature = { stage: 'signed', signedById: 'secretary-a', signedAt: startsAt }
  const seal = sealOf({ ...meeting, ...signature }, [...frozenIn(meetingType, { ...signature })])
  return { ...signature, seal }
}

describe('P6: the roll of a signed meeting', () => {
  it('stays, whoever takes the meeting away without knowing; before, it goes along, and a guest may always go', async () => {
    const write = await township()
    const came = (id: string, more: Record<string, Json> = {}) =>
      write('secretary-a', 'attendance', `attendance:m1:${id}`, {
        ...{ ...presence('branchA'), personId: id, status: 'present' },
        ...more,
      })
    await write('secretary-a', 'meeting', 'm1', meeting)
    await came('secretary-a')
    await came('deputy-a')
    await came('guest-1', { guestName: '柳长河' })
    const takeAway = (id: string) =>
      write('deputy-a', 'attendance', `attendance:m1:${id}`, { removedAt: startsAt })
    expect(await takeAway('deputy-a')).toBe('accepted')
    await write('secretary-a', 'meeting', 'm1', signed())
    expect(await write('deputy-a', 'meeting', 'm1', { removedAt: startsAt })).toBe(
      'refused frozen removedAt',
    )
    expect(await takeAway('secretary-a')).toBe('refused frozen removedAt')
    expect(await takeAway('guest-1')).toBe('accepted')
  })
})

describe('P6: what a hand-in asks of the record it hands in', () => {
  it('is taken of what is signed, and neither before nor of what nobody knows', async () => {
    const write = await township()
    const handIn = () => write('secretary-a', 'handIn', 'handIn:m1:1', round('m1'))
    expect(await handIn()).toBe('refused notNow meetingId')
    expect(await write('secretary-a', 'meeting', 'm1', meeting)).toBe('accepted')
    expect(await handIn()).toBe('refused notNow meetingId')
    expect(await write('secretary-a', 'meeting', 'm1', signed())).toBe('accepted')
    expect(await handIn()).toBe('accepted')
  })

  it('a note that a meeting was not held is taken as it is, and stays so while it is read and once it is accepted', async () => {
    const write = await township()
    const change = (fields: Record<string, Json>) => write('secretary-a', 'meeting', 'm1', fields)
    await change({ ...meeting, notHeld: '农忙' })
    expect(await change({ notHeld: '农忙，改期召开' })).toBe('accepted')
    expect(await write('secretary-a', 'handIn', 'handIn:m1:1', round('m1'))).toBe('accepted')
    expect(await change({ notHeld: '防汛' })).toBe('refused frozen notHeld')
    expect(await change({ notHeld: null })).toBe('refused frozen notHeld')
    expect(await change({ place: '村委会' })).toBe('refused frozen place')
    expect(await change({ removedAt: startsAt })).toBe('refused frozen removedAt')
    // What says the same again changes nothing, and nobody is kept from noting what is no part of the page.
    expect(await change({ notHeld: '农忙，改期召开', bring: '无' })).toBe('accepted')

    const takenBack = { state: 'takenBack' }
    expect(await write('secretary-a', 'handIn', 'handIn:m1:1', takenBack)).toBe('accepted')
    expect(await change({ notHeld: '防汛' })).toBe('accepted')
    await write('secretary-a', 'handIn', 'handIn:m1:2', round('m1', 2))
    const answer = { answeredById: 'staff', answeredAt: startsAt }
    const accepted = { state: 'accepted', ...answer }
    const seal = sealOf(
      { ...round('m1', 2), ...accepted, arrivedAt: new Date(now).toISOString() },
      [...frozenIn(handInType, accepted)],
    )
    expect(await write('staff', 'handIn', 'handIn:m1:2', { ...accepted, seal })).toBe('accepted')
    expect(await change({ notHeld: '农忙' })).toBe('refused frozen notHeld')
    // What was wrong in it is put right beside it.
    const amendment = { text: '是防汛，不是农忙', byId: 'secretary-a', at: startsAt }
    expect(await change({ 'amendments/a1': amendment })).toBe('accepted')
  })

  it('what was counted stays counted while it is read and once it is accepted; what one member adds later is noted', async () => {
    const write = await township()
    const row = 'attendance:m1:deputy-a'
    const note = (fields: Record<string, Json>) => write('secretary-a', 'attendance', row, fields)
    await write('secretary-a', 'meeting', 'm1', meeting)
    await note(presence('branchA'))
    expect(await note({ status: 'present' })).toBe('accepted')
    expect(await note({ status: 'absent' })).toBe('accepted')
    await write('secretary-a', 'meeting', 'm1', signed())
    // On paper, too, the roll is called to its end after the chair has signed.
    expect(await note({ status: 'present' })).toBe('accepted')
    expect(await note({ status: 'absent' })).toBe('accepted')
    await write('secretary-a', 'handIn', 'handIn:m1:1', round('m1'))
    expect(await note({ status: 'present' })).toBe('refused frozen status')
    expect(await note({ reason: '外出' })).toBe('accepted')
    // Of one called in a roll, it goes on to say so: what somebody answers for is what he confirmed, with a time of its own.
    expect(await note({ status: 'madeUp' })).toBe('refused frozen status')
    const confirmed = { confirmedById: 'secretary-a', confirmedAt: startsAt }
    expect(await note({ status: 'madeUp', ...confirmed })).toBe('accepted')
    expect(await note({ status: 'absent' })).toBe('refused frozen status')
    await write('secretary-a', 'handIn', 'handIn:m1:1', { state: 'takenBack' })
    expect(await note({ status: 'absent' })).toBe('accepted')
  })

  it('0028: nobody counted goes, and nobody is ticked, whatever way it is said to have been noted', async () => {
    const write = await township()
    const note = (id: string, fields: Record<string, Json>) =>
      write('secretary-a', 'attendance', `attendance:m1:${id}`, fields)
    const of = (id: string, more: Record<string, Json>) =>
      note(id, { ...presence('branchA'), personId: id, ...more })
    await write('secretary-a', 'meeting', 'm1', meeting)
    await of('secretary-a', { status: 'present' })
    await of('deputy-a', { status: 'present', way: 'shown' })
    await of('guest-1', { status: 'present', way: 'shown', guestName: '柳长河' })
    await write('secretary-a', 'meeting', 'm1', signed())
    await write('secretary-a', 'handIn', 'handIn:m1:1', round('m1'))

    expect(await note('deputy-a', { status: 'absent' })).toBe('refused frozen status')
    expect(await note('secretary-a', { status: 'absent', way: 'scanned' })).toBe(
      'refused frozen status',
    )
    expect(await note('secretary-a', { status: 'excused', way: 'asked' })).toBe(
      'refused frozen status',
    )
    expect(await note('deputy-a', { uncounted: true })).toBe('refused frozen uncounted')
    expect(await note('guest-1', { removedAt: startsAt })).toBe('refused frozen removedAt')
    expect(await of('staff', { status: 'present' })).toBe('refused frozen status')
    expect(await of('staff', { status: 'absent', way: 'scanned' })).toBe('refused frozen status')
    // A code that the secretary took at the door, and a leave, each noted on another phone meanwhile.
    expect(await of('staff', { status: 'present', way: 'scanned' })).toBe('accepted')
    expect(await of('secretary-b', { status: 'excused', way: 'asked' })).toBe('accepted')
    expect(await note('secretary-b', { status: 'madeUp', way: 'handedIn' })).toBe('accepted')
  })

  it('a round that came back holds nothing', async () => {
    const write = await township()
    await write('secretary-a', 'meeting', 'm1', { ...meeting, notHeld: '农忙' })
    await write('secretary-a', 'handIn', 'handIn:m1:1', round('m1'))
    const returned = {
      state: 'returned',
      answeredById: 'staff',
      answeredAt: startsAt,
      answer: '写明哪天补开',
    }
    const seal = sealOf({ ...round('m1'), ...returned }, [...frozenIn(handInType, returned)])
    expect(await write('staff', 'handIn', 'handIn:m1:1', { ...returned, seal })).toBe('accepted')
    expect(await write('secretary-a', 'meeting', 'm1', { notHeld: '农忙，10月补开' })).toBe(
      'accepted',
    )
  })
})
