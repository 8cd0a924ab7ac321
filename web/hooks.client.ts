// Chromium 87 to 99 in the phones' browsers lack these; Kit loads this file before any other of ours.
import 'core-js/actual/array/at'
import 'core-js/actual/array/find-last-index'
import 'core-js/actual/array/to-reversed'
import 'core-js/actual/object/has-own'
import type { HandleClientError } from '@sveltejs/kit/hooks'
import { missingPart } from '#lib/session/missing-part.ts'

/** A screen that was never downloaded is told from one that broke; what broke is reported like any other error. */
export const handleError: HandleClientError = ({ kind, error }) => {
  if (kind !== 'unknown') return undefined
  if (missingPart.is(error)) return { message: missingPart.word }
  queueMicrotask(() => {
    throw error
  })
  return undefined
}
