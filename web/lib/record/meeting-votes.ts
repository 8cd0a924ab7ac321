/** A vote as it was counted: what it needed, whether it could be held, whether it was carried, and whether its numbers fit. */
import { attendanceOf, decisionOf, matters, quorumOf } from '#schema/rules/quorum.ts'
import type { Matter } from '#schema/rules/matters.ts'
import type { Vote } from './meeting-elements.ts'

export type Verdict =
  /** Nobody has counted yet. */
  | { readonly kind: 'open' }
  /** Too few voters had come: no vote was taken. */
  | { readonly kind: 'tooFew'; readonly needed: number; readonly missing: number }
  | { readonly kind: 'carried' | 'notCarried'; readonly needed: number; readonly yes: number }

export function verdictOf(vote: Vote): Verdict {
  const { matter, entitled, there = 0, yes } = vote
  if (entitled === undefined) return { kind: 'open' }
  const quorum = attendanceOf(matter, { entitled, there })
  if (!quorum.reached) {
    const { needed } = quorum
    return { kind: 'tooFew', needed, missing: Math.max(1, needed - there) }
  }
  if (yes === undefined) return { kind: 'open' }
  const decision = decisionOf(matter, { entitled, there, yes, writtenYes: vote.writtenYes ?? 0 })
  return {
    kind: decision.carried ? 'carried' : 'notCarried',
    needed: decision.needed,
    yes: decision.yes,
  }
}

export const needsOf = (matter: Matter, entitled: number) => quorumOf(matter, entitled)

const sum = (...counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0)

/** Votes counted in the meeting. */
const castIn = ({ yes, no, abstained, invalid }: Vote): number => sum(yes, no, abstained, invalid)

/** What is wrong with a vote before it is written. Fewer votes than voters is no flaw: somebody may not have voted. */
export function voteFlaw(vote: Vote): 'missing' | 'votesDoNotFit' | undefined {
  const { subject, entitled, there, yes } = vote
  const isEmpty = subject.trim() === '' && entitled === undefined && yes === undefined
  if (isEmpty) return undefined
  if (subject.trim() === '' || entitled === undefined || there === undefined) return 'missing'
  const verdict = verdictOf(vote)
  if (verdict.kind === 'open') return 'missing'
  const written = matters[vote.matter].writtenOpinions ? sum(vote.writtenYes, vote.writtenNo) : 0
  const fits =
    there <= entitled &&
    castIn(vote) <= there &&
    written <= entitled - there &&
    (verdict.kind !== 'tooFew' || castIn(vote) === 0)
  return fits ? undefined : 'votesDoNotFit'
}
