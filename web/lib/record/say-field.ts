/** One written field in words, `地点：村委会会议室`: for showing what an edit says before it is taken back. */
import { exactTime, sayDay } from '#lib/i18n/people-time.ts'
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { Definition } from '#schema/define-record.ts'
import type { Place } from '#schema/derive/validate.ts'
import { placeOf } from '#schema/derive/validate.ts'
import { textWrite } from '#schema/document.ts'
import type { Kind } from '#schema/field.ts'
import type { Body, Json } from '#schema/json.ts'
import { isObject } from '#schema/json.ts'
import type { NameOf } from './say-element.ts'
import { elementLines } from './say-element.ts'

const instant = /^\d{4}-\d{2}-\d{2}T/
const wholeDay = /^\d{4}-\d{2}-\d{2}$/

const nobodyKnown: NameOf = () => undefined

function sayText(kind: Kind | undefined, text: string, nameOf: NameOf): string {
  const choice = kind?.choices?.[text]
  if (choice) return sayWords(choice)
  // An id says nothing to anybody.
  if (kind?.refersTo !== undefined) return nameOf(text) ?? ''
  if (instant.test(text)) return exactTime(text)
  return wholeDay.test(text) ? sayDay(text) : text
}

/** '' where there is nothing that a person could read. */
export function sayValue(kind: Kind | undefined, value: Json, nameOf = nobodyKnown): string {
  if (value === null) return m.sync_field_cleared()
  // Of a document its words; the change that brought them says nothing to anybody.
  if (kind?.longest !== undefined) return textWrite(value).text || m.sync_field_cleared()
  if (typeof value === 'string') return sayText(kind, value, nameOf)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? m.sync_field_yes() : m.sync_field_no()
  if (Array.isArray(value)) {
    const words = value.map((item: Json) => sayValue(kind, item, nameOf))
    return sayList(words.filter((each) => each !== ''))
  }
  if (!isObject(value)) return ''
  const lines = elementLines(value, nameOf)
  if (lines.length > 0) return lines.join('\n')
  const texts = Object.values(value).filter((part) => typeof part === 'string')
  return texts.map((text) => sayText(undefined, text, nameOf)).join(m.sync_field_colon())
}

/** What the value at a path is called and how it is read. */
export function kindAt(definition: Definition, path: string): Kind | undefined {
  const place = placeOf(definition, path)
  return place?.key === undefined ? place?.field.kind : place.field.kind.element
}

export type SaidField = { readonly path: string; readonly label: string; readonly value: string }

/** What was taken out of a set, by what stands there still. */
function sayTakenOut(kind: Kind | undefined, { name, key = '' }: Place, body: Body): string {
  const set = body[name]
  const element = isObject(set) ? set[key] : undefined
  const [what] = element === undefined ? [] : sayValue(kind, element).split('\n', 1)
  return what ? m.meetings_late_removed({ what }) : m.sync_field_cleared()
}

/** The fields that say something, in the order of the definition. `body`: the row as it stands. */
export function sayFields(
  definition: Definition,
  fields: Readonly<Record<string, Json>>,
  nameOf = nobodyKnown,
  body: Body = {},
): readonly SaidField[] {
  return Object.entries(fields)
    .flatMap(([path, value]) => {
      const place = placeOf(definition, path)
      if (!place || place.field.kind.silent) return []
      const kind = kindAt(definition, path)
      const isTakenOut = value === null && place.key !== undefined
      const said = isTakenOut ? sayTakenOut(kind, place, body) : sayValue(kind, value, nameOf)
      return [{ path, label: sayWords(place.field.words), value: said }]
    })
    .filter(({ value }) => value !== '')
}
