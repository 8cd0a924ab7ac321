import { describe, expect, it } from 'vitest'
import { makeStamp } from '../clock.ts'
import { entry, registry } from '../example-township.ts'
import type { State } from '../wire/edit.ts'
import type { WireRow } from '../wire/sync.ts'
import { afterItsRow, lostWrites, toldMeanwhile } from './offer-again.ts'
import { forgotten, receive } from './row.ts'

const crash = Date.parse('2026-03-10T08:00:00.000Z')
const at = (minutes: number, device = 'deviceA1') =>
  makeStamp({ ms: crash + minutes * 60_000, counter: 0, device })
const writer = {
  ...{ device: 'deviceA1', restoredAt: crash, offsetMs: 250 },
  restoredTo: crash - 90 * 60_000,
}

/** Begun by this device, then another wrote the place. */
const held: State = {
  body: { branchId: 'branchA', author: '甲', title: '防火', place: '祠堂' },
  stamps: { branchId: at(-60), author: at(-60), title: at(-30), place: at(-20, 'deviceB2') },
}
const nothing: State = { body: {}, stamps: {} }
const row = (state: State, rev = 7): WireRow => ({ id: 'row-1', type: 'entry', rev, ...state })
const heldRow = receive(registry, undefined, row(held))

describe('D5: what an authority lost with its database is offered again by whoever wrote it', () => {
  it('its own writes, by stamp, oldest first, in the time of its own clock', () => {
    const [begun, titled, ...more] = lostWrites(entry, 'row-1', held, nothing, writer)
    expect(more).toEqual([])
    expect(begun).toMatchObject({
      row: 'row-1',
      type: 'entry',
      stamp: at(-60),
      fields: { branchId: 'branchA', author: '甲' },
      basis: { branchId: '', author: '' },
      madeAt: crash - 3_600_000 - 250,
      offset: 250,
    })
    expect(titled).toMatchObject({ stamp: at(-30), fields: { title: '防火' } })
    // Two tabs name the same write alike, and an id of this shape may be part of others.
    expect(lostWrites(entry, 'row-1', held, nothing, writer)[0]?.id).toBe(begun?.id)
    expect(begun?.id).toMatch(/^[a-z0-9-]{10,24}$/)
    expect(titled?.id).not.toBe(begun?.id)
  })

  it.each<[string, State, Partial<typeof writer>]>([
    ['which the authority still has', held, {}],
    [
      'over which somebody wrote since',
      { ...held, stamps: { ...held.stamps, title: at(-10, 'deviceB2') } },
      {},
    ],
    ['which says the same as what it has', { ...held, stamps: { branchId: at(-90) } }, {}],
    ['of another device', nothing, { device: 'deviceC3' }],
    ['written after it had come back', nothing, { restoredAt: crash - 7_200_000 }],
  ])('nothing %s', (_what, told, changes) => {
    expect(lostWrites(entry, 'row-1', held, told, { ...writer, ...changes })).toEqual([])
  })

  it('also that something was taken out, where the authority knows of no word of it: an older one may still come', () => {
    const { title: _out, ...rest } = held.body
    const begun = { body: rest, stamps: { branchId: at(-60), author: at(-60) } }
    const out = lostWrites(entry, 'row-1', { ...held, body: rest }, begun, writer)
    expect(out.map(({ fields, stamp }) => [fields, stamp])).toEqual([[{ title: null }, at(-30)]])
  })

  it('of what is written once only where the authority knows of no write at all', () => {
    const told = {
      body: { branchId: 'branchA', author: '乙' },
      stamps: { branchId: at(-90, 'deviceB2'), author: at(-90, 'deviceB2') },
    }
    expect(lostWrites(entry, 'row-1', held, told, writer).map(({ fields }) => fields)).toEqual([
      { title: '防火' },
    ])
  })
})

describe('D5: what leaves the device meanwhile', () => {
  const seconds = crash / 1_000
  it.each([
    ['after the newest that the backup knew', seconds - 1_800, true],
    ['and had been there before it', seconds - 2 * 3_600, false],
    ['long after the authority had come back', seconds + 2 * 3_600, false],
  ])('was told %s', (_when, rev, lost) => {
    expect(toldMeanwhile({ rev }, writer)).toBe(lost)
  })
})

describe('D5: the row of a device', () => {
  it('offers again, and shows on top, what the authority tells without', () => {
    const older = {
      body: { ...held.body, title: '旧的' },
      stamps: { ...held.stamps, title: at(-50) },
    }
    const after = receive(registry, heldRow, row(older, 9), { writer })
    expect(after).toMatchObject({ unsent: 1, body: { title: '防火' }, base: { body: older.body } })
    expect(after.edits.map(({ fields }) => fields)).toEqual([{ title: '防火' }])
    expect(receive(registry, after, row(older, 9), { writer }).edits).toEqual(after.edits)
  })

  it('adds nothing where the authority never came back from a backup', () => {
    const older = { ...held, stamps: { ...held.stamps, title: at(-50) } }
    expect(receive(registry, heldRow, row(older, 9)).edits).toEqual([])
  })

  it('stays, as far as it is its own, where the authority knows it no more; else it goes', () => {
    const after = forgotten(registry, heldRow, writer)
    expect(after).toMatchObject({ rev: 0, base: null, unsent: 1 })
    expect(after?.body).toEqual({ branchId: 'branchA', author: '甲', title: '防火' })
    expect(forgotten(registry, heldRow, { ...writer, device: 'deviceC3' })).toBeUndefined()
    expect(forgotten(registry, heldRow, undefined)).toBeUndefined()
  })

  it('offers once more what was refused for want of its row, as soon as the row is there', () => {
    const [titled] = lostWrites(
      entry,
      'row-1',
      { ...held, stamps: { title: at(-30) } },
      nothing,
      writer,
    )
    if (!titled) throw new Error('there is one')
    const refused = { ...titled, refused: { reason: 'missing' as const, field: 'branchId' } }
    const waiting = { ...heldRow, rev: 0, base: null, edits: [refused], unsent: 1 as const }
    const begun = {
      body: { branchId: 'branchA', author: '甲' },
      stamps: { branchId: at(-60), author: at(-60) },
    }
    const after = receive(registry, waiting, row(begun, 9), { writer })
    expect(after.edits).toEqual([{ ...titled, id: afterItsRow(refused, writer).id }])
    expect(after.edits[0]?.id).not.toBe(titled.id)
    expect(after.body['title']).toBe('防火')
    const other = { ...refused, refused: { reason: 'notAllowed' as const } }
    expect(
      receive(registry, { ...waiting, edits: [other] }, row(begun, 9), { writer }).edits,
    ).toEqual([other])
  })
})
