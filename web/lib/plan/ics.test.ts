import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HeldEdit } from '#lib/data/types.ts'
import { folded, icsName, meetingIcs, sequenceOf } from './ics.ts'

const now = Date.parse('2026-10-08T02:03:04.000Z')
const meeting = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  sequence: 7,
  startsAt: '2026-10-15T01:30:00.000Z',
  title: '主题党日、党员大会',
  place: '村委会会议室，二楼; 东',
  text: '议程：\n1. 集中学习\n2. 民主议事',
  organiser: '石槽村党支部',
}
const unfolded = (file: string) => file.replace(/\r\n /g, '').split('\r\n')

describe('an invitation for the calendar', () => {
  const file = meetingIcs(meeting, now)
  const lines = unfolded(file)

  test('ends every line with CR LF, and holds no other end of a line', () => {
    expect(file.endsWith('\r\n')).toBe(true)
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('names meeting, revision and the hour of the village', () => {
    expect(lines).toContain('UID:AAAAAAAAAAAAAAAAAAAAAA@branchbook')
    expect(lines).toContain('SEQUENCE:7')
    expect(lines).toContain('DTSTAMP:20261008T020304Z')
    expect(lines).toContain('DTSTART;TZID=Asia/Shanghai:20261015T093000')
    // Where nobody said when it ends, two hours.
    expect(lines).toContain('DTEND;TZID=Asia/Shanghai:20261015T113000')
    expect(lines).toContain('TZOFFSETTO:+0800')
    expect(lines).toContain('STATUS:CONFIRMED')
    // The day before.
    expect(lines).toContain('TRIGGER:-P1D')
  })

  test('ends when somebody said that it ends', () => {
    const said = unfolded(meetingIcs({ ...meeting, endsAt: '2026-10-15T04:00:00.000Z' }, now))
    expect(said).toContain('DTEND;TZID=Asia/Shanghai:20261015T120000')
  })

  test('escapes what has a meaning of its own', () => {
    expect(lines).toContain('LOCATION:村委会会议室，二楼\\; 东')
    expect(lines).toContain('DESCRIPTION:议程：\\n1. 集中学习\\n2. 民主议事')
    expect(unfolded(meetingIcs({ ...meeting, title: 'a\\b,c' }, now))).toContain(
      'SUMMARY:a\\\\b\\,c',
    )
  })

  test('opens and closes everything it begins', () => {
    const open: string[] = []
    for (const line of lines) {
      if (line.startsWith('BEGIN:')) open.push(line.slice(6))
      if (line.startsWith('END:')) expect(open.pop()).toBe(line.slice(4))
    }
    expect(open).toEqual([])
  })

  test('of a meeting that is off takes the entry out', () => {
    const off = unfolded(meetingIcs({ ...meeting, isOff: true, sequence: 8 }, now))
    expect(off).toContain('STATUS:CANCELLED')
    expect(off).toContain('SEQUENCE:8')
    expect(off.filter((line) => /ALARM|TRIGGER/.test(line))).toEqual([])
  })
})

const octetsOf = (text: string) => new TextEncoder().encode(text).length

test('lines are folded at 75 octets, no sooner and no later', () => {
  for (const whole of [
    'a'.repeat(75),
    '中'.repeat(25),
    '😀'.repeat(18) + 'abc',
    'é'.repeat(37) + 'a',
  ]) {
    expect(octetsOf(whole)).toBe(75)
    expect(folded(whole)).toBe(whole)
    expect(folded(`${whole}b`)).toBe(`${whole}\r\n b`)
  }
  // What follows begins with a space, which counts.
  expect(folded('a'.repeat(75 + 74))).toBe(`${'a'.repeat(75)}\r\n ${'a'.repeat(74)}`)
  expect(folded('a'.repeat(75 + 75)).split('\r\n')).toHaveLength(3)
  const file = meetingIcs({ ...meeting, text: '议程很长。'.repeat(40) }, now)
  for (const line of file.split('\r\n')) expect(octetsOf(line)).toBeLessThanOrEqual(75)
})

test('however long a line is, no character is torn and nothing lost', () => {
  const long = fc.string({ unit: 'grapheme', minLength: 60, maxLength: 400, size: 'max' })
  fc.assert(
    fc.property(long, (line) => {
      const parts = folded(line).split('\r\n')
      for (const part of parts) {
        expect(octetsOf(part)).toBeLessThanOrEqual(75)
      }
      expect(parts.map((part, index) => (index === 0 ? part : part.slice(1))).join('')).toBe(line)
    }),
  )
})

const hostile = fc
  .array(
    fc.constantFrom(
      '\r',
      '\n',
      '\\',
      ';',
      ',',
      ':',
      ' ',
      '中',
      '\u0000',
      'BEGIN:VEVENT',
      'END:VEVENT',
    ),
  )
  .map((parts) => parts.join(''))

test('whatever is typed stays inside its own property', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const file = meetingIcs({ ...meeting, title: text, place: text, text }, now)
      const lines = unfolded(file)
      expect(lines.join('')).not.toMatch(/\p{Cc}/u)
      expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1)
      expect(lines).toHaveLength(unfolded(meetingIcs(meeting, now)).length)
    }),
  )
})

test('the name of the file is one that every phone takes', () => {
  expect(icsName(meeting.startsAt, '主题党日 / 党课: “甲”?')).toBe(
    '2026-10-15-主题党日党课“甲”.ics',
  )
})

test('the sequence never goes back: not when an edit is refused, nor when it is taken back', () => {
  const edit = (refused: boolean): HeldEdit => ({
    ...{ id: 'e', row: 'm', type: 'meeting', version: 2, stamp: '', fields: {}, basis: {} },
    ...{ madeAt: 0, offset: 0, ...(refused && { refused: { reason: 'notAllowed' as const } }) },
  })
  // A row's revision counts what waits on top of what is confirmed.
  const waiting = sequenceOf({ revision: 101, edits: [edit(false)] })
  const refused = sequenceOf({ revision: 101, edits: [edit(true)] })
  const takenBack = sequenceOf({ revision: 100, edits: [] })
  const mended = sequenceOf({ revision: 140, edits: [] })
  const all = [waiting, refused, takenBack, mended]
  expect(all).toEqual([...all].sort((left, right) => left - right))
  expect(mended).toBeGreaterThan(takenBack)
})
