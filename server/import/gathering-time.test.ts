import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readClock, readWhen } from './gathering-time.ts'
import type { Cell } from './sheet.ts'

const when = (cell: Cell) => {
  const reading = readWhen(cell)
  if (!reading.ok) return `!${reading.failure}`
  const { day, from = '', to = '' } = reading.value ?? { day: '' }
  return [day, from, to].filter((part) => part !== '').join(' ')
}

const clock = (cell: Cell) => {
  const reading = readClock(cell)
  if (!reading.ok) return '!'
  const { from = '', to = '', words = '' } = reading.value ?? {}
  return [from, to, words && `“${words}”`].filter((part) => part !== '').join(' ')
}

const days = fc
  .date({
    min: new Date('1950-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10))
/** A minute after midnight at the earliest: Excel's midnight means that no time was typed. */
const times = fc.integer({ min: 1, max: 1_439 })

const two = (value: number) => String(value).padStart(2, '0')
const asTime = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
const wide = (text: string) =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
const serialOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569

/** The ways in which a day is typed; all of them mean the same. */
const notations: readonly ((year: string, month: number, day: number) => string)[] = [
  (year, month, day) => `${year}-${month}-${day}`,
  (year, month, day) => `${year}-${two(month)}-${two(day)}`,
  (year, month, day) => `${year}.${month}.${day}`,
  (year, month, day) => `${year}/${month}/${two(day)}`,
  (year, month, day) => `${year}年${month}月${day}日`,
  (year, month, day) => ` ${year} 年 ${month} 月 ${day} 号 `,
  (year, month, day) => `${year}、${month}、${day}`,
  (year, month, day) => `${year}${two(month)}${two(day)}`,
  (year, month, day) => wide(`${year}-${month}-${day}`),
]

const typed = (day: string, notation: (typeof notations)[number]) => {
  const [year = '', month, date] = day.split('-')
  return notation(year, Number(month), Number(date))
}

describe('when a meeting was', () => {
  it('reads a day in any notation, with or without a weekday and a time', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...notations), times, (day, notation, minutes) => {
        const words = typed(day, notation)
        const time = asTime(minutes)
        expect(when(words)).toBe(day)
        expect(when(`${words}(星期三)`)).toBe(day)
        expect(when(`${words} ${time}`)).toBe(`${day} ${time}`)
        expect(when(`${words}（周日）${time}:00`)).toBe(`${day} ${time}`)
      }),
    )
  })

  it('reads Excel’s own dates and counts of days, also where the cell lost its format', () => {
    fc.assert(
      fc.property(days, times, (day, minutes) => {
        const time = asTime(minutes)
        const serial = serialOf(day)
        expect(when(new Date(`${day}T00:00:00Z`))).toBe(day)
        expect(when(new Date(`${day}T${time}:00Z`))).toBe(`${day} ${time}`)
        expect(when(serial)).toBe(day)
        expect(when(String(serial))).toBe(day)
        expect(when(serial + minutes / 1_440)).toBe(`${day} ${time}`)
      }),
    )
  })

  it('reads the times of day that people write behind it', () => {
    const cells = [
      '2024年3月5日下午3点半',
      '2024年3月5日 15时',
      '2024-3-5 15:00-16:30',
      '2024.3.5 下午3:00—4:30',
      '2024.3.5 上午9点至11点20分',
      '2024年3月5日上午11:00至下午1:00',
      '2024年3月5日 晚上7点整',
      '2024年3月5日 中午12点',
      '2024年3月5日上午',
    ]
    expect(cells.map(when)).toEqual([
      '2024-03-05 15:30',
      '2024-03-05 15:00',
      '2024-03-05 15:00 16:30',
      '2024-03-05 15:00 16:30',
      '2024-03-05 09:00 11:20',
      '2024-03-05 11:00 13:00',
      '2024-03-05 19:00',
      '2024-03-05 12:00',
      '2024-03-05',
    ])
  })

  it('refuses what leaves the day open, and days that never were', () => {
    const cells = [
      '2024年3月',
      '3月5日',
      '24.3.5',
      '2024-02-30',
      '2024年13月1日',
      '2024年3月5-6日',
      '2024年3月5日、3月6日',
      '2024-3-5 25:00',
      '2024-3-5 晚饭后',
      '2024-3-5 16:00-15:00',
      '上周三',
      202_403,
      12,
      true,
      new Date('1899-12-30T15:00:00Z'),
      new Date(Number.NaN),
    ]
    expect(cells.map(when)).toEqual(cells.map((cell) => (isNoDate(cell) ? '' : '!badDate')))
    expect([null, '', ' ', '无', '/', '#REF!'].map(when)).toEqual(['', '', '', '', '', ''])
  })

  it('never throws, and what it reads is a day that was', () => {
    const cells = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'2024年月日.-/:点下午晚半到 0135') }),
      fc.double(),
      fc.date(),
    )
    fc.assert(
      fc.property(cells, (cell) => {
        const reading = readWhen(cell)
        if (!reading.ok || reading.value === undefined) return
        const { day, from = '00:00' } = reading.value
        expect(new Date(`${day}T${from}:00.000Z`).toISOString()).toBe(`${day}T${from}:00.000Z`)
      }),
    )
  })
})

const isNoDate = (cell: Cell) => cell instanceof Date && Number.isNaN(cell.getTime())

describe('the time of day in a column of its own', () => {
  it('reads clocks, Excel’s times and the time behind a day; other words stay words', () => {
    const cells = [
      '15:00',
      '下午3点到5点',
      new Date('1899-12-30T15:30:00Z'),
      0.625,
      '0.625',
      '2024-3-5 9:05',
      '2024-3-5',
      '晚饭后',
      '晚上12点',
      '15:00-14:00',
      '990138198208050673',
      null,
      '/',
    ]
    expect(cells.map(clock)).toEqual([
      '15:00',
      '15:00 17:00',
      '15:30',
      '15:00',
      '15:00',
      '09:05',
      '',
      '“晚饭后”',
      '“晚上12点”',
      '“15:00-14:00”',
      '“**************0673”',
      '',
      '',
    ])
  })
})
