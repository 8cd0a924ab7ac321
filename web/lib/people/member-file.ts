/** A member's file in the order of its definition, without what points elsewhere. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayDay } from '#lib/i18n/people-time.ts'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { BodyFor } from '#schema/define-record.ts'
import type { Kind } from '#schema/field.ts'
import { personFile } from '#schema/records/person-file.ts'
import { monthWithYear } from '#lib/desk/words.ts'
import type { SaidField } from '#lib/record/say-field.ts'

const partialDay = /^\d{4}(-\d{2}){0,2}$/

/** `1949年6月8日`, `1949年6月`, `1949年`: as much as is known. */
function sayPartialDay(day: string): string {
  if (day.length === 4) return m.desk_year_only({ year: day })
  return day.length === 7 ? monthWithYear(day) : sayDay(day)
}

/** Dates are told by their names: other texts may look like a year as well. */
const isDate = (name: string, value: string) => /(On|Since)$/.test(name) && partialDay.test(value)

/** One field of a file in words; '' for what is none. */
export function sayFileValue(name: string, kind: Kind, value: unknown): string {
  if (typeof value === 'boolean') return value ? m.desk_yes() : m.desk_no()
  if (typeof value !== 'string') return ''
  // Of the identity number no device ever holds more.
  if (name === 'idTail') return m.desk_person_identity_tail({ tail: value })
  const choice = kind.choices?.[value]
  if (choice) return sayWords(choice)
  return isDate(name, value) ? sayPartialDay(value) : value
}

export const sayFileFields = (file: BodyFor<typeof personFile>): readonly SaidField[] =>
  Object.entries(personFile.fields).flatMap(([path, { kind, words }]) => {
    const value: unknown = file[path as keyof typeof file]
    if (kind.refersTo !== undefined || path === 'removedAt') return []
    const said = sayFileValue(path, kind, value)
    const label = path === 'idTail' ? m.desk_person_identity() : sayWords(words)
    return said === '' ? [] : [{ path, label, value: said }]
  })
