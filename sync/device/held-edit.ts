import type { Edit } from '../wire/edit.ts'
import type { Refusal } from '../wire/sync.ts'

export type Problem = { readonly reason: Refusal; readonly field?: string }

/** An edit on its way: refused ones stay, with the reason (P5). */
export type HeldEdit = Edit & { readonly refused?: Problem }
