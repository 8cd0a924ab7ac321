import { describe, expect, it } from 'vitest'
import { derivedId } from '#schema/define-record.ts'
import type { Json } from '#schema/json.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import { notedBy, rollsApart } from './rolls-apart.ts'

let serial = 0
const side = (by: string | undefined, value: Json, stamp = `s${serial}`) => ({
  ...{ value, stamp, device: 'phone', corrected: false, at: '2026-10-08T02:00:00.000Z' },
  ...(by !== undefined && { by }),
})

/** What is open about one member, of `path`. */
function about(
  personId: string,
  sides: readonly ReturnType<typeof side>[],
  { meetingId = 'm', path = 'status', type = 'attendance' } = {},
) {
  serial += 1
  const body: ConflictBody = {
    row: derivedId('attendance', [meetingId, personId]),
    ...{ type, path, raisedBy: `e${serial}`, organisationId: 'b' },
    ...{ raisedAt: '2026-10-08T02:00:00.000Z', stands: '0' },
    sides: Object.fromEntries(sides.map((each, index) => [String(index), each])),
  }
  return { id: `c${serial}`, body }
}

const two = (person: string, left: Json = 'absent') =>
  about(person, [side('zhu', left), side('zhou', 'present')])

describe('rolls called by two apart', () => {
  it('are answered at once by what one of them noted, with reasons', () => {
    const reason = about('li', [side('zhu', '跑车'), side('zhou', null)], { path: 'reason' })
    const open = [two('li', 'excused'), reason, two('wang'), two('xu', 'remote')]
    const [apart, ...others] = rollsApart(open)
    expect(others).toEqual([])
    expect(apart?.meetingId).toBe('m')
    expect(apart?.held).toEqual(open)
    expect(apart?.callers.map(({ by }) => by)).toEqual(['zhu', 'zhou'])
    expect(open.map((each) => notedBy(each, 'zhu'))).toEqual([
      'excused',
      '跑车',
      'absent',
      'remote',
    ])
    // That somebody wrote nothing there is what he noted.
    expect(open.map((each) => notedBy(each, 'zhou'))).toEqual([
      'present',
      null,
      'present',
      'present',
    ])
  })

  it('are asked one by one where they are few, of other meetings, or no rolls', () => {
    const elsewhere = about('xu', [side('zhu', 'absent'), side('zhou', 'present')], {
      meetingId: 'n',
    })
    const words = about('xu', [side('zhu', 'a'), side('zhou', 'b')], { type: 'meeting' })
    expect(rollsApart([two('li'), two('wang'), elsewhere, words])).toEqual([])
  })

  it('offer nobody who did not note all of them, and nothing where that leaves one', () => {
    const third = about('xu', [side('zhu', 'absent'), side('chen', 'present')])
    expect(rollsApart([two('li'), two('wang'), third])).toEqual([])
    const all = [side('zhu', 'absent'), side('zhou', 'present'), side('chen', 'remote')]
    const [apart] = rollsApart([two('li'), two('wang'), about('xu', all)])
    expect(apart?.callers.map(({ by }) => by)).toEqual(['zhu', 'zhou'])
    const old = about('xu', [side(undefined, 'absent'), side('zhou', 'present')])
    expect(rollsApart([two('li'), two('wang'), old])).toEqual([])
  })

  it('take the last word of somebody who noted it twice', () => {
    const twice = about('xu', [side('zhu', 'remote', 'b'), side('zhu', 'absent', 'a')])
    expect(notedBy(twice, 'zhu')).toBe('remote')
  })
})
