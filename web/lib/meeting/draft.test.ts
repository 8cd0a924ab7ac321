import { describe, expect, test } from 'vitest'
import type { Json } from '#schema/json.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { editMeetingDraft, newMeetingDraft } from './beginning.ts'
import type { MeetingBody, MeetingDraft } from './draft.ts'
import { changedElement, nextOrder } from './elements.ts'
import {
  flawsOf,
  meetingFields,
  readMeetingDraft,
  shownMeeting,
  typedAt,
  unfitPaths,
} from './draft.ts'

const startsAt = instantOf('2026-10-08', '09:30')

const held: MeetingBody = {
  branchId: 'b1',
  kinds: ['themeDay'],
  startsAt,
  place: '村委会会议室',
  recorderId: 'wang',
  agenda: {
    k1: { order: 0, title: '传达学习' },
    k2: { order: 1, title: '民主议事', notes: '讨论土地发包' },
  },
}

const edit = (typed: Record<string, Json>, more: Partial<MeetingDraft> = {}): MeetingDraft => ({
  ...editMeetingDraft(held),
  typed,
  ...more,
})

describe('a new record', () => {
  const begin = {
    branchId: 'b1',
    nowMs: Date.parse(startsAt) + 244_000,
    me: 'cui',
    earlier: [held],
  }

  test('is filled in but for its kinds: now, where the branch met last, me in the chair', () => {
    expect(newMeetingDraft(begin).typed).toEqual({
      kinds: [],
      startsAt,
      place: '村委会会议室',
      chairId: 'cui',
      recorderId: 'wang',
    })
  })

  test('is valid with one kind ticked', () => {
    const draft = newMeetingDraft({ ...begin, kinds: ['lecture', 'themeDay', 'unheard-of'] })
    expect(flawsOf(undefined, draft)).toEqual([])
    expect(flawsOf(undefined, newMeetingDraft(begin))).toEqual([
      { path: 'kinds', reason: 'missing' },
    ])
    expect(meetingFields(draft)).toEqual({
      branchId: 'b1',
      kinds: ['themeDay', 'lecture'],
      startsAt,
      place: '村委会会议室',
      chairId: 'cui',
      recorderId: 'wang',
      notHeld: null,
      noneInstead: null,
    })
  })

  test('a place is not taken from a gathering that was not held, nor a recorder from nobody', () => {
    const notHeld: MeetingBody = { ...held, place: '镇政府', recorderId: 'li', notHeld: '防汛' }
    expect(newMeetingDraft({ ...begin, earlier: [notHeld] }).typed).not.toHaveProperty('place')
    expect(newMeetingDraft({ ...begin, earlier: [] }).typed['recorderId']).toBe('cui')
  })
})

describe('an edit of a record that stands', () => {
  test('shows what was typed over what stands', () => {
    const shown = shownMeeting(
      held,
      edit({ place: '', 'agenda/k2': null, 'agenda/k3': { order: 5, title: '交纳党费' } }),
    )
    expect(shown.place).toBe('')
    expect(shown.recorderId).toBe('wang')
    expect(shown.agenda.map(({ key, title }) => [key, title])).toEqual([
      ['k1', '传达学习'],
      ['k3', '交纳党费'],
    ])
  })

  test('writes only what was touched in this form', () => {
    expect(meetingFields(edit({ topic: ' 防火 ', minutes: { text: '会议开始。' } }))).toEqual({
      branchId: 'b1',
      topic: '防火',
      minutes: { text: '会议开始。' },
      notHeld: null,
      noneInstead: null,
    })
  })

  test('an emptied field is cleared, an element taken out or left empty is removed', () => {
    const typed = {
      place: ' ',
      'agenda/k1': null,
      'agenda/k3': { order: 2, title: ' ', notes: '' },
    }
    expect(meetingFields(edit(typed))).toEqual({
      branchId: 'b1',
      place: null,
      'agenda/k1': null,
      'agenda/k3': null,
      notHeld: null,
      noneInstead: null,
    })
  })

  test('an item of a kind that was taken back belongs to no single one, and to its own when that comes back', () => {
    const item = { 'agenda/k3': { order: 2, title: '讲党课', kind: 'lecture' } }
    const kindOf = (kinds: readonly string[]) =>
      shownMeeting(held, edit({ ...item, kinds })).agenda.at(-1)?.kind
    expect([kindOf(['themeDay']), kindOf(['themeDay', 'lecture'])]).toEqual(['', 'lecture'])
  })

  test('an element keeps the parts nobody touched and goes after the last', () => {
    const draft = edit({})
    expect(changedElement(held, draft, 'agenda/k2', { title: '议事' })).toEqual({
      order: 1,
      title: '议事',
      notes: '讨论土地发包',
    })
    expect(nextOrder(held, draft, 'agenda')).toBe(2)
    expect(nextOrder(held, draft, 'resolutions')).toBe(0)
  })
})

