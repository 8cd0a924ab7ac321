/** Fields written under an older version of a definition, as today's would write them. */
import type { Definition } from '../define-record.ts'
import type { Body } from '../json.ts'

export const upgradeFields = (definition: Definition, version: number, fields: Body): Body =>
  definition.upgrades.slice(version - 1).reduce<Body>((written, step) => step(written), fields)
