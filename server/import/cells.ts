/** What a cell says. Pure readers of the notations that real lists come in; none of them guesses. */
import type { Result } from '../../sync/result.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { RowRefusal } from '../../sync/wire/import.ts'
import type { Cell } from './sheet.ts'

/** The value, undefined where the cell says nothing, or why it cannot be read. */
export type Reading<Value> = Result<Value | undefined, RowRefusal>

// Soft hyphens, zero-width marks and control characters come with text pasted from chats and web pages.
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g

const narrow = (text: string, wide: RegExp): string =>
  text.replace(wide, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))

/**
 * Text as people mean it: no invisible marks, no blanks around, full-width letters and digits narrow. Chinese
 * punctuation stays as it was written.
 */
export const foldText = (text: string): string =>
  narrow(text.replace(invisible, ''), /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g)
    .replace(/[^\S\n]+/g, ' ')
    .trim()

/** Codes, numbers, dates, words of a list: punctuation is narrow too. */
export const foldCode = (text: string): string => narrow(foldText(text), /[\uff01-\uff5e]/g)

/** Excel stores no time zone: its midnight is midnight wherever the sheet was typed. Half a second mends rounding. */
function typedAt(date: Date): string {
  const rounded = new Date(date.getTime() + 500)
  // Half a second after the end of time there is none.
  return Number.isNaN(rounded.getTime()) ? '' : rounded.toISOString()
}

export const dayOf = (date: Date): string => typedAt(date).slice(0, 10)

/** `15:00`; midnight where only a day was typed. */
export const clockOf = (date: Date): string => typedAt(date).slice(11, 16)

/** A time without a day: Excel counts it from the year before its first. */
const isTimeAlone = (date: Date): boolean => date.getUTCFullYear() < 1900

const raw = (cell: Cell): string => {
  if (cell === null) return ''
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : dayOf(cell)
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  return String(cell)
}

/** Forms must not have blank cells, so people write 无; a formula that failed says nothing either. */
const nothing =
  /^(|无|没有|暂无|不详|[-—–_/\\]+|N\/A|#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!))$/i

const saysNothing = (folded: string): boolean => nothing.test(folded)

/** What the cell says, word for word but folded; also 无 where it is an answer, as in a question's options. */
export const wordsOf = (cell: Cell): string =>
  cell instanceof Date && !Number.isNaN(cell.getTime()) ? wordsOfMoment(cell) : foldText(raw(cell))

function wordsOfMoment(date: Date): string {
  const time = clockOf(date)
  if (isTimeAlone(date)) return time
  return time === '00:00' ? dayOf(date) : `${dayOf(date)} ${time}`
}

export function readText(cell: Cell): Reading<string> {
  const text = wordsOf(cell).replace(/\s+/g, ' ')
  return succeed(saysNothing(foldCode(text)) ? undefined : text)
}

export function readName(cell: Cell): Reading<string> {
  const text = wordsOf(cell)
    .replace(/[\u2022\u30fb\u2027\u2219\u22c5\u25cf\uff65\uff0e]/g, '·')
    .replace(/\s+/g, ' ')
    .replace(/ ?· ?/g, '·')
  if (saysNothing(foldCode(text))) return succeed(undefined)
  // 王 明 is 王明 set to the width of three; a name with a dot or in letters keeps its blanks.
  const joined = text.replace(/ /g, '')
  return succeed(/^\p{Script=Han}{2,4}$/u.test(joined) ? joined : text)
}

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

const two = (value: number): string => String(value).padStart(2, '0')

function partialDay(year: number, month?: number, day?: number): Reading<string> {
  if (year < 1900 || year > 2100) return fail('badDate')
  if (month === undefined) return succeed(String(year))
  if (month < 1 || month > 12) return fail('badDate')
  if (day === undefined) return succeed(`${year}-${two(month)}`)
  if (day < 1 || day > daysIn(year, month)) return fail('badDate')
  return succeed(`${year}-${two(month)}-${two(day)}`)
}

const optionalNumber = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits)

const separated =
  /^(\d{4})(?:\s*[年./\-、]\s*(?:(\d{1,2})(?:\s*(?:月|[./\-、])\s*(?:(\d{1,2})\s*[日号]?)?)?)?)?(?:[ T]0?0:00(?::00(?:\.0+)?)?Z?)?$/
const digitsOnly = /^(\d{4})(\d{2})(\d{2})?$/

/** `1982-08-05`, `1949-06` or `1949`, from any notation in use; impossible days are refused, not bent. */
export function readDate(cell: Cell): Reading<string> {
  if (typeof cell === 'number') return readDateNumber(cell)
  const text = foldCode(raw(cell))
  if (saysNothing(text)) return succeed(undefined)
  const [, year, month, day] = digitsOnly.exec(text) ?? separated.exec(text) ?? []
  if (year === undefined) return fail('badDate')
  return partialDay(Number(year), optionalNumber(month), optionalNumber(day))
}

