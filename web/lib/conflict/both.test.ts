import { expect, test } from 'vitest'
import type { Json } from '#schema/json.ts'
import { meeting } from '#schema/records/meeting.ts'
import { bothOf } from './both.ts'
import type { Version } from './view.ts'

const version = (value: Json, stands = false): Version => ({
  ...{ key: stands ? 'b' : 'a', value, words: '', author: undefined, at: '', corrected: false },
  stands,
})
const both = (older: Json, newer: Json, was?: Json, path = 'agenda/k1') =>
  bothOf(meeting, path, [version(older), version(newer, true)], was)

test('words that two added to one item stand one after the other, and what they began with once', () => {
  const item = { order: 0, title: '研究水渠', notes: '会前已发通知。' }
  expect(
    both(
      { ...item, notes: '会前已发通知。罗军说先修水渠。' },
      { ...item, notes: '会前已发通知。唐娜不同意。' },
      item,
    ),
  ).toEqual({ ...item, notes: '会前已发通知。罗军说先修水渠。\n唐娜不同意。' })
})

test('a title that one wrote and notes of the other are both kept', () => {
  expect(
    both({ order: 1, title: '修水渠（改）' }, { order: 1, title: '修水渠', notes: '讨论两次' }),
  ).toEqual({ order: 1, title: '修水渠（改）', notes: '讨论两次' })
})

test('who and until when are as they stand', () => {
  const was = { order: 0, text: '修水渠' }
  expect(
    both(
      { ...was, text: '修水渠，下月验收', personId: 'p1' },
      { ...was, text: '修水渠，罗军负责', personId: 'p2' },
      was,
      'resolutions/r1',
    ),
  ).toEqual({ order: 0, text: '修水渠，下月验收\n罗军负责', personId: 'p2' })
})

test('nothing to join: one took it out, one has all the words already, or both are too long', () => {
  const item = { order: 0, title: '研究水渠' }
  expect(both(null, item)).toBeUndefined()
  expect(both(item, { ...item, notes: '讨论' })).toBeUndefined()
  const long = (letter: string) => ({ ...item, notes: letter.repeat(15_000) })
  expect(both(long('甲'), long('乙'))).toBeUndefined()
})
