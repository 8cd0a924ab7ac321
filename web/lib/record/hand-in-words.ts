/** What came of a hand-in, as a small mark in a list: what is still to come, or was taken back, is nothing to say there. */
import { sayWords } from '#lib/i18n/say-words.ts'
import type { MarkKind } from '#lib/ui/Mark.svelte'
import type { HandInBody } from '#schema/records/hand-in.ts'
import { handInStates } from '#schema/records/hand-in.ts'
import { stateOf } from './hand-in-rounds.ts'

export function reviewMark(
  body: Pick<HandInBody, 'state'>,
): { readonly kind: MarkKind; readonly word: string } | undefined {
  const state = stateOf(body)
  if (state !== 'returned' && state !== 'accepted') return undefined
  return { kind: state === 'accepted' ? 'done' : 'due', word: sayWords(handInStates[state]) }
}
