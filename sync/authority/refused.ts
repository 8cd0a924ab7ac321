import type { Refusal } from '../wire/sync.ts'

/** Why an edit was not taken, and of which field. */
export type Refused = { readonly reason: Refusal; readonly field?: string }
