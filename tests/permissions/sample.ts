/** Something that fits, for every kind of field a definition may have: so that the matrix follows from definitions alone. */
import { Check } from 'typebox/schema'
import type { Field } from '../../schema/field.ts'
import { idPattern } from '../../schema/field.ts'
import type { Json } from '../../schema/json.ts'

type Shape = {
  readonly type?: string
  readonly pattern?: string
  readonly enum?: readonly Json[]
  readonly minimum?: number
  readonly minItems?: number
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

// A day far ahead: a post that begins then gives nobody rights while others are asked.
const texts = ['2030-01-01', '2030-01', '2026-10-14T01:30:00.000Z', 'a'.repeat(64), '1', 'zz']

export type Sampling = {
  /** The row that a reference shall name. */
  readonly idFor: (type: string) => string
  /** Who is named inside of groups. */
  readonly person: string
  /** Stands wherever words may stand. */
  readonly text: string
}

export function sampleOf({ kind }: Field, sampling: Sampling): Json {
  // TypeBox's schemas are plain JSON Schema.
  const isList = (kind.schema as Shape).type === 'array'
  if (kind.refersTo !== undefined)
    return isList ? [sampling.idFor(kind.refersTo)] : sampling.idFor(kind.refersTo)
  return fitting((kind.element?.schema ?? kind.written ?? kind.schema) as Shape, sampling)
}

function fitting(shape: Shape, sampling: Sampling): Json {
  const [first] = shape.enum ?? []
  if (first !== undefined) return first
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        (shape.required ?? []).map((name) => [
          name,
          fitting(shape.properties?.[name] ?? {}, sampling),
        ]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, shape.minItems ?? 0) }, () =>
        fitting(shape.items ?? {}, sampling),
      )
    case 'integer':
      return shape.minimum ?? 0
    case 'boolean':
      return true
    case 'string':
      return shape.pattern === idPattern ? sampling.person : textFor(shape, sampling.text)
    default:
      return sampling.text
  }
}

function textFor(shape: Shape, text: string): string {
  const found = [text, ...texts].find((each) => Check(shape, each))
  if (found === undefined) throw new Error(`no sample fits ${JSON.stringify(shape)}`)
  return found
}
