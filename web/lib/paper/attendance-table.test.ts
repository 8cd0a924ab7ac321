import { expect, it } from 'vitest'
import { attendanceTable, sayLeft, sheetsOf } from './attendance-table.ts'
import { booked, noted } from './example-meetings.ts'

const oneByOne = { state: 'uncalled', noted: 1, present: 0, madeUp: 0, excused: 1 } as const
const talk = { state: 'talk', present: 1 } as const

it('has a column a meeting whose roll was called and a line a member, by name, with his counts', () => {
  const table = attendanceTable([
    booked('a', '2026-01-15', {}, [noted('recorder', 'present'), noted('chair', 'remote')]),
    booked('uncalled', '2026-02-01'),
    { ...booked('asked', '2026-02-02', {}, [noted('chair', 'excused')]), counts: oneByOne },
    {
      ...booked('talk', '2026-02-03', { kinds: ['talk'] }, [noted('chair', 'present')]),
      counts: talk,
    },
    booked('off', '2026-02-15', { notHeld: '下雪' }, [noted('chair', 'absent')]),
    booked('b', '2026-03-15', { kinds: ['lecture', 'committee'] }, [
      noted('chair', 'excused', '外出务工'),
    ]),
    booked('c', '2026-04-15', {}, [noted('recorder', 'absent'), noted('chair', 'madeUp')]),
    booked('d', '2026-05-15', {}, [noted('recorder', 'absent', '没说')]),
  ])
  expect(table.columns).toEqual([
    { id: 'a', day: '2026-01-15', kinds: '主题党日', short: '主题党日' },
    { id: 'b', day: '2026-03-15', kinds: '支委会、党课', short: '支委会等' },
    { id: 'c', day: '2026-04-15', kinds: '主题党日', short: '主题党日' },
    { id: 'd', day: '2026-05-15', kinds: '主题党日', short: '主题党日' },
  ])
  expect(sayLeft(table)).toBe('其中 2 次未点名、1 次谈心谈话，不在表内')
  expect(table.members).toEqual([
    {
      personId: 'chair',
      name: '崔建国',
      came: ['remote', 'excused', 'madeUp', undefined],
      counts: { expected: 3, came: 1, madeUp: 1, excused: 1, missed: 0 },
    },
    {
      personId: 'recorder',
      name: '李秀英',
      // Who said nothing is not called absent.
      came: ['present', undefined, 'unsaid', 'absent'],
      counts: { expected: 3, came: 1, madeUp: 0, excused: 0, missed: 2 },
    },
  ])
})

it('keeps two members apart whom this device no longer knows', () => {
  const { members } = attendanceTable([
    booked('a', '2026-01-15', {}, [noted('gone1', 'present'), noted('gone2', 'absent')]),
  ])
  expect(members.map(({ personId, name }) => [personId, name])).toEqual([
    ['gone1', '已不在本支部的党员'],
    ['gone2', '已不在本支部的党员'],
  ])
})

it('splits a wide year over sheets of about the same width, each column on one of them', () => {
  const columns = (count: number) =>
    Array.from({ length: count }, (_none, index) => ({
      id: String(index),
      day: '',
      kinds: '',
      short: '',
    }))
  const widths = (count: number) => sheetsOf(columns(count), 20).map((each) => each.columns.length)
  expect(widths(0)).toEqual([0])
  expect(widths(20)).toEqual([20])
  expect(widths(21)).toEqual([11, 10])
  expect(widths(60)).toEqual([20, 20, 20])
  expect(
    sheetsOf(columns(47), 20).flatMap(({ from, columns: own }) =>
      own.map(({ id }, at) => [id, String(from + at)]),
    ),
  ).toEqual(columns(47).map(({ id }) => [id, id]))
})
