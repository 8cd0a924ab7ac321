/** What follows from a definition for checking: which fields exist, what they may hold, what is missing. */
import type { Definition } from '../define-record.ts'
import type { Field } from '../field.ts'
import { fits } from '../field.ts'
import type { Body, Json } from '../json.ts'

/** A path names a field, or one element of a set: `place`, `agenda/k1`. */
export type Path = string

export type Place = {
  readonly name: string
  readonly field: Field
  readonly key: string | undefined
}

const keyPattern = /^[A-Za-z0-9_-]{1,40}$/

export function placeOf(definition: Definition, path: Path): Place | undefined {
  const slash = path.indexOf('/')
  const name = slash < 0 ? path : path.slice(0, slash)
  const key = slash < 0 ? undefined : path.slice(slash + 1)
  if (!Object.hasOwn(definition.fields, name)) return undefined
  const field = definition.fields[name]
  if (field === undefined || (field.merge === 'set') !== (key !== undefined)) return undefined
  return key === undefined || keyPattern.test(key) ? { name, field, key } : undefined
}

export type Flaw =
  { readonly reason: 'unknownField' | 'badValue' | 'missing'; readonly field: string } | undefined

/** The first written value that the definition does not allow. `null` clears a field. */
export function flawInWritten(definition: Definition, written: Readonly<Record<Path, Json>>): Flaw {
  for (const [path, value] of Object.entries(written)) {
    const place = placeOf(definition, path)
    if (!place) return { reason: 'unknownField', field: path }
    const kind = place.key === undefined ? place.field.kind : place.field.kind.element
    if (value !== null && (!kind || !fits(kind, value))) return { reason: 'badValue', field: path }
  }
  return undefined
}

/** The first required field the body lacks. */
export function flawInBody(definition: Definition, body: Body): Flaw {
  for (const [name, field] of Object.entries(definition.fields)) {
    if (!field.kind.optional && body[name] === undefined) return { reason: 'missing', field: name }
  }
  return undefined
}