/** 20300124, 202602 and 1949 are typed; five digits are Excel's count of days in a cell that lost its format. */
function readDateNumber(value: number): Reading<string> {
  if (Number.isInteger(value) && value >= 10_000 && value <= 73_050) {
    return readDate(new Date((value - 25_569) * 86_400_000))
  }
  // 1949.1 may have been typed as 1949.10: January and October look alike in a number.
  if (/^\d{4}\.\d$/.test(String(value))) return fail('badDate')
  return readDate(String(value))
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643-1999: the weighted sum of the first seventeen digits, mod 11. */
export const checkDigitOf = (digits: string): string =>
  '10X98765432'.charAt(
    weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11,
  )

/** The birthday inside an identity number. */
export const birthdayIn = (number: string): string =>
  `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`

/**
 * Eighteen characters with a right check digit. Numbers of fifteen digits are refused: they are void since 2013
 * (居民身份证法), nothing in them shows a slip of the pen, and one person would stand under two numbers.
 */
export function readIdentityNumber(cell: Cell): Reading<string> {
  // A number cell keeps fifteen digits; the last three are already lost, whatever it shows.
  if (typeof cell === 'number' && cell >= 1e15) return fail('badIdentityNumber')
  const text = foldCode(raw(cell)).replace(/^'/, '')
  if (saysNothing(text)) return succeed(undefined)
  const number = text.replace(/[\s-]/g, '').toUpperCase()
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return fail('badIdentityNumber')
  if (!readDate(birthdayIn(number)).ok) return fail('badIdentityNumber')
  return checkDigitOf(number) === number[17] ? succeed(number) : fail('badIdentityCheckDigit')
}

/** Whether an identity number stands somewhere in a text; one wrong digit leaves it as telling. */
export const holdsIdentityNumber = (text: string): boolean =>
  [...foldCode(text).matchAll(/(?<!\d)\d{17}[\dXx](?!\d)/g)].some(([number]) => {
    const reading = readIdentityNumber(number)
    return reading.ok || reading.failure === 'badIdentityCheckDigit'
  })

const identityLike = /\d(?:[\s-]?\d){13,16}[\s-]?[\dXx]/g

/** For screens and logs: every identity number in a text down to its last four, also one in the wrong column. */
export const maskNumbers = (text: string): string =>
  text.replace(/[\d\s\uff10-\uff19\uff38\uff58Xx-]{15,}/g, (run) =>
    foldCode(run).replace(identityLike, (number) => `${'*'.repeat(14)}${number.slice(-4)}`),
  )

/** Of the identity column, whatever stands there: only the last four. */
export const maskAll = (text: string): string =>
  text.length > 4 ? `${'*'.repeat(text.length - 4)}${text.slice(-4)}` : '*'.repeat(text.length)

export function readYesNo(cell: Cell): Reading<boolean> {
  if (cell === 1 || cell === 0) return succeed(cell === 1)
  const text = foldCode(raw(cell)).toLowerCase()
  if (/^(是|有|√|✓|✔|对|y|yes|true)$/.test(text)) return succeed(true)
  // Here 无 is an answer: has none.
  if (/^(否|无|没有|不是|×|✗|✕|x|n|no|false)$/.test(text)) return succeed(false)
  return saysNothing(text) ? succeed(undefined) : fail('badChoice')
}

/** Digits, a hyphen for the area code; two numbers in one cell stay two. */
export function readPhone(cell: Cell): Reading<string> {
  const text = foldCode(raw(cell))
  if (saysNothing(text)) return succeed(undefined)
  const plain = text.replace(/^\+?86[\s-]?(?=1\d{2})/, '').replace(/[‐‑–—]/g, '-')
  const joined = plain.replace(/[\s-]/g, '')
  if (/^1\d{10}$/.test(joined)) return succeed(joined)
  // No pattern of blanks around a hyphen: over a long run of blanks it would not end.
  const parts = plain.split('-').map((part) => part.trim())
  return succeed(parts.join('-'))
}

/** One of a list, by any of its names. */
export const readChoice =
  <Choice extends string | number>(names: Readonly<Record<string, Choice>>) =>
  (cell: Cell): Reading<Choice> => {
    const text = foldCode(raw(cell)).replace(/\s/g, '')
    if (saysNothing(text)) return succeed(undefined)
    const choice = Object.hasOwn(names, text) ? names[text] : undefined
    return choice === undefined ? fail('badChoice') : succeed(choice)
  }
