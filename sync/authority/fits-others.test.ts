import { describe, expect, it } from 'vitest'
import { meeting, presence, startsAt, township } from './example-judged.ts'

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
