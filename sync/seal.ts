/** What a signature stands for, as a digest over the fields that its state freezes. Both ends make it alike. */
import type { Body } from '../schema/json.ts'
import { hashOf } from './hash.ts'

/** In hex. Fields that hold nothing are left out, so that a field added to the definition later breaks no old seal. */
export const sealOf = (body: Body, names: readonly string[]): string =>
  hashOf(
    Object.fromEntries(
      names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])),
    ),
  )
