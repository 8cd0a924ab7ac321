import type { Definition } from '../../schema/define-record.ts'
import { frozenIn } from '../../schema/derive/workflow.ts'
import type { Body, Json } from '../../schema/json.ts'
import { assign } from '../../sync/merge.ts'
import { sealOf } from '../../sync/seal.ts'
import type { Note } from './note.ts'

/** The step with the digest of what its signer had before him. */
export function sealed(definition: Definition, stored: Body, step: Note['fields']): Note['fields'] {
  const after: Record<string, Json> = {}
  for (const [path, value] of Object.entries({ ...stored, ...step })) assign(after, path, value)
  return { ...step, seal: sealOf(after, [...frozenIn(definition, after)]) }
}
