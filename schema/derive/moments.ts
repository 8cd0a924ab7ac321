/** Times that the authority has a say in: it shifts what a wrong device clock noted (S6), and says when something arrived (S7). */
import type { TSchema } from 'typebox'
import type { Definition } from '../define-record.ts'
import type { Json } from '../json.ts'
import { isObject } from '../json.ts'
import type { Path } from './validate.ts'
import { placeOf } from './validate.ts'

type Noted = TSchema & {
  readonly notedByDevice?: boolean
  readonly notedOnArrival?: boolean
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
}

function shift(schema: TSchema, value: Json, correct: (iso: string) => string): Json {
  const noted = schema as Noted
  if (noted.notedByDevice && typeof value === 'string') return correct(value)
  if (noted.items && Array.isArray(value)) {
    const items = noted.items
    return value.map((item: Json) => shift(items, item, correct))
  }
  const parts = noted.properties
  if (!parts || !isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      parts[name] ? shift(parts[name], part, correct) : part,
    ]),
  )
}

/** The written fields with every device-noted time moved by `byMs`, never past `latest` (ms) nor before there was time. */
export function correctMoments(
  definition: Definition,
  written: Readonly<Record<Path, Json>>,
  byMs: number,
  latest: number,
): Readonly<Record<Path, Json>> {
  const correct = (iso: string) => {
    const noted = Date.parse(iso)
    // What is no time is left for whoever checks values.
    return Number.isNaN(noted)
      ? iso
      : new Date(Math.max(0, Math.min(noted + byMs, latest))).toISOString()
  }
  return Object.fromEntries(
    Object.entries(written).map(([path, value]) => {
      const place = placeOf(definition, path)
      const kind = place?.key === undefined ? place?.field.kind : place.field.kind.element
      return [path, kind ? shift(kind.schema, value, correct) : value]
    }),
  )
}

/** The written fields with the authority's own time (ms) in those that say when they arrived. */
export const noteArrival = (
  definition: Definition,
  written: Readonly<Record<Path, Json>>,
  now: number,
): Readonly<Record<Path, Json>> =>
  Object.fromEntries(
    Object.entries(written).map(([path, value]) => {
      const schema = placeOf(definition, path)?.field.kind.schema as Noted | undefined
      return [path, schema?.notedOnArrival ? new Date(now).toISOString() : value]
    }),
  )
