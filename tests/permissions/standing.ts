/** How a record stands as somebody writes in it: rights may hang on what it says, or on how far it has come. */
import type { Definition } from '../../schema/define-record.ts'
import { stepFields } from '../../schema/derive/workflow.ts'
import type { Body } from '../../schema/json.ts'
import type { Target } from './targets.ts'
import { written } from './targets.ts'
import { now } from './world.ts'

/** Of a later state, the workflow's field and the state. `worded`: all is said in it that may be left out. */
export type Standing =
  'nothing' | 'begun' | 'worded' | 'removed' | { readonly field: string; readonly state: string }

const moment = new Date(now).toISOString()

export const keyOf = (standing: Standing): string =>
  typeof standing === 'string' ? standing : `${standing.field}: ${standing.state}`

/** What the stored row says besides what it began with. */
export function besidesOf({ definition, sample }: Target, standing: Standing): Target['fields'] {
  if (standing === 'nothing' || standing === 'begun') return {}
  if (standing === 'removed') return { removedAt: moment }
  if (standing === 'worded') return Object.assign({}, ...mayBeLeftOut(definition).map(sample))
  const { field, state } = standing
  const signature = definition.workflows[field]?.signatures[state]
  const signed = signature ? [signature.by, signature.at, signature.seal] : []
  return Object.assign({ [field]: state }, ...signed.map(sample))
}

/** Words and elements: what names another row is there from the beginning. */
function mayBeLeftOut(definition: Definition): readonly string[] {
  const bySteps = stepFields(definition)
  return Object.entries(definition.fields)
    .filter(([name, { kind }]) => kind.optional && !kind.refersTo && !bySteps.has(name))
    .map(([name]) => name)
    .filter((name) => name !== 'removedAt')
}

/** The row as it is stored; undefined where there is none. */
export const storedBody = (target: Target, standing: Standing): Body | undefined =>
  standing === 'nothing'
    ? undefined
    : written(target.definition, target.body, besidesOf(target, standing))
