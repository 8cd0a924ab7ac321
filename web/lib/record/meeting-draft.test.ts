import { describe, expect, test } from 'vitest'
import type { Json } from '#schema/json.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { editMeetingDraft, newMeetingDraft } from './meeting-beginning.ts'
import type { MeetingBody, MeetingDraft } from './meeting-draft.ts'
import { changedElement, nextOrder } from './meeting-elements.ts'
import { flawsOf, meetingFields, readMeetingDraft, shownMeeting } from './meeting-draft.ts'

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
    })
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
  test('has its kinds, its day and the reason, nothing else', () => {
    const draft = edit({ kinds: ['committee'], place: '别处', notHeld: '防汛' }, { notHeld: true })
    expect(meetingFields(draft)).toEqual({ branchId: 'b1', kinds: ['committee'], notHeld: '防汛' })
  })

  test('asks for the reason', () => {
    expect(flawsOf(held, edit({ notHeld: ' ' }, { notHeld: true }))).toEqual([
      { path: 'notHeld', reason: 'missing' },
    ])
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
