/**
 * The vocabulary of a record definition: what a field holds, how it is called, how two writes of it
 * become one. TypeBox stays behind this page, so that a definition reads like a form and not like a
 * schema, and so that validation never needs `eval` (the app's Content-Security-Policy forbids it).
 */
import * as T from 'typebox'
import { Check } from 'typebox/schema'
import type { Json } from './json.ts'

/** Chinese first: it is what most people see. */
export type Words = { readonly zh: string; readonly en: string }

export const words = (zh: string, en: string): Words => ({ zh, en })

/**
 * How two writes of one field become one value (docs/sync-protocol.md, S3):
 * `latestWins` the later stamp · `once` the first accepted write stands · `set` each element by its key ·
 * `text` everybody's words are kept · `workflow` only a step that its definition allows from the present state.
 */
export type Merge = 'latestWins' | 'once' | 'set' | 'text' | 'workflow'

/** A kind of value. `V` exists for the type checker only. */
export type Kind<V = unknown, Optional extends boolean = boolean> = {
  readonly schema: T.TSchema
  readonly optional: Optional
  /** What an edit says of the field, where that is more than the value that comes of it. */
  readonly written?: T.TSchema
  /** How writes of it merge, unless the field says otherwise. */
  readonly merge?: Merge
  /** For documents: the longest text, in UTF-16 units. */
  readonly longest?: number
  /** For machines alone: it is never shown to anybody. */
  readonly silent?: true
  /** For choices: the words of each value. */
  readonly choices?: Readonly<Record<string, Words>>
  /** For references: the record type named. */
  readonly refersTo?: string
  /** The field whose former values it holds, noted as that one changes; nobody writes it. */
  readonly formerOf?: string
  /** The field that names whose name it is. */
  readonly nameOf?: string
  readonly element?: Kind
  readonly value?: V
}

export type Field<V = unknown, Optional extends boolean = boolean> = {
  readonly words: Words
  readonly kind: Kind<V, Optional>
  readonly merge: Merge
  /** Concurrent writes of this field are put before people, not only settled by stamp. */
  readonly ask: boolean
}

type Trait = Merge | 'ask'

export function field<V, Optional extends boolean>(
  zh: string,
  en: string,
  kind: Kind<V, Optional>,
  ...traits: readonly Trait[]
): Field<V, Optional> {
  const merge = traits.find((trait) => trait !== 'ask') ?? kind.merge ?? 'latestWins'
  return { words: words(zh, en), kind, merge, ask: traits.includes('ask') }
}

const kindOf = <V>(schema: T.TSchema, more: Partial<Kind> = {}): Kind<V, false> => ({
  ...(more as Partial<Kind<V, false>>),
  schema,
  optional: false,
})

/** The field may be left empty; an empty field is absent from the body. */
export const optional = <V>(kind: Kind<V, false>): Kind<V, true> => ({ ...kind, optional: true })

export const text = (limits: { max: number; min?: number }): Kind<string, false> =>
  kindOf(T.String({ minLength: limits.min ?? 1, maxLength: limits.max }))

export const integer = (limits: { min: number; max: number }): Kind<number, false> =>
  kindOf(T.Integer({ minimum: limits.min, maximum: limits.max }))

/** Whatever some field of some record may hold. */
export const anyValue = (): Kind<Json, false> => kindOf(T.Unsafe({}))

export const yesNo = (): Kind<boolean, false> => kindOf(T.Boolean())

