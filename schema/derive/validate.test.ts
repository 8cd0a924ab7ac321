import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attendance } from '../records/attendance.ts'
import { registry } from '../records/index.ts'
import { meeting } from '../records/meeting.ts'
import { correctMoments } from './moments.ts'
import { flawInBody, flawInWritten, placeOf } from './validate.ts'

describe('what a definition allows to be written', () => {
  it('knows fields and the elements of sets, and nothing else', () => {
    expect(placeOf(meeting, 'place')?.name).toBe('place')
    expect(placeOf(meeting, 'agenda/k1')).toMatchObject({ name: 'agenda', key: 'k1' })
    for (const path of [
      'agenda',
      'place/k1',
      'nonsense',
      'constructor',
      '__proto__',
      'agenda/',
      'agenda/a/b',
    ]) {
      expect(flawInWritten(meeting, { [path]: 'x' })).toBeDefined()
    }
  })

  it('takes null for clearing any field', () => {
    expect(flawInWritten(meeting, { place: null, 'agenda/k1': null })).toBeUndefined()
  })

  it('refuses values of another kind and names the field', () => {
    expect(flawInWritten(meeting, { kinds: ['nonsense'] })).toEqual({
      reason: 'badValue',
      field: 'kinds',
    })
    expect(flawInWritten(meeting, { startsAt: '昨天' })).toEqual({
      reason: 'badValue',
      field: 'startsAt',
    })
    expect(flawInWritten(attendance, { status: 'late' })).toEqual({
      reason: 'badValue',
      field: 'status',
    })
  })

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...registry.all),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (definition, written) => {
          flawInWritten(definition, written as Parameters<typeof flawInWritten>[1])
        },
      ),
    )
  })

  it('names the first required field that is missing', () => {
    expect(flawInBody(meeting, { branchId: 'b' })).toEqual({ reason: 'missing', field: 'kinds' })
  })
})

describe('S6: times a device noted by itself move with its clock, times a person stated do not', () => {
  it('finds them in fields and inside set elements', () => {
    const study = registry.find('study')
    if (!study) throw new Error('study is not in the registry')
    const noted = '2026-03-12T08:00:00.000Z'
    const truth = '2026-03-10T08:00:00.000Z'
    const back = Date.parse(truth) - Date.parse(noted)
    const written = { openedAt: noted, 'attempts/a1': { at: noted, asked: 5, right: 4 } }
    expect(correctMoments(study, written, back, Infinity)).toEqual({
      openedAt: truth,
      'attempts/a1': { at: truth, asked: 5, right: 4 },
    })
    expect(correctMoments(meeting, { startsAt: noted }, back, Infinity)).toEqual({
      startsAt: noted,
    })
  })

  it('never moves a time past now', () => {
    const study = registry.find('study')
    if (!study) throw new Error('study is not in the registry')
    const now = Date.parse('2026-03-10T08:00:00.000Z')
    const written = { openedAt: '2026-03-12T08:00:00.000Z' }
    expect(correctMoments(study, written, 0, now)).toEqual({ openedAt: '2026-03-10T08:00:00.000Z' })
  })
})
