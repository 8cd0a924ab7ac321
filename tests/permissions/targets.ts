/** A record of every type in every place, made from its definition: what the matrix asks about, and what is sent by hand. */
import type { Definition } from '../../schema/define-record.ts'
import { idFrom } from '../../schema/define-record.ts'
import { standingIn, putStanding, textWrite } from '../../schema/document.ts'
import { placeOf } from '../../schema/derive/validate.ts'
import { stepFields } from '../../schema/derive/workflow.ts'
import type { Body, Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import type { NewRow } from '../../server/accounts/founding.ts'
import { assign } from '../../sync/merge.ts'
import type { Sampling } from './sample.ts'
import { sampleOf } from './sample.ts'
import type { Place, Role } from './world.ts'
import { ground, places } from './world.ts'

export type Target = {
  readonly definition: Definition
  readonly id: string
  readonly fields: Readonly<Record<string, Json>>
  readonly body: Body
  /** Rows it names, each before those that name it. */
  readonly context: readonly NewRow[]
  /** What a new one there would say. */
  readonly another: Readonly<Record<string, Json>>
  /** Something that a field of it could say, written as edits write it. */
  readonly sample: (name: string) => Readonly<Record<string, Json>>
}

/** What the fields of an edit make of a body. */
export function written(definition: Definition, before: Body, fields: Body): Body {
  const body: Record<string, Json> = { ...before }
  for (const [path, value] of Object.entries(fields)) {
    if (placeOf(definition, path)?.field.merge === 'text')
      putStanding(body, path, { ...standingIn(body, path), text: textWrite(value).text })
    else assign(body, path, value)
  }
  return body
}

/** By the names of fields that never change once written, and say of which sort a record is: `office`. */
export type Variant = Readonly<Record<string, string>>

export function variantsOf({ fields }: Definition): readonly Variant[] {
  const sorts = Object.entries(fields).flatMap(([name, { merge, kind }]) =>
    // A record is of one sort: what may be left out, or may be several, says none.
    merge === 'once' && kind.choices && !kind.optional && 'enum' in kind.schema
      ? [{ name, values: Object.keys(kind.choices) }]
      : [],
  )
  const first = Object.fromEntries(sorts.map(({ name, values: [value = ''] }) => [name, value]))
  // Each value of each beside the first of the others: all of them with all would be thousands.
  const others = sorts.flatMap(({ name, values: [, ...rest] }) =>
    rest.map((value) => ({ ...first, [name]: value })),
  )
  return [first, ...others]
}

/** The first letters of ids: records of several variants lie beside each other. */
const marks = 'abcdefghijklmnopqrstuvwxy'

/** Undefined where nothing in the record names a person: then nobody asks about himself. */
export function targetAt(
  definition: Definition,
  place: Place,
  role: Role,
  variant: Variant = {},
): Target | undefined {
  const { name } = definition
  const refers = Object.values(definition.fields).some(({ kind }) => kind.refersTo === 'person')
  if (place === 'self' && name !== 'person' && !refers) return undefined
  const mark = marks[variantsOf(definition).findIndex((each) => sameJson(each, variant))] ?? 'z'
  const own = `${mark}${registry.all.indexOf(definition)}-${place}`
  const context: NewRow[] = []
  const idFor = (type: string): string => {
    if (type === 'organisation') return places[place].organisation
    if (type === 'person' && place === 'self') return role
    const id = `${own}-${type}`.slice(0, 24)
    const named = registry.find(type)
    if (named && named !== definition && !context.some((row) => row.id === id))
      context.push({ id, type, fields: fieldsOf(named, { idFor, person: role, text: id }) })
    return id
  }
  const sampling = { idFor, person: role, text: own }
  const sampled = fieldsOf(definition, sampling)
  const standing = ground.find(({ id }) => id === standingIdOf(name, place, role))
  const fields = standing?.fields ?? { ...sampled, ...variant }
  const body = written(definition, {}, fields)
  const id = standing?.id ?? idFrom(definition, body) ?? own
  const sample = (field: string) => sampleField(definition, field, sampling)
  return { definition, id, fields, body, context, another: { ...sampled, ...variant }, sample }
}

export function sampleField(
  { fields }: Definition,
  name: string,
  sampling: Sampling,
): Readonly<Record<string, Json>> {
  const field = fields[name]
  return field ? { [field.merge === 'set' ? `${name}/k1` : name]: sampleOf(field, sampling) } : {}
}

/** Organisations of the ground, and the one who asks, are there already. */
const standingIdOf = (type: string, place: Place, role: Role): string | undefined =>
  type === 'organisation'
    ? places[place].organisation
    : type === 'person' && place === 'self'
      ? role
      : undefined

/** What must be there, and whatever names another row: rights hang on those. */
function fieldsOf(definition: Definition, sampling: Sampling): Target['fields'] {
  const bySteps = stepFields(definition)
  return Object.fromEntries(
    Object.entries(definition.fields)
      .filter(([name, { kind }]) => (!kind.optional || kind.refersTo) && !bySteps.has(name))
      .map(([name, field]) => [name, sampleOf(field, sampling)]),
  )
}
