/** What came of a hand-in, as a small mark in a list: what is still to come, or was taken back, is nothing to say there. */
import { m } from '#lib/i18n/generated/messages.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { MarkKind } from '#lib/ui/Mark.svelte'
import type { HandInBody } from '#schema/records/hand-in.ts'
import { handInStates } from '#schema/records/hand-in.ts'
import type { HeldPart } from './rounds.ts'
import { stateOf } from './rounds.ts'

export function reviewMark(
  body: Pick<HandInBody, 'state'>,
): { readonly kind: MarkKind; readonly word: string } | undefined {
  const state = stateOf(body)
  if (state !== 'returned' && state !== 'accepted') return undefined
  return { kind: state === 'accepted' ? 'done' : 'due', word: sayWords(handInStates[state]) }
}

/** Why the note that a meeting was not held is not written anew, and what to do instead. */
export function sayHeld({ part, by }: HeldPart): string {
  if (part === 'roll')
    return by === 'accepted' ? m.review_roll_held_accepted() : m.review_roll_held_waiting()
  return by === 'accepted' ? m.review_held_accepted() : m.review_held_waiting()
}
