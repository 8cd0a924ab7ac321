/**
 * What was written under an older version of a definition, in the words of today's (V1). A definition's upgrades speak of
 * written fields; here the stamps go with them, so that a field that got another name keeps its place in time.
 */
import type { Definition } from '../schema/define-record.ts'
import { upgradeFields } from '../schema/derive/upgrade.ts'
import type { Path } from '../schema/derive/validate.ts'
import { placeOf } from '../schema/derive/validate.ts'
import { putStanding, standingIn, textWrite } from '../schema/document.ts'
import type { Body, Json } from '../schema/json.ts'
import { sameJson } from '../schema/json.ts'
import { latestOf } from './clock.ts'
import { assign, valueAt } from './merge.ts'
import type { Edit, Stamp, State } from './wire/edit.ts'

type Stamps = Readonly<Record<Path, Stamp>>

export function upgradeEdit<Written extends Edit>(definition: Definition, edit: Written): Written {
  if (edit.version >= definition.version) return edit
  return { ...edit, ...upgraded(definition, edit.version, edit.fields, edit.basis) }
}

/** `stamps`: of the fields before, wherever there is one. */
function upgraded(definition: Definition, version: number, fields: Body, stamps: Stamps) {
  const given = new Map<Path, Stamp>()
  for (const [path, stamp] of Object.entries(stamps)) {
    const alone = upgradeFields(definition, version, { [path]: fields[path] ?? null })
    for (const name of Object.keys(alone))
      given.set(name, latestOf([given.get(name), stamp]) ?? stamp)
  }
  const basis: Stamps = Object.fromEntries(given)
  return { fields: upgradeFields(definition, version, fields), basis }
}

/** A row kept since an older version; the same object where the upgrades leave it as it is. */
export function upgradeState<Kept extends State>(
  definition: Definition,
  version: number,
  state: Kept,
): Kept {
  const held = Object.keys(state.stamps)
  const before: Body = Object.fromEntries(held.map((path) => [path, valueAt(state, path) ?? null]))
  const { fields, basis } = upgraded(definition, version, before, state.stamps)
  const body: Record<string, Json> = { ...state.body }
  for (const path of held) if (!Object.hasOwn(fields, path)) assign(body, path, null)
  for (const [path, value] of Object.entries(fields)) {
    if (placeOf(definition, path)?.field.merge !== 'text') assign(body, path, value)
    else if (textWrite(value).text !== standingIn(body, path).text)
      putStanding(body, path, { text: textWrite(value).text })
  }
  const same = sameJson(body, state.body) && sameJson(basis, state.stamps)
  return same ? state : { ...state, body, stamps: basis }
}
