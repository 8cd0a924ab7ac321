/**
 * How an edit becomes part of a row: field by field, by the policy the definition names. Merging only chooses
 * among written values, never composes a new one. Both ends use this one function, so they cannot disagree.
 */
import type { Definition } from '../schema/define-record.ts'
import type { Path } from '../schema/derive/validate.ts'
import { placeOf } from '../schema/derive/validate.ts'
import type { Json } from '../schema/json.ts'
import { isObject, sameJson } from '../schema/json.ts'
import type { Edit, Stamp, State } from './wire/edit.ts'

export type Merged = {
  readonly state: State
  /** Paths whose value this edit now decides. */
  readonly won: readonly Path[]
  /** Paths that kept another write: a later one, or the first where the first stands. */
  readonly lost: readonly Path[]
}

export function mergeEdit(definition: Definition, state: State, edit: Edit): Merged {
  const body: Record<string, Json> = { ...state.body }
  const stamps: Record<Path, Stamp> = { ...state.stamps }
  const won: Path[] = []
  const lost: Path[] = []
  for (const [path, value] of Object.entries(edit.fields)) {
    const place = placeOf(definition, path)
    if (!place) continue
    const held = stamps[path]
    const stands =
      held !== undefined &&
      (place.field.merge === 'once' ? !sameJson(body[path], value) : held >= edit.stamp)
    if (stands) {
      lost.push(path)
      continue
    }
    won.push(path)
    // The first write of a `once` field keeps its stamp: writing the same again is no news.
    if (place.field.merge === 'once' && held !== undefined) continue
    stamps[path] = edit.stamp
    assign(body, place.name, place.key, value)
  }
  return { state: { body, stamps }, won, lost }
}

function assign(
  body: Record<string, Json>,
  name: string,
  key: string | undefined,
  value: Json,
): void {
  if (key === undefined) {
    if (value === null) delete body[name]
    else body[name] = value
    return
  }
  const held = body[name]
  const { [key]: _replaced, ...others } = isObject(held) ? held : {}
  const elements = value === null ? others : { ...others, [key]: value }
  if (Object.keys(elements).length === 0) delete body[name]
  else body[name] = elements
}

/** The value now standing at a path. */
export function valueAt(state: State, path: Path): Json | undefined {
  const slash = path.indexOf('/')
  if (slash < 0) return state.body[path]
  const held = state.body[path.slice(0, slash)]
  return isObject(held) ? held[path.slice(slash + 1)] : undefined
}
