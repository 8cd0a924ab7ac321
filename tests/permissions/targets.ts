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
export type Variant = Readonly<Record<string, string | readonly string[]>>

export function variantsOf({ name, fields }: Definition): readonly Variant[] {
  // What kind an organisation is may change; groups lie under branches, and are theirs.
  if (name === 'organisation') return [{}, { kind: 'group' }]
  // Where a gathering and its photos lie follows from what it was (0037).
  if (name === 'meeting') return [{ kinds: ['themeDay'] }, { kinds: ['committee'] }]
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
    if (named && named !== definition && !context.some((row) => row.id === id)) {
      const fields = sufficing(definition, named, { idFor, person: role, text: id })
      context.push({ id, type, fields })
    }
    return id
  }
  const sampling = { idFor, person: role, text: own }
  const sampled = fieldsOf(definition, sampling)
  const isSort = Object.keys(variant).length > 0
  const standing = ground.find(
    ({ id }) => !(isSort && name === 'organisation') && id === standingIdOf(name, place, role),
  )
  const fields = standing?.fields ?? { ...sampled, ...variant }
  const body = written(definition, {}, fields)
  if (definition.under && !isNamedRightly(definition, definition.under, body)) return undefined
  const id = standing?.id ?? idFrom(definition, body) ?? own
  const sample = (field: string) => sampleField(definition, field, sampling, body)
  return { definition, id, fields, body, context, another: { ...sampled, ...variant }, sample }
}

export function sampleField(
  definition: Definition,
  name: string,
  sampling: Sampling,
  body: Body,
): Readonly<Record<string, Json>> {
  const field = definition.fields[name]
  if (!field) return {}
  const said = { [field.merge === 'set' ? `${name}/k1` : name]: sampleOf(field, sampling) }
  return namedRightly(definition, { ...body, ...said }, said)
}

/** Whether what a field names, as far as it is on the ground, may be named there. */
export function isNamedRightly({ mayName }: Definition, name: string, body: Body): boolean {
  const named = ground.filter(({ id }) => [body[name]].flat().includes(id))
  return named.every(({ fields }) => mayName?.[name]?.(body, fields) ?? true)
}

/** The same, naming rows that may be named there, others where these may not; where the ground has none, one that nobody knows. */
function namedRightly(
  definition: Definition,
  body: Body,
  said: Target['fields'],
): Target['fields'] {
  const { mayName = {}, under } = definition
  const names = Object.keys(said).filter(
    (name) => mayName[name] && name !== under && !isNamedRightly(definition, name, body),
  )
  const other = names.map((name) => {
    const fitting = ground.find(({ fields }) => mayName[name]?.(body, fields))?.id ?? 'unheard-of'
    return [name, Array.isArray(said[name]) ? [fitting] : fitting]
  })
  return { ...said, ...Object.fromEntries(other) }
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
  const said = Object.fromEntries(
    Object.entries(definition.fields)
      .filter(
        ([name, { kind }]) =>
          (!kind.optional || (kind.refersTo && !kind.formerOf)) && !bySteps.has(name),
      )
      .map(([name, field]) => [name, sampleOf(field, sampling)]),
  )
  return namedRightly(definition, said, said)
}

/** A named row as it must be by the time the record comes to be: what the record needs of it lies in one more field. */
function sufficing(
  definition: Definition,
  named: Definition,
  sampling: Sampling,
): Target['fields'] {
  const fields = fieldsOf(named, sampling)
  const needs = Object.entries(definition.needs ?? {}).filter(
    ([name]) => definition.fields[name]?.kind.refersTo === named.name,
  )
  const suffices = (body: Body) => needs.every(([, needed]) => needed(body))
  if (suffices(fields)) return fields
  const bySteps = stepFields(named)
  const more = Object.keys(named.fields)
    .filter((name) => !bySteps.has(name))
    .map((name) => ({ ...fields, ...sampleField(named, name, sampling, fields) }))
    .find((each) => suffices(each))
  if (!more) throw new Error(`no ${named.name} is fit for a ${definition.name}`)
  return more
}