/** A calendar day, `YYYY-MM-DD`. */
export const day = (): Kind<string, false> =>
  kindOf(T.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' }))

/** `2026-10` */
export const month = (): Kind<string, false> =>
  kindOf(T.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' }))

/** A day known to the day, the month or the year: `1949-06-08`, `1949-06`, `1949`. */
export const partialDay = (): Kind<string, false> =>
  kindOf(T.String({ pattern: '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' }))

// Every text that fits is a time: buckets are named by the year of one.
const instant =
  '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?Z$'

/** A point in time that a person stated (UTC, ISO 8601). A wrong device clock does not change it. */
export const dateTime = (): Kind<string, false> => kindOf(T.String({ pattern: instant }))

/** A point in time that the device noted by itself; the authority corrects it with the device's clock (S6). */
export const moment = (): Kind<string, false> =>
  kindOf(T.String({ pattern: instant, notedByDevice: true }))

/** When the edit that writes it reached the authority, which puts its own time over whatever the device guessed (S7). */
export const arrival = (): Kind<string, false> =>
  kindOf(T.String({ pattern: instant, notedOnArrival: true }))

export const choice = <const C extends Readonly<Record<string, Words>>>(
  choices: C,
): Kind<keyof C & string, false> => kindOf(T.Enum(Object.keys(choices)), { choices })

/** The id of a row: 22 random characters, or a derived id (`type:part:part`). */
export const idPattern = '^[A-Za-z0-9_-]{1,24}(:[A-Za-z0-9_-]{1,40}){0,3}$'

export const ref = (type: string): Kind<string, false> =>
  kindOf(T.String({ pattern: idPattern }), { refersTo: type })

export const listOf = <V>(kind: Kind<V, false>, limits: { max: number; min?: number }) =>
  kindOf<readonly V[]>(T.Array(kind.schema, { minItems: limits.min ?? 0, maxItems: limits.max }), {
    ...(kind.choices && { choices: kind.choices }),
    ...(kind.refersTo && { refersTo: kind.refersTo }),
  })

/**
 * What another field said before it said what it says now, each value once: noted with every write that changes that one,
 * whoever makes it (S8). Nobody writes it himself.
 */
export const former = <V>(name: string, { schema, refersTo }: Kind<V, false>) =>
  optional(kindOf<readonly V[]>(T.Array(schema), { formerOf: name, ...(refersTo && { refersTo }) }))

/** The name of whom another field names, for whoever does not hold his row: the authority puts its own over the device's (S7). */
export const nameOf = (name: string, limits: { max: number }): Kind<string, false> =>
  kindOf(text(limits).schema, { nameOf: name })

type GroupValue<G extends Readonly<Record<string, Kind>>> = {
  readonly [K in keyof G as G[K]['optional'] extends true ? never : K]: ValueOf<G[K]>
} & { readonly [K in keyof G as G[K]['optional'] extends true ? K : never]?: ValueOf<G[K]> }

type ValueOf<K> = K extends Kind<infer V> ? V : never

/** Several values that are written together, such as one agenda item. */
export const group = <const G extends Readonly<Record<string, Kind>>>(parts: G) =>
  // A schema put together by hand: TypeBox's own builder would bring its whole type engine to every phone.
  kindOf<GroupValue<G>>(
    T.Unsafe({
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(parts).map(([name, kind]) => [name, kind.schema]),
      ),
      required: Object.keys(parts).filter((name) => !parts[name]?.optional),
      additionalProperties: false,
    }),
  )

/** Elements by key; two people adding different elements both keep theirs. Written element by element. */
export const setOf = <V>(element: Kind<V, false>): Kind<Readonly<Record<string, V>>, true> => ({
  schema: T.Unsafe({ type: 'object', additionalProperties: element.schema }),
  optional: true,
  merge: 'set',
  element,
})

/**
 * A text that several people write at once, everybody's words kept. The body holds it as a plain text, '' as nothing;
 * an edit says what was written over what (sync/text.ts).
 */
export const document = ({ max }: { max: number }): Kind<string, true> => {
  const words = T.String({ maxLength: max })
  return {
    schema: words,
    written: T.Unsafe({
      type: 'object',
      properties: {
        text: words,
        over: words,
        update: T.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: longestUpdate }),
      },
      required: ['text'],
      additionalProperties: false,
    }),
    optional: true,
    merge: 'text',
    longest: max,
  }
}

/** Of one update of a document, 256 KB as base64. */
const longestUpdate = Math.ceil(262_144 / 3) * 4

/** SHA-256 in hex. */
export const digest = (): Kind<string, false> =>
  kindOf(T.String({ pattern: '^[0-9a-f]{64}$' }), { silent: true })

/** May an edit say this of the field? */
export const fits = (kind: Kind, value: Json): boolean => Check(kind.written ?? kind.schema, value)
