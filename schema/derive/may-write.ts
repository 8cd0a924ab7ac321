/**
 * May this person write this? One answer for both ends: a device asks it of what it holds and offers nothing it would not
 * allow; the authority asks it of what is stored, and its answer counts (P6).
 */
import type { Actor } from '../access.ts'
import type { Definition } from '../define-record.ts'
import type { Body, Json } from '../json.ts'
import type { Path } from './validate.ts'
import { placeOf } from './validate.ts'
import { stepFields, stepsIn } from './workflow.ts'

export type Attempt = {
  readonly id: string
  /** The row as stored and as it would become. */
  readonly before: Body | undefined
  readonly after: Body
  /** What is written. */
  readonly fields: Readonly<Record<Path, Json>>
}

/** Steps of a workflow are asked of whoever may take them, everything else of the definition's `write`. */
export function mayWrite(definition: Definition, actor: Actor, attempt: Attempt): boolean {
  const { id, before, after, fields } = attempt
  const names = namesIn(definition, fields)
  // S8: it follows from what is written, and is nobody's to write.
  if (names.some((name) => definition.fields[name]?.kind.formerOf !== undefined)) return false
  const steps = stepsIn(definition, before ?? {}, fields)
  if (!steps.every(({ step }) => step.may(actor, before ?? after) && step.may(actor, after)))
    return false
  const byStep = steps.length > 0 ? stepFields(definition) : new Set<string>()
  const written = names.filter((name) => !byStep.has(name))
  if (before && steps.length > 0 && written.length === 0) return true
  return definition.write(actor, { id, before, after, written })
}

const namesIn = (definition: Definition, fields: Attempt['fields']): readonly string[] => [
  ...new Set(Object.keys(fields).map((path) => placeOf(definition, path)?.name ?? path)),
]
