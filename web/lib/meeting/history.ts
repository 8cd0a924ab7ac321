/** What happened to a meeting, edit by edit, fetched when asked for and put into words. */
import { exactTime, sayDay } from '#lib/i18n/people-time.ts'
import { askServer } from '#lib/session/ask-server.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import { placeOf } from '#schema/derive/validate.ts'
import type { Field } from '#schema/field.ts'
import { isObject, textOf } from '#schema/json.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { HistoryLine } from '#sync/wire/history.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import { elementLines } from '#lib/record/say-element.ts'

export type HistoryFailure = 'unreachable' | 'notAllowed'

const timeLimitMs = 30_000

const isLine = (value: unknown): value is HistoryLine =>
  typeof value === 'object' &&
  value !== null &&
  'edit' in value &&
  'fields' in value &&
  Array.isArray(value.fields)

/** Newest first. Whatever is not plainly our server's answer counts as out of reach. */
export async function fetchHistory(
  fetchNow: typeof fetch,
  rowId: string,
): Promise<Result<readonly HistoryLine[], HistoryFailure>> {
  const address = `/api/history/${encodeURIComponent(rowId)}?under=${attendance.name}`
  try {
    return await askServer(fetchNow, address, { limitMs: timeLimitMs }, async (response) => {
      if ([401, 403, 404].includes(response.status)) return fail('notAllowed')
      const content: unknown = await response.json()
      return response.ok && Array.isArray(content) && content.every(isLine)
        ? succeed(content.toReversed())
        : fail('unreachable')
    })
  } catch {
    // No network, a time-out, a captive portal's page: a person hears one sentence for all of them.
    return fail('unreachable')
  }
}

const instant = /^\d{4}-\d{2}-\d{2}T/
const wholeDay = /^\d{4}-\d{2}-\d{2}$/

function sayText(field: Field, text: string, nameOf: NameOf): string {
  const choice = field.kind.choices?.[text]
  if (choice) return sayWords(choice)
  if (field.kind.refersTo === 'person') return nameOf(text) ?? m.meetings_somebody()
  // An id says nothing to anybody.
  if (field.kind.refersTo !== undefined) return nameOf(text) ?? ''
  if (instant.test(text)) return exactTime(text)
  return wholeDay.test(text) ? sayDay(text) : text
}

/** One value of a meeting's field in words; what was cleared says so. */
function sayMeetingValue(field: Field, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined) return m.meetings_history_empty()
  // Of words that met others' words: what came of both.
  if (field.merge === 'text' && isObject(value)) return textOf(value, 'merged')
  if (typeof value === 'string') return sayText(field, value, nameOf)
  if (Array.isArray(value)) {
    return sayList(value.map((each) => sayText(field, String(each), nameOf)))
  }
  return isObject(value) ? elementLines(value, nameOf).join(' · ') : String(value)
}

const sayRemoval = (before: unknown, after: unknown): string =>
  before !== null && after === null ? m.meetings_history_restored() : m.meetings_history_removed()

export type SaidChange = { readonly path: string; readonly words: string }

/** `地点：村委会 → 镇政府`, in the order of the definition; ids that never change are left out. */
export function sayChanges(line: HistoryLine, nameOf: NameOf): readonly SaidChange[] {
  const order = Object.keys(meeting.fields)
  return line.fields
    .flatMap(({ path, before, after }) => {
      const place = placeOf(meeting, path)
      if (path === 'removedAt') return [{ path, words: sayRemoval(before, after), rank: -1 }]
      if (!place || place.field.kind.silent || place.name === 'branchId') return []
      const label = sayWords(place.field.words)
      const said = {
        label,
        before: sayMeetingValue(place.field, before, nameOf),
        after: sayMeetingValue(place.field, after, nameOf),
      }
      const isFirst = before === null || before === undefined
      const words = isFirst ? m.meetings_history_first(said) : m.meetings_history_change(said)
      return isFirst && after === null ? [] : [{ path, words, rank: order.indexOf(place.name) }]
    })
    .sort((left, right) => left.rank - right.rank)
    .map(({ path, words }) => ({ path, words }))
}