describe('not held', () => {
  test('keeps what was typed before on record, beside the reason', () => {
    const typed = {
      place: '别处',
      minutes: { text: '会议开始。', over: '' },
      'agenda/k9': { order: 2, title: '发展党员' },
      'votes/v1': {
        order: 0,
        matter: 'ordinary',
        subject: '修路',
        entitled: 28,
        there: 20,
        yes: 20,
      },
      notHeld: '防汛',
    }
    expect(meetingFields(edit(typed, { notHeld: true }), held)).toEqual({
      branchId: 'b1',
      ...typed,
    })
  })

  test('leaves in the draft what no record would take, for nobody sees it who writes the reason', () => {
    const note = { notHeld: '防汛', noneInstead: true }
    const typed = { 'agenda/k9': { order: 2, notes: '没有题目' }, ...note }
    const draft = edit(typed, { notHeld: true })
    expect(flawsOf(held, draft)).toEqual([])
    expect(meetingFields(draft, held)).toEqual({ branchId: 'b1', ...note })
    expect(unfitPaths(held, draft)).toEqual(['agenda/k9'])
  })

  test('asks whether another takes its place, and takes no answer for granted', () => {
    const begin = { branchId: 'b1', nowMs: 0, me: 'cui', earlier: [], notHeld: true }
    const written = { ...newMeetingDraft(begin), typed: { kinds: ['talk'], startsAt: 'x' } }
    const missing = { path: 'noneInstead', reason: 'missing' }
    const said = (more: MeetingDraft['typed']) =>
      edit({ notHeld: '改期', ...more }, { notHeld: true })
    expect(newMeetingDraft(begin).typed['noneInstead']).toBeUndefined()
    expect(flawsOf(undefined, written)).toContainEqual(missing)
    expect(flawsOf(held, said({}))).toEqual([missing])
    expect(flawsOf(held, said({ noneInstead: false }))).toEqual([])
    expect(flawsOf({ ...held, notHeld: '农忙' }, said({}))).toEqual([])
    expect(
      [said({ noneInstead: true }), said({ noneInstead: false })].map(
        (draft) => meetingFields(draft)['noneInstead'],
      ),
    ).toEqual([true, null])
    expect(
      meetingFields({ ...said({ noneInstead: true }), notHeld: false })['noneInstead'],
    ).toBeNull()
  })

  test('asks for the reason', () => {
    const blank = edit({ notHeld: ' ', noneInstead: true }, { notHeld: true })
    expect(flawsOf(held, blank)).toEqual([{ path: 'notHeld', reason: 'missing' }])
  })

  test('held after all: the reason goes', () => {
    expect(meetingFields(edit({ notHeld: '防汛' }))['notHeld']).toBeNull()
  })
})

describe('flaws', () => {
  test.each<[Record<string, Json>, string]>([
    [{ endsAt: instantOf('2026-10-08', '09:00') }, 'endsAt'],
    [{ startsAt: '' }, 'startsAt'],
    [{ 'agenda/k9': { order: 3, notes: '有内容没有题目' } }, 'agenda/k9'],
    [{ 'resolutions/r1': { order: 0, due: '2026-11-01' } }, 'resolutions/r1'],
  ])('%j is wrong at %s', (typed, path) => {
    expect(flawsOf(held, edit(typed)).map((flaw) => flaw.path)).toEqual([path])
  })

  test('an element with nothing in it is no flaw', () => {
    expect(
      flawsOf(held, edit({ 'agenda/k9': { order: 3 }, 'resolutions/r1': { order: 0 } })),
    ).toEqual([])
  })
})

test('a kept draft is read back as it was; anything else is none', () => {
  const draft = edit(
    { minutes: '写到一半' },
    { roll: { a: { status: 'excused', reason: '外出' } } },
  )
  expect(readMeetingDraft(JSON.parse(JSON.stringify(draft)) as Json)).toEqual(draft)
  expect(
    [undefined, null, 'x', {}, { branchId: 'b1' }, { branchId: 'b1', typed: [] }].map((value) =>
      readMeetingDraft(value),
    ),
  ).toEqual(Array.from({ length: 6 }, () => undefined))
})

test('the end stays where the day of the start does, and where it lay on another day', () => {
  const endsAt = instantOf('2026-10-08', '11:00')
  const [later, moved] = [instantOf('2026-10-08', '10:00'), instantOf('2026-10-01', '09:30')]
  expect(typedAt({ startsAt, endsAt }, 'startsAt', later)).toEqual({ startsAt: later })
  const nextDay = { startsAt, endsAt: instantOf('2026-10-09', '11:00') }
  expect(typedAt(nextDay, 'startsAt', moved)).toEqual({ startsAt: moved })
  expect(typedAt({ startsAt, endsAt }, 'startsAt', '')).toEqual({ startsAt: '' })
  expect(typedAt({ startsAt, endsAt }, 'place', '村委会')).toEqual({ place: '村委会' })
})
