import { describe, expect, it } from 'vitest'
import { handIn } from '../../schema/records/hand-in.ts'
import { makeStamp, readStamp } from '../clock.ts'
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

describe('S6: a clock that was changed between writing and sending says nothing of the time of writing', () => {
  const hour = 3_600_000
  type Clock = { readonly wallMs: number; readonly offset?: number }
  const arrives = (made: Clock, { wallMs: sentAt }: Clock, heardAt?: number) => {
    const { wallMs, offset = 0 } = made
    const corrected = wallMs + offset
    const written = { ...edit(wallMs, { handedInAt: iso(corrected) }), offset }
    const stamp = makeStamp({ ms: corrected, counter: 0, device: 'phone' })
    const sending = { device: 'phone', now, sentAt, heardAt }
    const arrived = inTrueTime(handIn, { ...written, stamp }, sending, new Map())
    const stampedAt = iso(readStamp(arrived.stamp).ms)
    expect(arrived.fields['handedInAt']).toBe(stampedAt)
    return stampedAt
  }

  it('where it stands in 2020 by now, after the battery was out', () => {
    const written = now - 3 * day
    const reset = { wallMs: Date.parse('2020-01-01T00:00:00.000Z') }
    expect(arrives({ wallMs: written }, reset)).toBe(iso(written))
  })

  it('where somebody set it right, or wrong, since: no time from before the device was last heard of', () => {
    const written = now - 3 * hour
    const slow = { wallMs: written - day, offset: day }
    expect(arrives(slow, { wallMs: now }, now - 5 * hour)).toBe(iso(written))
    expect(arrives({ wallMs: written }, { wallMs: now + day }, now - 5 * hour)).toBe(iso(written))
    // Nobody can tell how long ago that was: what the request measures counts.
    expect(arrives(slow, { wallMs: now })).toBe(iso(written - day))
    expect(arrives(slow, { wallMs: now }, now - 9 * day)).toBe(iso(written - day))
  })

  it('but one that was wrong all the time, or since before the writing, is brought back as ever', () => {
    const written = now - 3 * hour
    for (const ahead of [day, -day, 9 * hour, -2 * hour])
      expect(
        arrives({ wallMs: written + ahead }, { wallMs: now + ahead }, now - 5 * hour),
        iso(written + ahead),
      ).toBe(iso(written))
    // It was put right after the device had learned how slow it was, and before he wrote.
    expect(arrives({ wallMs: written, offset: day }, { wallMs: now }, now - 5 * hour)).toBe(
      iso(written),
    )
  })
})
