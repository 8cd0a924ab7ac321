import { describe, expect, it } from 'vitest'
import { handIn } from '../../schema/records/hand-in.ts'
import { makeStamp } from '../clock.ts'
import type { Edit } from '../wire/edit.ts'
import { inTrueTime } from './true-time.ts'

const day = 86_400_000
const now = Date.parse('2026-10-18T06:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()

const edit = (madeAt: number, fields: Edit['fields']): Edit => ({
  id: 'e1',
  row: 'handIn:m1:1',
  type: handIn.name,
  version: 1,
  stamp: makeStamp({ ms: madeAt, counter: 0, device: 'phone' }),
  fields,
  basis: {},
  madeAt,
  offset: 0,
})
const arriving = (sent: Edit, sentAt: number | undefined) =>
  inTrueTime(handIn, sent, { device: 'phone', now, sentAt }, new Map()).fields

describe('S7: when something arrived is said by the authority alone', () => {
  const written = now - 2 * day
  const fields = { handedInAt: iso(written), arrivedAt: iso(written), note: '请审阅' }

  it('from a phone whose clock is right, from one that is wrong, and from a file', () => {
    expect(arriving(edit(written, fields), now)).toEqual({ ...fields, arrivedAt: iso(now) })
    const ahead = edit(written + 9 * day, { ...fields, handedInAt: iso(written + 9 * day) })
    expect(arriving(ahead, now + 9 * day)).toEqual({ ...fields, arrivedAt: iso(now) })
    expect(arriving(edit(written, fields), undefined)).toEqual({ ...fields, arrivedAt: iso(now) })
  })

  it('whatever was written there, and nowhere else', () => {
    for (const arrivedAt of ['2020-01-01T00:00:00.000Z', 'yesterday', null])
      expect(arriving(edit(written, { arrivedAt }), now)).toEqual({ arrivedAt: iso(now) })
    expect(arriving(edit(written, { note: '补' }), now)).toEqual({ note: '补' })
  })
})
