/**
 * How an edit becomes part of a row: field by field, by the policy the definition names. Merging only chooses among
 * written values and never composes one, documents excepted. Both ends use this one function, so they cannot disagree;
 * only of documents the device, which has no Yjs at hand, keeps apart what the authority merges (text.ts).
 */
import type { Definition } from '../schema/define-record.ts'
import { putStanding, standingIn, textWrite } from '../schema/document.ts'
import type { Path, Place } from '../schema/derive/validate.ts'
import { placeOf } from '../schema/derive/validate.ts'
import { frozenIn, leadsTo } from '../schema/derive/workflow.ts'
import type { Body, Json } from '../schema/json.ts'
import { isList, isObject, sameJson } from '../schema/json.ts'
import type { MergeText } from './text.ts'
import { layOnTop } from './text.ts'
import type { Edit, Stamp, State } from './wire/edit.ts'

export type Merged = {
  readonly state: State
  /** Paths whose value this edit now decides. */
  readonly won: readonly Path[]
  /** Paths that kept another write: a later one, the first where the first stands, or what was frozen. */
  readonly lost: readonly Path[]
}

export function mergeEdit(
  definition: Definition,
  state: State,
  edit: Edit,
  mergeText: MergeText = layOnTop,
): Merged {
  const body: Record<string, Json> = { ...state.body }
  const stamps: Record<Path, Stamp> = { ...state.stamps }
  const frozen = frozenIn(definition, state.body)
  const won: Path[] = []
  const lost: Path[] = []
  for (const [path, value] of Object.entries(edit.fields)) {
    const place = placeOf(definition, path)
    if (!place) continue
    const held = stamps[path]
    if (frozen.has(place.name) || stands(definition, place, state, { path, value, edit })) {
      lost.push(path)
      continue
    }
    won.push(path)
    // The first write of a `once` field keeps its stamp: writing the same again is no news.
    if (place.field.merge === 'once' && held !== undefined) continue
    // Documents and workflows take what arrives, older or not; what they say is as new as the newest of it.
    stamps[path] = held !== undefined && held > edit.stamp ? held : edit.stamp
    if (place.field.merge === 'text')
      putStanding(body, path, mergeText(path, standingIn(state.body, path), textWrite(value)))
    else assign(body, path, value)
  }
  noteFormer(definition, state.body, body)
  forgetFrozen(definition, body)
  return { state: { body, stamps }, won, lost }
}

type Writing = { readonly path: Path; readonly value: Json; readonly edit: Edit }

/** Does what is held stand against this write? */
function stands(
  definition: Definition,
  { name, field }: Place,
  { body, stamps }: State,
  { path, value, edit }: Writing,
): boolean {
  const held = stamps[path]
  switch (field.merge) {
    case 'text':
      return false
    case 'workflow':
      return !leadsTo(definition, body, name, value)
    case 'once':
      return held !== undefined && !sameJson(body[path], value)
    case 'latestWins':
    case 'set':
      return held !== undefined && held >= edit.stamp
  }
}

/** S8: no stamp stands for it, so nobody's phone ever takes it for its own words. */
function noteFormer(definition: Definition, before: Body, body: Record<string, Json>): void {
  for (const [name, { kind }] of Object.entries(definition.fields)) {
    if (kind.formerOf === undefined) continue
    const [was, is] = [before[kind.formerOf], body[kind.formerOf]]
    if (was === undefined || is === undefined || sameJson(was, is)) continue
    const known = body[name]
    body[name] = [...(isList(known) ? known : []), was].filter(
      (value, index, all) =>
        !sameJson(value, is) && all.findIndex((each) => sameJson(each, value)) === index,
    )
  }
}

/** A frozen document is its words alone: nobody will merge into it any more. */
function forgetFrozen(definition: Definition, body: Record<string, Json>): void {
  for (const name of frozenIn(definition, body)) {
    if (definition.fields[name]?.merge === 'text')
      putStanding(body, name, { text: standingIn(body, name).text })
  }
}

/** Puts a value into a body that is being made; null takes it out. */
export function assign(body: Record<string, Json>, path: Path, value: Json): void {
  const slash = path.indexOf('/')
  if (slash < 0) {
    if (value === null) delete body[path]
    else body[path] = value
    return
  }
  const [name, key] = [path.slice(0, slash), path.slice(slash + 1)]
  const held = body[name]
  const { [key]: _replaced, ...others } = isObject(held) ? held : {}
  const elements = value === null ? others : { ...others, [key]: value }
  if (Object.keys(elements).length === 0) delete body[name]
  else body[name] = elements
}

/** The value now standing at a path, which may be anybody's: `constructor` is none. */
export function valueAt(state: State, path: Path): Json | undefined {
  const slash = path.indexOf('/')
  if (slash < 0) return own(state.body, path)
  const held = own(state.body, path.slice(0, slash))
  return isObject(held) ? own(held, path.slice(slash + 1)) : undefined
}

const own = (held: Body, name: string): Json | undefined =>
  Object.hasOwn(held, name) ? held[name] : undefined
