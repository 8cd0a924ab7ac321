/** Which answers to his requests somebody has read on this device: up to when they were given. */
import type { Notes } from '#lib/data/local-notes.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { isWaiting } from '#schema/records/correction.ts'

const noteOf = (accountId: string) => `answers-seen ${accountId}`

/** His own, answered by somebody since he last looked. */
export function freshAnswers(
  bodies: readonly CorrectionBody[],
  personId: string,
  seenUntil: string,
): readonly CorrectionBody[] {
  return bodies.filter(
    (body) => body.personId === personId && !isWaiting(body) && (body.answeredAt ?? '') > seenUntil,
  )
}

export const answersSeen = (notes: Notes, accountId: string): string =>
  notes.read(noteOf(accountId)) ?? ''

/** He has all of these before his eyes. */
export function noteAnswersSeen(
  notes: Notes,
  accountId: string,
  fresh: readonly CorrectionBody[],
): void {
  const newest = fresh
    .map(({ answeredAt = '' }) => answeredAt)
    .sort()
    .at(-1)
  if (newest !== undefined) notes.write(noteOf(accountId), newest)
}
