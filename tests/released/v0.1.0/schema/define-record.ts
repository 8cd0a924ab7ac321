/**
 * One record type, stated once. Validation, merging, storage, buckets and permissions follow from the
 * statement; neither `sync` nor `server` knows any type by name.
 */
import type { Actor } from './access.ts'
import type { Field, Words } from './field.ts'
import { field, moment, optional } from './field.ts'
import type { Body } from './json.ts'

type Fields = Readonly<Record<string, Field>>

type ValueOf<F> = F extends Field<infer V> ? V : never

/** The body a definition describes. */
export type BodyOf<F extends Fields> = {
  readonly [K in keyof F as F[K]['kind']['optional'] extends true ? never : K]: ValueOf<F[K]>
} & { readonly [K in keyof F as F[K]['kind']['optional'] extends true ? K : never]?: ValueOf<F[K]> }

/** A row that the authority computes from others, so that a desk need not hold them. */
export type RollUp<B> = {
  readonly from: string
  /** The parts of this row's id, from a source row. */
  readonly id: (source: Body) => readonly string[]
  /** The next state, given one source row as it was and as it is. Must not depend on the order of sources. */
  readonly fold: (current: B | undefined, before: Body | undefined, after: Body) => B
}

/** A change as permission sees it: P6, the row as stored and as it would become. */
export type Change<B> = {
  readonly id: string
  readonly before: B | undefined
  readonly after: B
  /** The fields written (of a set, its name). */
  readonly written: readonly string[]
}

export type Statement<F extends Fields> = {
  readonly name: string
  readonly words: Words
  /** Raised by one whenever a field changes its meaning; `upgrades` then gains an entry. */
  readonly version?: number
  /** Where two people may record the same fact: the parts of the id, so that they make one row. */
  readonly id?: (body: BodyOf<F>) => readonly string[]
  /** When the thing happened (ISO). */
  readonly at: (body: BodyOf<F>) => string
  /** The row this one hangs under: lists read by it. */
  readonly of: (body: BodyOf<F>) => string
  readonly fields: F
  /** The buckets the row lies in. */
  readonly seenIn: (body: BodyOf<F>, id: string) => readonly string[]
  /** May the actor make this change? It shows the row as stored and as it would become. */
  readonly write: (actor: Actor, change: Change<BodyOf<F>>) => boolean
  /** `upgrades[n]` turns fields written under version n + 1 into version n + 2. */
  readonly upgrades?: readonly ((fields: Body) => Body)[]
  readonly rollUp?: RollUp<BodyOf<F>>
}

/** A statement with its types erased: what the general machinery works with. */
export type Definition = {
  readonly name: string
  readonly words: Words
  readonly version: number
  readonly fields: Fields
  readonly id?: (body: Body) => readonly string[]
  readonly at: (body: Body) => string
  readonly of: (body: Body) => string
  readonly seenIn: (body: Body, id: string) => readonly string[]
  readonly write: (actor: Actor, change: Change<Body>) => boolean
  readonly upgrades: readonly ((fields: Body) => Body)[]
  readonly rollUp?: RollUp<Body>
}

/** A definition that still knows its body's type, for screens and importers. */
export type RecordType<B> = Definition & { readonly body?: B }

/** Every record can be taken away and brought back: removal is a field like any other, never a deletion. */
const common = { removedAt: field('删除时间', 'Removed at', optional(moment())) }

export function defineRecord<const F extends Fields>(
  statement: Statement<F>,
): RecordType<BodyOf<F & typeof common>> {
  // The types of `F` are known here and erased for the machinery, which checks values instead (derive/validate).
  const erased = statement as unknown as Definition
  return {
    ...erased,
    version: statement.version ?? 1,
    upgrades: statement.upgrades ?? [],
    fields: { ...statement.fields, ...common },
  }
}

/** The derived id of a row: `attendance:meeting:person`. */
export const derivedId = (name: string, parts: readonly string[]): string =>
  [name, ...parts].join(':')

/** The row's id where the definition derives it, undefined where ids are random. */
export const idFrom = (definition: Definition, body: Body): string | undefined =>
  definition.id && derivedId(definition.name, definition.id(body))

export type BodyFor<R> = R extends RecordType<infer B> ? B : never

export type Registry = {
  readonly all: readonly Definition[]
  find(name: string): Definition | undefined
  /** Definitions that are computed from rows of this type. */
  rollUpsFrom(name: string): readonly (Definition & { readonly rollUp: RollUp<Body> })[]
}

export function makeRegistry(definitions: readonly Definition[]): Registry {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  if (byName.size !== definitions.length) throw new Error('two record types share a name')
  const rollUps = definitions.filter(
    (definition) => definition.rollUp !== undefined,
  ) as (Definition & {
    rollUp: RollUp<Body>
  })[]
  return {
    all: definitions,
    find: (name) => byName.get(name),
    rollUpsFrom: (name) => rollUps.filter((definition) => definition.rollUp.from === name),
  }
}
