/** When a meeting was, as a ledger says it: the day, and the time of day where it is said. Nothing is guessed. */
import { fail, succeed } from '../../sync/result.ts'
import type { Reading } from './cells.ts'
import { clockOf, dayOf, foldCode, maskNumbers, readDate, wordsOf } from './cells.ts'
import type { Cell } from './sheet.ts'

/** `from` and `to`: `15:00`. `words`: a time of day that no clock shows, such as 晚饭后. */
export type Clock = { readonly from?: string; readonly to?: string; readonly words?: string }
export type When = { readonly day: string; readonly from?: string; readonly to?: string }

/** Excel's count of days, with the time of day behind the point; of a time alone only that. */
const serial = /^(\d{5}|0)?(?:\.(\d+))?$/

const halfOfDay = '上午|早上|早晨|清晨|凌晨|早|中午|下午|傍晚|晚上|晚|[AaPp][Mm]'
const weekday = /^[\s,(]*(?:星期|周|礼拜)[一二三四五六日天]\s*\)?/
const dayFirst =
  /^(?:(\d{4}|\d{2}(?=\s*年))\s*[年./、-]\s*(\d{1,2})\s*[月./、-]\s*(\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d))\s*[日号]?/
const clock = new RegExp(
  `^\\s*(${halfOfDay})?\\s*(\\d{1,2})\\s*(?::\\s*(\\d{2})(?::\\d{2}(?:\\.\\d+)?)?Z?|[点时]\\s*(?:(\\d{1,2})\\s*分?|(半)|(一刻)|整)?)\\s*`,
)
const until = /^\s*(?:-+|[‐–—]+|~+|～+|至|到)\s*/
const onlyHalf = new RegExp(`^\\s*(?:${halfOfDay})?$`)

const two = (value: number): string => String(value).padStart(2, '0')

/** Excel's own midnight says that no time was typed. */
const isTyped = (time: string): boolean => time !== '00:00'

const dateOf = (serialNumber: number): Date => new Date((serialNumber - 25_569) * 86_400_000)

/** A cell that is a date, a count of days or a time alone. */
function excelMoment(cell: Cell): Date | undefined {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : cell
  const text = typeof cell === 'number' ? String(cell) : foldCode(wordsOf(cell))
  const [whole, days] = serial.exec(text) ?? []
  if (!whole) return undefined
  return days === undefined && !whole.includes('.') ? undefined : dateOf(Number(whole))
}

type Part = { readonly half: string | undefined; readonly hour: number; readonly minute: number }

const afternoon = /^(下午|傍晚|晚上|晚|pm)$/i

function minutesOf({ half, hour, minute }: Part): number | undefined {
  if (hour > 23 || minute > 59) return undefined
  const isLater =
    half !== undefined && hour < 12 && (afternoon.test(half) || (half === '中午' && hour < 3))
  // 晚上12点 is the next day's midnight.
  if (half !== undefined && hour === 12 && /^(晚上|晚|凌晨)$/.test(half)) return undefined
  return (isLater ? hour + 12 : hour) * 60 + minute
}

function partAt(text: string): (Part & { readonly rest: string }) | undefined {
  const [whole, half, hour, minute, spoken, isHalf, isQuarter] = clock.exec(text) ?? []
  if (whole === undefined) return undefined
  const past = minute ?? spoken ?? (isHalf ? 30 : isQuarter ? 15 : 0)
  return { half, hour: Number(hour), minute: Number(past), rest: text.slice(whole.length) }
}

const asTime = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`

/** `15:00`, `下午3点半`, `15:00-16:30`; undefined where it is none of these. */
function timesIn(text: string): Clock | undefined {
  if (onlyHalf.test(text)) return {}
  const first = partAt(text)
  const from = first && minutesOf(first)
  if (first === undefined || from === undefined) return undefined
  if (first.rest.trim() === '') return { from: asTime(from) }
  const [dash] = until.exec(first.rest) ?? []
  const second = dash === undefined ? undefined : partAt(first.rest.slice(dash.length))
  // 下午 3:00-4:30: the second half of the day is not said twice.
  const to = second && minutesOf({ ...second, half: second.half ?? first.half })
  if (second === undefined || second.rest.trim() !== '' || to === undefined || to <= from)
    return undefined
  return { from: asTime(from), to: asTime(to) }
}

/** The day, and the time behind it in the same cell. A month without a day is not enough to say when a meeting was. */
export function readWhen(cell: Cell): Reading<When> {
  const moment = excelMoment(cell)
  if (moment) {
    const day = readDate(dayOf(moment))
    if (!day.ok || day.value === undefined) return fail('badDate')
    const from = clockOf(moment)
    return succeed({ day: day.value, ...(isTyped(from) && { from }) })
  }
  const text = foldCode(wordsOf(cell))
  if (/^(|无|[-—_/]+|#.*)$/.test(text)) return succeed(undefined)
  const [whole, year, month, date, year8, month8, date8] = dayFirst.exec(text) ?? []
  if (whole === undefined) return fail('badDate')
  // 23年6月5日: no branch kept a ledger in Excel in another century.
  const full = year?.length === 2 ? `20${year}` : (year ?? year8)
  const day = readDate(`${full}-${month ?? month8}-${date ?? date8}`)
  const rest = text
    .slice(whole.length)
    .replace(weekday, '')
    .replace(/^[\sT,]+/, '')
  const times = timesIn(rest)
  if (!day.ok || day.value === undefined || times === undefined) return fail('badDate')
  const { from, to } = times
  return succeed({
    day: day.value,
    ...(from !== undefined && (isTyped(from) || to !== undefined) && { from }),
    ...(to !== undefined && { to }),
  })
}

/** The time of day in a column of its own, or in the one that holds day and time. It is never a reason to refuse a row. */
export function readClock(cell: Cell): Reading<Clock> {
  const moment = excelMoment(cell)
  if (moment) {
    const from = clockOf(moment)
    return succeed(isTyped(from) ? { from } : {})
  }
  const when = readWhen(cell)
  if (when.ok) return succeed(when.value && withoutDay(when.value))
  const text = foldCode(wordsOf(cell))
  return succeed(timesIn(text) ?? { words: maskNumbers(wordsOf(cell).replace(/\s+/g, ' ')) })
}

function withoutDay({ from, to }: When): Clock {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}
