/** What the page or the form of a meeting hands down to its parts: the remarks of a review that came back, by the part of the record. */
import { getContext, setContext } from 'svelte'
import type { Remarks } from './rounds.ts'

const key = Symbol('remarks')

export const setRemarks = (remarks: () => Remarks): void => {
  setContext(key, remarks)
}

/** Undefined outside of such a page. */
export const getRemarks = (): (() => Remarks) | undefined =>
  getContext<(() => Remarks) | undefined>(key)
