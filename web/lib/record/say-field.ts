/** One written field in words, `地点：村委会会议室`: for showing what an edit says before it is taken back. */
import { exactTime, sayDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { Definition } from '#schema/define-record.ts'
import { placeOf } from '#schema/derive/validate.ts'
import type { Kind } from '#schema/field.ts'
import type { Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'

const instant = /^\d{4}-\d{2}-\d{2}T/
const wholeDay = /^\d{4}-\d{2}-\d{2}$/

function sayText(kind: Kind | undefined, text: string): string {
  const choice = kind?.choices?.[text]
  if (choice) return sayWords(choice)
  // An id says nothing to anybody.
  if (kind?.refersTo !== undefined) return ''
  if (instant.test(text)) return exactTime(text)
  return wholeDay.test(text) ? sayDay(text) : text
}

function sayValue(kind: Kind | undefined, value: Json): string {
  if (value === null) return m.sync_field_cleared()
  if (typeof value === 'string') return sayText(kind, value)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? m.sync_field_yes() : m.sync_field_no()
  if (Array.isArray(value)) {
    return sayList(value.map((item: Json) => sayValue(kind, item)).filter((words) => words !== ''))
  }
  if (!isObject(value)) return ''
  // Of a group, what was written by a person: its texts.
  const texts = Object.values(value).filter((part) => typeof part === 'string')
  return texts.map((text) => sayText(undefined, text)).join(m.sync_field_colon())
}

export type SaidField = { readonly path: string; readonly label: string; readonly value: string }

/** The fields that say something, in the order of the definition. */
export function sayFields(
  definition: Definition,
  fields: Readonly<Record<string, Json>>,
): readonly SaidField[] {
  return Object.entries(fields)
    .flatMap(([path, value]) => {
      const place = placeOf(definition, path)
      if (!place) return []
      const kind = place.key === undefined ? place.field.kind : place.field.kind.element
      return [{ path, label: sayWords(place.field.words), value: sayValue(kind, value) }]
    })
    .filter(({ value }) => value !== '')
}
