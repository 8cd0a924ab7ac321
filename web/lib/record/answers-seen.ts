/** Which answers to his requests somebody has read on this device: up to when they were given. */
import type { Notes } from '#lib/data/disk/local-notes.ts'
import type { CorrectionBody } from '#schema/records/correction.ts'
import { isWaiting } from '#schema/records/correction.ts'
import type { ExclusionBody } from '#schema/records/exclusion.ts'

/** What was asked: each kind of answer is read on a page of its own. */
type Asked = 'correction' | 'exclusion'
type Answered = { readonly answeredAt?: string }

const noteOf = (accountId: string, asked: Asked) =>
  asked === 'correction' ? `answers-seen ${accountId}` : `answers-seen ${asked} ${accountId}`

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

const newsDays = 30

/** Of the branch he keeps, approved or declined above since he last looked. On a new device what is old is no news. */
export function freshDecisions(
  bodies: readonly ExclusionBody[],
  branchId: string | undefined,
  { seenUntil, nowMs }: { readonly seenUntil: string; readonly nowMs: number },
): readonly ExclusionBody[] {
  const oldest = new Date(nowMs - newsDays * 86_400_000).toISOString()
  const since = seenUntil > oldest ? seenUntil : oldest
  return bodies.filter((body) => body.branchId === branchId && (body.answeredAt ?? '') > since)
}

export const answersSeen = (notes: Notes, accountId: string, asked: Asked = 'correction'): string =>
  notes.read(noteOf(accountId, asked)) ?? ''

/** He has all of these before his eyes. */
export function noteAnswersSeen(
  notes: Notes,
  accountId: string,
  fresh: readonly Answered[],
  asked: Asked = 'correction',
): void {
  const newest = fresh
    .map(({ answeredAt = '' }) => answeredAt)
    .sort()
    .at(-1)
  if (newest !== undefined) notes.write(noteOf(accountId, asked), newest)
}
