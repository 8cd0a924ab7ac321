import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkDigitOf,
  foldCode,
  maskNumbers,
  readDate,
  readIdentityNumber,
  readName,
  readPhone,
  readText,
  readYesNo,
  wordsOf,
} from './cells.ts'
import type { Cell } from './sheet.ts'

const wide = (text: string) =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))

const values = (read: (cell: Cell) => { ok: boolean }, cells: readonly Cell[]) =>
  cells.map((cell) => {
    const reading = read(cell) as { ok: boolean; value?: unknown; failure?: unknown }
    return reading.ok ? reading.value : `!${String(reading.failure)}`
  })

const days = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2100-12-31T00:00:00Z'),
  noInvalidDate: true,
})

it('says a date with the time that was typed with it, and a time alone as a time', () => {
  const cells = ['2024-03-05T00:00:00Z', '2024-03-05T14:59:59.999Z', '1899-12-30T09:05:00Z']
  expect(cells.map((each) => wordsOf(new Date(each)))).toEqual([
    '2024-03-05',
    '2024-03-05 15:00',
    '09:05',
  ])
  expect([Number.NaN, 8.64e15].map((ms) => wordsOf(new Date(ms)).trim())).toEqual(['', ''])
})

describe('dates', () => {
  it('reads every notation of the sample', () => {
    const cells = [
      new Date('1949-03-09T00:00:00Z'),
      '1982年8月5日',
      '1990-09-12',
      '1949.06',
      '1986.11.6',
      20300124,
      '20300124',
      '2026.02',
      '2026/2/3',
      '1949年6月',
      wide('1982-08-05'),
      32_755,
      '1949',
      ' 2026-02-03 00:00:00 ',
    ]
    expect(values(readDate, cells)).toEqual([
      '1949-03-09',
      '1982-08-05',
      '1990-09-12',
      '1949-06',
      '1986-11-06',
      '2030-01-24',
      '2030-01-24',
      '2026-02',
      '2026-02-03',
      '1949-06',
      '1982-08-05',
      '1989-09-04',
      '1949',
      '2026-02-03',
    ])
  })

  it('says any day in any notation as the same day', () => {
    fc.assert(
      fc.property(days, fc.nat({ max: 7 }), (date, notation) => {
        const iso = date.toISOString().slice(0, 10)
        const [year, month, day] = iso.split('-').map(Number)
        const midnight = new Date(`${iso}T00:00:00Z`)
        const cells: readonly Cell[] = [
          midnight,
          iso,
          `${year}年${month}月${day}日`,
          `${year}.${month}.${day}`,
          `${year}/${month}/${day}`,
          iso.replaceAll('-', ''),
          Number(iso.replaceAll('-', '')),
          wide(iso),
        ]
        expect(readDate(cells[notation] ?? null)).toEqual({ ok: true, value: iso })
      }),
    )
  })

  it('counts days as Excel does, and forgives its rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 73_050 }), (serial) => {
        const iso = new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10)
        expect(readDate(serial)).toEqual({ ok: true, value: iso })
        const rounded = new Date(Date.parse(iso) - 1)
        expect(readDate(rounded)).toEqual({ ok: true, value: iso })
      }),
    )
  })

  it('refuses what is no day, and a number that may be January or October', () => {
    const cells = ['2026-02-30', '2026.13', '19491301', 1949.1, '八二年', '82-08-05', '1899-01-01']
    expect(values(readDate, cells)).toEqual(cells.map(() => '!badDate'))
  })
})

const digits17 = fc
  .tuple(fc.integer({ min: 100_000, max: 999_999 }), days, fc.integer({ min: 0, max: 999 }))
  .map(
    ([region, day, order]) =>
      `${region}${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`,
  )

