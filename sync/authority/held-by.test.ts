import { describe, expect, it } from 'vitest'
import { frozenIn } from '../../schema/derive/workflow.ts'
import { handIn as handInType } from '../../schema/records/hand-in.ts'
import type { Json } from '../../schema/json.ts'
import { sealOf } from '../seal.ts'
import {
  judged,
  meeting,
  now,
  presence,
  round,
  signed,
  startsAt,
  township,
} from './example-judged.ts'

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
    const asGuest = { removedAt: startsAt, guestName: '甲' }
    expect(await write('deputy-a', 'attendance', 'attendance:m1:secretary-a', asGuest)).toBe(
      'refused frozen removedAt',
    )
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
    // A guest is not counted, nor a roll in which everybody was noted one by one.
    const guest = { guestName: '甲' }
    expect(await note('secretary-a', guest)).toBe('refused frozen guestName')
    expect(await note('deputy-a', { ...guest, confirmedAt: startsAt })).toBe(
      'refused frozen guestName',
    )
    expect(await note('secretary-a', { way: 'scanned' })).toBe('refused frozen way')
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

describe('S9: a roll is when its meeting is', () => {
  it('goes along when the meeting is moved, and stays where whoever moves it came too late', async () => {
    const { write, body } = await judged()
    const row = 'attendance:m1:deputy-a'
    await write('secretary-a', 'meeting', 'm1', meeting)
    await write('secretary-a', 'attendance', row, presence('branchA'))
    const later = '2026-03-05T02:00:00.000Z'
    await write('secretary-a', 'meeting', 'm1', { startsAt: later })
    expect(await body(row)).toMatchObject({ heldAt: later })
    await write('secretary-a', 'meeting', 'm1', { startsAt })
    await write('secretary-a', 'meeting', 'm1', signed())
    expect(await write('deputy-a', 'meeting', 'm1', { startsAt: later })).toBe(
      'refused frozen startsAt',
    )
    expect(await write('deputy-a', 'attendance', row, { heldAt: later })).toBe('accepted')
    expect(await body(row)).toMatchObject({ heldAt: startsAt })
  })
})
