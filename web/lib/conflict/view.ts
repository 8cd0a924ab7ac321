/** Two versions of one field in words: who wrote what, when, over what, and which stands. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { Definition } from '#schema/define-record.ts'
import { placeOf } from '#schema/derive/validate.ts'
import type { Json } from '#schema/json.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import { kindAt, sayValue } from '#lib/record/say-field.ts'

export type Version = {
  readonly key: string
  readonly value: Json
  readonly words: string
  /** Undefined where nobody knows any more. */
  readonly author: string | undefined
  /** ISO, the true time. */
  readonly at: string
  readonly corrected: boolean
  readonly stands: boolean
}

export function sayVersion(definition: Definition, path: string, value: Json, nameOf: NameOf) {
  if (value === null) return m.conflicts_nothing()
  return sayValue(kindAt(definition, path), value, nameOf)
}

/** The oldest first. */
export const versionsOf = (
  definition: Definition,
  body: ConflictBody,
  nameOf: NameOf,
): readonly Version[] =>
  Object.entries(body.sides ?? {})
    .map(([key, { value, by, name, at, corrected, stamp }]) => ({
      key,
      value,
      words: sayVersion(definition, body.path, value, nameOf),
      author: name ?? (by === undefined ? undefined : nameOf(by)),
      at,
      corrected,
      stands: key === body.stands,
      stamp,
    }))
    .sort((left, right) => (left.stamp < right.stamp ? -1 : 1))
    .map(({ stamp: _order, ...version }) => version)

/** `决议` */
export const sayPath = (definition: Definition, path: string): string => {
  const words = placeOf(definition, path)?.field.words
  return words ? sayWords(words) : m.sync_field_this()
}