describe('identity numbers', () => {
  it('accepts a right number however it is typed', () => {
    fc.assert(
      fc.property(digits17, (start) => {
        const number = start + checkDigitOf(start)
        const typed = [
          number.toLowerCase(),
          wide(number),
          `${number.slice(0, 6)} ${number.slice(6)}`,
        ]
        for (const each of typed) {
          expect(readIdentityNumber(each)).toEqual({ ok: true, value: number })
        }
      }),
    )
  })

  it('sees every single wrong digit', () => {
    fc.assert(
      fc.property(
        digits17,
        fc.nat({ max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (start, at, by) => {
          const number = start + checkDigitOf(start)
          const wrong = String((Number(number[at]) + by) % 10)
          expect(readIdentityNumber(number.slice(0, at) + wrong + number.slice(at + 1)).ok).toBe(
            false,
          )
        },
      ),
    )
  })

  it('refuses fifteen digits, rounded numbers and impossible birthdays', () => {
    expect(values(readIdentityNumber, ['990138820805067', 990138198208050700, 'X'])).toEqual(
      Array(3).fill('!badIdentityNumber'),
    )
    const start = '99013819820230067'
    expect(readIdentityNumber(start + checkDigitOf(start))).toEqual({
      ok: false,
      failure: 'badIdentityNumber',
    })
  })

  it('never shows one whole, wherever it stands', () => {
    fc.assert(
      fc.property(digits17, fc.string(), fc.string(), (start, before, after) => {
        const number = start + checkDigitOf(start)
        for (const typed of [number, wide(number), `${number.slice(0, 6)} ${number.slice(6)}`]) {
          const shown = foldCode(maskNumbers(`${before}号${typed}号${after}`)).replace(/\s/g, '')
          expect(shown).not.toContain(number.slice(0, 14))
          expect(shown).toContain(number.slice(-4))
        }
      }),
    )
  })
})

describe('texts', () => {
  it('drops blanks and marks that nobody sees', () => {
    expect(values(readText, ['\u00a0\u3000石槽\u200b村\ufeff ', 'a\u3000 b'])).toEqual([
      '石槽村',
      'a b',
    ])
  })

  it('takes the words for nothing as nothing', () => {
    const cells = ['无', '—', '/', '', '  ', '\u3000', '-', '#N/A', null, '不详']
    expect(values(readText, cells)).toEqual(cells.map(() => undefined))
  })

  it('keeps Chinese punctuation, and text that looks like a formula', () => {
    const cells = ['全国各地(货运)', '=1+1', '+86', '@某', '-3°']
    expect(cells.map(wordsOf)).toEqual(cells)
  })

  it('reads names as they are written on the card', () => {
    const cells = [
      '王 明',
      '王\u3000明',
      '阿卜杜 • 热合曼',
      '阿卜杜·热合曼',
      'Anna  Li',
      '欧阳 小 明',
    ]
    expect(values(readName, cells)).toEqual([
      '王明',
      '王明',
      '阿卜杜·热合曼',
      '阿卜杜·热合曼',
      'Anna Li',
      '欧阳小明',
    ])
  })

  it('folds twice to the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldCode(foldCode(text))).toBe(foldCode(text))
      }),
    )
  })
})

describe('answers and telephones', () => {
  it('reads yes and no', () => {
    expect(values(readYesNo, ['是', '有', '√', true, 1, '否', '无', '×', false, 0])).toEqual([
      ...Array(5).fill(true),
      ...Array(5).fill(false),
    ])
    expect(values(readYesNo, ['', '—', '也许'])).toEqual([undefined, undefined, '!badChoice'])
  })

  it('ends with a name and a telephone that are blank lines for the most part', () => {
    const lines = '\n'.repeat(600_000)
    expect(readName(`王·${lines}明${lines}x`)).toEqual({ ok: true, value: '王·明 x' })
    expect(readPhone(`0312 -${lines}5${lines}x`)).toEqual({ ok: true, value: `0312-5${lines}x` })
  })

  it('reads telephones', () => {
    const cells = [
      13969740113,
      '139 6974 0113',
      '+86 13969740113',
      '0317-2153583',
      '0317 — 2153583',
    ]
    expect(values(readPhone, cells)).toEqual([
      '13969740113',
      '13969740113',
      '13969740113',
      '0317-2153583',
      '0317-2153583',
    ])
  })
})
