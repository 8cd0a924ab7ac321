/** What is asked of `/api` about personal files: the whole identity number, and what is past its time. */
import * as T from 'typebox'
import { Check } from 'typebox/schema'

/** Why somebody needs to see what is not seen otherwise: in words that the person concerned may read. */
const reason = T.String({ minLength: 4, maxLength: 200, pattern: '\\S.*\\S' })

const reasoned = T.Object({ reason }, { additionalProperties: false })
export type Reasoned = T.Static<typeof reasoned>
export const readReasoned = (value: unknown): Reasoned | undefined =>
  Check(reasoned, value) ? value : undefined

/** `POST /api/people/:id/identity-number`: null where none is on record. */
export type IdentityNumberReply = { readonly number: string | null }
