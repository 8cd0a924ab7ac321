import { describe, expect, it } from 'vitest'
import type { HandInBody } from '#schema/records/hand-in.ts'
import type { HeldEdit } from '#lib/data/types.ts'
import {
  arrivalOf,
  heldBy,
  isStepUnsent,
  lastRounds,
  mayHandIn,
  remarksStanding,
  withMeetings,
} from './rounds.ts'
import type { MeetingBody } from '#lib/meeting/draft.ts'

const signed: MeetingBody = {
  branchId: 'east',
  kinds: ['themeDay'],
  startsAt: '2026-10-15T01:30:00.000Z',
  stage: 'signed',
  signedAt: '2026-10-15T04:00:00.000Z',
}
const open: MeetingBody = { branchId: 'east', kinds: ['themeDay'], startsAt: signed.startsAt }

const body: HandInBody = {
  ...{ meetingId: 'm1', branchId: 'east', heldAt: signed.startsAt, round: 1 },
  handedInById: 'secretary',
  handedInAt: '2026-10-16T01:00:00.000Z',
  arrivedAt: '2026-10-18T06:00:00.000Z',
}
const round = (parts: Partial<HandInBody>) => ({ body: { ...body, ...parts } })

describe('a record may be handed in', () => {
  it('once it is signed, and where the meeting was not held, which nobody signs', () => {
    expect(mayHandIn(signed, undefined)).toBe(true)
    expect(mayHandIn(open, undefined)).toBe(false)
    expect(mayHandIn({ ...open, notHeld: '农忙，改期召开' }, undefined)).toBe(true)
    expect(mayHandIn({ ...signed, removedAt: signed.startsAt }, undefined)).toBe(false)
  })

  it('again when it came back or was taken back, and not while it waits', () => {
    expect(mayHandIn(signed, round({}))).toBe(false)
    expect(mayHandIn(signed, round({ state: 'returned' }))).toBe(true)
    expect(mayHandIn(signed, round({ state: 'takenBack' }))).toBe(true)
  })

  it('after it was accepted only when it says something new', () => {
    const accepted = round({ state: 'accepted', answeredAt: '2026-10-19T01:00:00.000Z' })
    expect(mayHandIn(signed, accepted)).toBe(false)
    const note = { text: '参会人数应为 25', byId: 'secretary' }
    const amended = (at: string) => ({ ...signed, amendments: { a1: { ...note, at } } })
    expect(mayHandIn(amended('2026-10-18T01:00:00.000Z'), accepted)).toBe(false)
    expect(mayHandIn(amended('2026-10-20T01:00:00.000Z'), accepted)).toBe(true)
  })
})

it('the note that a meeting was not held, or the roll of one that was, is held while it is read and for good once accepted', () => {
  const notHeld = { ...open, notHeld: '农忙' }
  expect(heldBy(notHeld, [])).toBeUndefined()
  expect(heldBy(notHeld, [round({})])).toEqual({ part: 'note', by: 'handedIn' })
  expect(heldBy(notHeld, [round({ state: 'returned' }), round({ state: 'takenBack' })])).toBe(
    undefined,
  )
  expect(heldBy(notHeld, [round({ state: 'accepted' }), round({ round: 2 })])).toEqual({
    part: 'note',
    by: 'accepted',
  })
  expect(heldBy(signed, [round({ state: 'accepted' })])).toEqual({ part: 'roll', by: 'accepted' })
  expect(heldBy(signed, [round({ state: 'returned' })])).toBeUndefined()
  expect(heldBy(open, [round({})])).toBeUndefined()
})

it('what is to be mended was said by the last round that came back, and no longer once it is handed in again', () => {
  const first = { minutes: { text: '写明人数' } }
  const second = { minutes: { text: '写明时间' } }
  const came = round({ state: 'returned', remarks: first })
  expect(remarksStanding([])).toEqual({})
  expect(remarksStanding([came])).toEqual(first)
  expect(remarksStanding([round({ round: 2, state: 'returned', remarks: second }), came])).toEqual(
    second,
  )
  expect(remarksStanding([came, round({ round: 2 })])).toEqual({})
  // Typed by whoever reads it, and not sent yet.
  expect(remarksStanding([round({ remarks: first })])).toEqual({})
})

it('the last round of each meeting counts, in whatever order they came', () => {
  const rows = [round({ round: 2 }), round({ meetingId: 'm2' }), round({ round: 10 }), round({})]
  const last = lastRounds(rows)
  expect(last.size).toBe(2)
  expect(last.get('m1')?.body.round).toBe(10)
  expect(last.get('m2')?.body.round).toBe(1)
})

it('what waits longest comes first, and nothing is asked of a meeting that is not here or was taken away', () => {
  const rounds = ['m1', 'm2', 'gone'].map((meetingId, index) =>
    round({ meetingId, arrivedAt: `2026-10-2${5 - index}T01:00:00.000Z` }),
  )
  const meetings = ['m1', 'm2'].map((id) => ({ id, body: signed }))
  const ids = withMeetings(rounds, meetings, ({ arrivedAt }) => arrivedAt)
  expect(ids.map((each) => each.round.body.meetingId)).toEqual(['m2', 'm1'])
  expect(ids[0]?.body).toBe(signed)
})

describe('the way to the authority', () => {
  const edit = (fields: HeldEdit['fields'], refused?: HeldEdit['refused']): HeldEdit => ({
    ...{ id: 'e1', row: 'handIn:m1:1', type: 'handIn', version: 1, stamp: '' },
    ...{ fields, basis: {}, madeAt: 0, offset: 0, ...(refused && { refused }) },
  })
  const handedIn = edit({ round: 1, note: '请审阅' })

  it('is never called travelled before the authority said so, and then by its time', () => {
    expect(arrivalOf({ body, edits: [handedIn], revision: 1 })).toEqual({ state: 'waiting' })
    const refused = edit({ round: 1 }, { reason: 'notAllowed' })
    expect(arrivalOf({ body, edits: [refused], revision: 1 })).toEqual({ state: 'refused' })
    // Taken, and its own row not here yet: what stands in the body is this device's guess.
    expect(arrivalOf({ body, edits: [], revision: 0 })).toEqual({ state: 'there' })
    const told = { state: 'there', at: body.arrivedAt }
    expect(arrivalOf({ body, edits: [], revision: 1_760_000_000 })).toEqual(told)
  })

  it('of the round stays known while a later step waits here', () => {
    const step = edit({ state: 'takenBack' })
    const row = { body, edits: [step], revision: 1_760_000_001 }
    expect(arrivalOf(row)).toEqual({ state: 'there', at: body.arrivedAt })
    expect(isStepUnsent(row)).toBe(true)
    expect(isStepUnsent({ edits: [edit({ state: 'returned' }, { reason: 'notNow' })] })).toBe(false)
    expect(isStepUnsent({ edits: [handedIn] })).toBe(false)
  })
})
