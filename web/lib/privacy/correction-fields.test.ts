import { describe, expect, it } from 'vitest'
import type { CorrectionBody } from '#schema/records/correction.ts'
import {
  askableField,
  askableFields,
  asWritten,
  correcting,
  isFitting,
  optionsOf,
  sayWanted,
} from './correction-fields.ts'

const asked = (name: string) => {
  const found = askableField(name)
  if (!found) throw new Error(name)
  return found
}
const request = (field: string, wanted: string): CorrectionBody => ({
  ...{ personId: 'p1', branchId: 'east', field, wanted },
  askedAt: '2026-10-08T01:30:00.000Z',
})

describe('what a member may ask to have put right', () => {
  it('is his name and his file, and neither where he belongs nor his identity number', () => {
    const names = askableFields().map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['name', 'bornOn', 'mobile', 'standing']))
    for (const name of ['personId', 'branchId', 'idTail', 'removedAt', 'kind', 'initials'])
      expect(names).not.toContain(name)
  })

  it.each([
    ['1975年6月8日', '1975-06-08'],
    ['1975.6.8', '1975-06-08'],
    ['1975-06', '1975-06'],
    ['1975年6月', '1975-06'],
    [' 1975 ', '1975'],
    ['七五年', '七五年'],
    ['1975-13-40', '1975-13-40'],
  ])('a day may be typed as people write it: %s', (typed, written) => {
    expect(asWritten(asked('bornOn'), typed)).toBe(written)
  })

  it('fits the field, or is not sent', () => {
    expect(isFitting(asked('bornOn'), '1975-06')).toBe(true)
    for (const wrong of ['1975-13-40', '七五年', ''])
      expect([wrong, isFitting(asked('bornOn'), wrong)]).toEqual([wrong, false])
    expect(isFitting(asked('sex'), 'female')).toBe(true)
    expect(isFitting(asked('sex'), '女')).toBe(false)
    expect(isFitting(asked('mobile'), '1'.repeat(21))).toBe(false)
  })

  it('of a choice and of a yes or no is chosen, in words', () => {
    expect(optionsOf(asked('sex')).map(({ word }) => word)).toEqual(['男', '女'])
    expect(optionsOf(asked('floating'))).toHaveLength(2)
    expect(optionsOf(asked('job'))).toEqual([])
    expect(sayWanted(asked('floating'), 'true')).toBe('是')
    expect(sayWanted(asked('bornOn'), '1975-06')).toBe('1975年6月')
    // What is no year of a date stays as it was written.
    expect(asWritten(asked('address'), '1975年6月')).toBe('1975年6月')
  })

  it('once accepted is written to the row it belongs to, in the shape of the field', () => {
    expect(correcting(request('name', '郭玉蓝'))).toMatchObject({
      id: 'p1',
      fields: { name: '郭玉蓝' },
    })
    expect(correcting(request('floating', 'true'))).toMatchObject({
      id: 'personFile:p1',
      fields: { floating: true },
    })
  })

  it('is never written where it fits no field, whoever sent it', () => {
    for (const [field, wanted] of [
      ['idTail', '1234'],
      ['branchId', 'west'],
      ['nothing', 'x'],
      ['sex', 'x'],
    ] as const)
      expect([field, correcting(request(field, wanted))]).toEqual([field, undefined])
  })
})
