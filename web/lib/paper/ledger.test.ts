import { expect, it } from 'vitest'
import { instantOf } from '#schema/rules/calendar.ts'
import { bookOf } from './booked-meeting.ts'
import { booked, nameOf, noted } from './example-meetings.ts'
import { ledgerOf } from './ledger.ts'
import { recordNumber } from '#schema/rules/record-number.ts'

it('lists the kinds as the regulation names them, a gathering under each of its kinds, numbered within each', () => {
  const both = booked('both', '2026-02-15', { kinds: ['themeDay', 'lecture'] })
  const parts = ledgerOf(
    [booked('first', '2026-01-15'), both, booked('last', '2026-03-01', { kinds: ['committee'] })],
    nameOf,
  )
  expect(parts.map(({ title, held }) => [title, held])).toEqual([
    ['支委会', 1],
    ['党课', 1],
    ['主题党日', 2],
  ])
  expect(parts[2]?.lines.map(({ id, number }) => [id, number])).toEqual([
    ['first', '1'],
    ['both', '2'],
  ])
  // One record, one number, wherever it stands.
  const number = recordNumber({ id: 'both', startsAt: both.body.startsAt })
  expect(parts[1]?.lines[0]).toMatchObject({ record: number, remark: '与主题党日一并召开；未点名' })
  expect(parts[2]?.lines[1]).toMatchObject({ record: number, remark: '与党课一并召开；未点名' })
})

it('says of each when, where, about what, who led and how many came', () => {
  const meeting = booked(
    'm',
    '2026-10-15',
    { place: '村委会会议室', chairId: 'chair', recorderId: 'gone', topic: '秋冬防火' },
    [noted('chair', 'present'), noted('recorder', 'excused', '外出务工')],
  )
  expect(ledgerOf([meeting], nameOf)[0]?.lines).toEqual([
    {
      id: 'm',
      number: '1',
      when: '2026年10月15日 09:30',
      place: '村委会会议室',
      topic: '秋冬防火',
      chair: '崔建国',
      recorder: '已不在本支部的党员',
      expected: '2',
      present: '1',
      record: recordNumber({ id: 'm', startsAt: meeting.body.startsAt }),
      remark: '',
    },
  ])
})

it('says of a roll that was not called nothing but that, and of a talk only who took part', () => {
  const counts = { state: 'uncalled', noted: 3, present: 2, madeUp: 0, excused: 1 } as const
  const scanned = { ...booked('m', '2026-10-15'), counts }
  const talked = booked('t', '2026-10-16', { kinds: ['talk'] })
  const parts = ledgerOf(
    [scanned, { ...talked, counts: { state: 'talk', present: 2 } as const }],
    nameOf,
  )
  const numbers = { expected: '', present: '', remark: '未点名' }
  expect(parts[0]?.lines[0]).toMatchObject(numbers)
  expect(parts[1]?.lines[0]).toMatchObject({ ...numbers, present: '2', remark: '' })
})

it('says the day alone of what was brought along without an hour', () => {
  const body = { startsAt: instantOf('2026-03-20', '00:00') }
  expect(ledgerOf([booked('m', '2026-03-20', body)], nameOf)[0]?.lines[0]?.when).toBe(
    '2026年3月20日',
  )
})

it('takes what was gone through for the topic where nobody named one', () => {
  const agenda = { b: { order: 1, title: '民主议事' }, a: { order: 0, title: '传达学习' } }
  expect(ledgerOf([booked('m', '2026-10-15', { agenda })], nameOf)[0]?.lines[0]?.topic).toBe(
    '传达学习；民主议事',
  )
})

it('takes for the topic of a kind what was gone through under it or under none that met', () => {
  const agenda = {
    a: { order: 0, title: '开会' },
    b: { order: 1, title: '讲党课', kind: 'lecture' },
    c: { order: 2, title: '交党费', kind: 'themeDay' },
    d: { order: 3, title: '评议', kind: 'evaluation' },
  } as const
  const both = booked('m', '2026-10-15', { kinds: ['themeDay', 'lecture'], agenda })
  expect(ledgerOf([both], nameOf).map(({ kind, lines }) => [kind, lines[0]?.topic])).toEqual([
    ['lecture', '开会；讲党课；评议'],
    ['themeDay', '开会；交党费；评议'],
  ])
})

it('says of what was not held only that it was planned together', () => {
  const off = booked('m', '2026-10-15', { kinds: ['themeDay', 'lecture'], notHeld: '农忙' })
  expect(ledgerOf([off], nameOf)[0]?.lines[0]?.remark).toBe('未召开：农忙；原定与主题党日一并召开')
})

it('says whose group meeting it was, and under no other kind', () => {
  const both = { ...booked('m', '2026-10-15', { kinds: ['group', 'lecture'] }), groups: ['一组'] }
  const remarks = ledgerOf([both], nameOf).map(({ kind, lines }) => [kind, lines[0]?.remark])
  expect(remarks).toEqual([
    ['group', '一组；与党课一并召开；未点名'],
    ['lecture', '与党小组会一并召开；未点名'],
  ])
})

it('counts what was not held nowhere, and says why', () => {
  const parts = ledgerOf(
    [
      booked('off', '2026-06-15', { notHeld: '农忙，改期召开', chairId: 'chair' }),
      booked('on', '2026-06-20'),
    ],
    nameOf,
  )
  expect(parts).toMatchObject([{ held: 1, notHeld: 1 }])
  expect(parts[0]?.lines).toMatchObject([
    { id: 'off', number: '', chair: '', expected: '', remark: '未召开：农忙，改期召开' },
    { id: 'on', number: '1' },
  ])
})

it('prints the numbers of an old ledger where no roll was called, and those of the roll where one was', () => {
  const told = { ledgerExpected: 28, ledgerPresent: 26 }
  const lines = [noted('chair', 'present')]
  const all = [booked('old', '2026-01-15', told), booked('called', '2026-02-15', told, lines)]
  expect(ledgerOf(all, nameOf)[0]?.lines).toMatchObject([
    { expected: '28', present: '26', remark: '' },
    { expected: '1', present: '1', remark: '' },
  ])
})

it('is empty for a year without a meeting', () => {
  expect(ledgerOf([], nameOf)).toEqual([])
})

it('holds what has begun of the year as China counts it, first things first, and nothing that is only planned', () => {
  const rows = [
    booked('planned', '2026-12-15'),
    booked('a-second', '2026-03-15'),
    {
      ...booked('first', '2026-01-01'),
      body: { ...booked('first', '2026-01-01').body, startsAt: '2025-12-31T16:30:00.000Z' },
    },
    booked('before', '2025-12-31'),
  ]
  const now = Date.parse('2026-11-26T00:00:00.000Z')
  expect(bookOf(rows, 2026, now).map(({ id }) => id)).toEqual(['first', 'a-second'])
})
