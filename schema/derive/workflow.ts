/** What follows from a definition's workflows: which steps an edit takes, what is frozen, what an edit may not touch now. */
import type { Definition, Signature, Step, Workflow } from '../define-record.ts'
import { textWrite } from '../document.ts'
import type { Body, Json } from '../json.ts'
import { isObject, sameJson } from '../json.ts'
import type { Flaw, Path, Place } from './validate.ts'
import { placeOf } from './validate.ts'

type Written = Readonly<Record<Path, Json>>

/** The state a workflow field is in. */
function stateOf({ begins }: Workflow<Body>, name: string, body: Body): string {
  const state = body[name]
  return typeof state === 'string' ? state : begins
}

const stepTo = (workflow: Workflow<Body>, from: string, to: Json): Step<Body> | undefined =>
  workflow.steps.find((step) => step.from === from && step.to === to)

/** Does the workflow lead from what the body says to this state? */
export function leadsTo(definition: Definition, body: Body, name: string, to: Json): boolean {
  const workflow = definition.workflows[name]
  return workflow !== undefined && stepTo(workflow, stateOf(workflow, name, body), to) !== undefined
}

/** The fields that stay as they are while the body stands as it does. */
export function frozenIn(definition: Definition, body: Body): ReadonlySet<string> {
  const frozen = new Set<string>()
  for (const [name, workflow] of Object.entries(definition.workflows)) {
    for (const field of workflow.freezes[stateOf(workflow, name, body)] ?? []) frozen.add(field)
  }
  return frozen
}

/** Would the write change what the body says? */
export function changes(place: Place, body: Body, value: Json): boolean {
  const standing = body[place.name]
  if (place.field.merge === 'text') return textWrite(value).text !== (standing ?? '')
  const element = isObject(standing) ? standing[place.key ?? ''] : undefined
  return !sameJson((place.key === undefined ? standing : element) ?? null, value)
}

/** The first written field that the row, as it stands, keeps from being written so. Both ends ask. */
export function barrier(definition: Definition, body: Body, written: Written): Flaw {
  const frozen = frozenIn(definition, body)
  const ofSteps = stepFields(definition)
  const taken = new Set(
    stepsIn(definition, body, written).flatMap(({ name, signature }) => [
      name,
      ...namesOf(signature),
    ]),
  )
  for (const [path, value] of Object.entries(written)) {
    const place = placeOf(definition, path)
    if (!place || !changes(place, body, value)) continue
    if (frozen.has(place.name)) return { reason: 'frozen', field: path }
    if (ofSteps.has(place.name) && !taken.has(place.name)) return { reason: 'notNow', field: path }
  }
  return undefined
}

export type TakenStep = {
  readonly name: string
  readonly step: Step<Body>
  readonly signature: Signature | undefined
  /** What can no longer be written once it is taken. */
  readonly freezes: readonly string[]
}

/** The steps that an edit takes from the body as it stands. */
export const stepsIn = (
  definition: Definition,
  body: Body,
  written: Written,
): readonly TakenStep[] =>
  Object.entries(definition.workflows).flatMap(([name, workflow]) => {
    const to = written[name]
    const step = to === undefined ? undefined : stepTo(workflow, stateOf(workflow, name, body), to)
    if (!step) return []
    const signature = workflow.signatures[step.to]
    return [{ name, step, signature, freezes: workflow.freezes[step.to] ?? [] }]
  })

const namesOf = (signature: Signature | undefined): readonly string[] =>
  signature ? [signature.by, signature.at, signature.seal] : []

/** The fields that are written by taking steps and in no other way. */
export const stepFields = (definition: Definition): ReadonlySet<string> =>
  new Set(
    Object.entries(definition.workflows).flatMap(([name, { signatures }]) => [
      name,
      ...Object.values(signatures).flatMap(namesOf),
    ]),
  )

/** The written fields without steps: a refused step was not taken, so it is not shown as taken. */
export function withoutSteps(definition: Definition, written: Written): Written {
  const names = stepFields(definition)
  return names.size === 0
    ? written
    : Object.fromEntries(Object.entries(written).filter(([path]) => !names.has(path)))
}
