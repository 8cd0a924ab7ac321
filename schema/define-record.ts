/**
 * One record type, stated once. Validation, merging, storage, buckets and permissions follow from the
 * statement; neither `sync` nor `server` knows any type by name.
 */
import type { Actor } from './access.ts'
import type { Field, Words } from './field.ts'
import { field, moment, optional } from './field.ts'
import type { Body, Json } from './json.ts'
import type { FileKind } from './rules/files.ts'

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

/** A step of a workflow. It is checked against the row as it stands when the step arrives, not as its author saw it. */
export type Step<B> = {
  readonly from: string
  readonly to: string
  /** Who may take it, on the row as stored and as it would become. Asked in place of the record's `write`. */
  readonly may: (actor: Actor, body: B) => boolean
}

/** The fields in which a state notes who brought it about, when, and the digest of what he had before his eyes. */
export type Signature<Name extends string = string> = {
  readonly by: Name
  readonly at: Name
  readonly seal: Name
}

/** The states a `workflow` field goes through. A row that says nothing is where it begins. */
export type Workflow<B, Name extends string = string> = {
  readonly begins: string
  readonly steps: readonly Step<B>[]
  /** By state, the fields that stay as they are in it: no edit of them is accepted any more. */
  readonly freezes: Readonly<Record<string, readonly Name[]>>
  /** By state; a state that bears one is entered only together with it. */
  readonly signatures: Readonly<Record<string, Signature<Name>>>
}

/** A file that a row names. Its bytes travel apart from the row, and whoever may read the row may read them. */
export type NamedFile = {
  /** SHA-256 in hex: its only name. */
  readonly digest: string
  readonly bytes: number
  readonly kind: FileKind
  /** The organisation in whose book it lies. */
  readonly owner: string
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
  /** By the name of the field that goes through it. */
  readonly workflows?: {
    readonly [K in keyof F]?: Workflow<BodyOf<F>, keyof (F & typeof common) & string>
  }
  /**
   * Where a field is marked `ask`: the organisation that is asked which of two concurrent writes shall stand. Its keeper
   * and those above it see them (S4).
   */
  readonly asks?: (body: BodyOf<F>, id: string) => string
  /**
   * By the field that names another row: the field in which both say the same. Asked of the authority when one of the two is
   * written and the other row is known, so that nobody takes what is another's into his own book.
   */
  readonly agrees?: Readonly<Partial<Record<keyof F & string, keyof F & string>>>
  /**
   * By the field that names other rows: whether each of them, where it is known, is one that may be named there. Asked of the
   * authority when the field is written; what the other row says later is looked at by whoever reads.
   */
  readonly mayName?: { readonly [K in keyof F]?: (body: BodyOf<F>, named: Body) => boolean }
  /** By the field that names another row: what that one must say by the time this row comes to be. Asked of the authority. */
  readonly needs?: Readonly<Partial<Record<keyof F & string, (named: Body) => boolean>>>
  /**
   * Rows of another type that hang under this one, or under the row that `under` names, and keep some fields as they are, while
   * `holds` says so of such a row and a change, a row that is new included. Asked of the authority: whoever did not know yet is
   * told as of what is frozen.
   */
  readonly heldBy?: {
    readonly type: string
    readonly under?: keyof F & string
    readonly fields: readonly (keyof (F & typeof common) & string)[]
    readonly holds: (by: Body, before: BodyOf<F> | undefined, after: BodyOf<F>) => boolean
  }
  /** By the field that names another row: while that one says so, this row is not taken away. Asked of the authority. */
  readonly staysWith?: { readonly [K in keyof F]?: (body: BodyOf<F>, named: Body) => boolean }
  /**
   * What the row above this one (`of`) makes some fields say, null for nothing; where that row is not known, the most guarded. The
   * authority alone says it (S9).
   */
  readonly follows?: {
    readonly type: string
    readonly says: (above: Body | undefined) => { readonly [K in keyof F]?: Json }
  }
  /** The field that names the row above this one: nothing comes to lie under itself. */
  readonly under?: keyof F & string
  readonly files?: (body: BodyOf<F>) => readonly NamedFile[]
  /** Rows of this type are what the authority makes of such writes; one type of a registry. */
  readonly holdsConflicts?: true
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
  readonly workflows: Readonly<Record<string, Workflow<Body>>>
  readonly asks?: (body: Body, id: string) => string
  readonly agrees?: Readonly<Record<string, string>>
  readonly mayName?: Readonly<Record<string, (body: Body, named: Body) => boolean>>
  readonly needs?: Readonly<Record<string, (named: Body) => boolean>>
  readonly heldBy?: {
    readonly type: string
    readonly under?: string
    readonly fields: readonly string[]
    readonly holds: (by: Body, before: Body | undefined, after: Body) => boolean
  }
  readonly staysWith?: Readonly<Record<string, (body: Body, named: Body) => boolean>>
  readonly follows?: {
    readonly type: string
    readonly says: (above: Body | undefined) => Body
  }
  readonly under?: string
  readonly files?: (body: Body) => readonly NamedFile[]
  readonly holdsConflicts?: true
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
  if (!erased.asks && Object.values(erased.fields).some(({ ask }) => ask))
    throw new Error(`${erased.name} marks a field with ask and does not say who is asked`)
  return {
    ...erased,
    version: statement.version ?? 1,
    upgrades: statement.upgrades ?? [],
    workflows: statement.workflows === undefined ? {} : erased.workflows,
    fields: { ...statement.fields, ...common },
  }
}

/** The derived id of a row: `attendance:meeting:person`. */
export const derivedId = (name: string, parts: readonly string[]): string =>
  [name, ...parts].join(':')

/** The parts of which a derived id was made. */
export const partsOfId = (id: string): readonly string[] => id.split(':').slice(1)

/** The row's id where the definition derives it, undefined where ids are random. */
export const idFrom = (definition: Definition, body: Body): string | undefined =>
  definition.id && derivedId(definition.name, definition.id(body))

export type BodyFor<R> = R extends RecordType<infer B> ? B : never

export type Registry = {
  readonly all: readonly Definition[]
  find(name: string): Definition | undefined
  /** Definitions that are computed from rows of this type. */
  rollUpsFrom(name: string): readonly (Definition & { readonly rollUp: RollUp<Body> })[]
  /** The type that holds what concurrent writes of `ask` fields said. */
  readonly conflicts: Definition | undefined
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
    conflicts: definitions.find((definition) => definition.holdsConflicts),
  }
}
