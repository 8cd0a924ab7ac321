/** A vote as it was counted: what it needed, whether it could be held, whether it was carried, and whether its numbers fit. */
import { attendanceOf, decisionOf, quorumOf } from '#schema/rules/quorum.ts'
import type { Matter } from '#schema/rules/matters.ts'
import type { Vote } from '#lib/meeting/elements.ts'
import { voteCounts } from '#lib/meeting/elements.ts'

export type Verdict =
  /** Nobody has counted yet. */
  | { readonly kind: 'open' }
  /** Too few voters had come: no vote was taken. */
  | { readonly kind: 'tooFew'; readonly needed: number; readonly missing: number }
  /** More were there or voted than came by the roll: one of the two is wrong, and nobody can say what was decided. */
  | { readonly kind: 'offRoll'; readonly rolled: number; readonly voted: number }
  /** Its own numbers contradict each other. */
  | { readonly kind: 'doesNotFit' }
  | { readonly kind: 'carried' | 'notCarried'; readonly needed: number; readonly yes: number }

const sum = (...counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0)

/** Votes counted in the meeting. */
const castIn = ({ yes, no, abstained, invalid }: Vote): number => sum(yes, no, abstained, invalid)

/** `rolled`: who came and had a vote, by the roll; left out where none was called. Fewer may have voted than came. */
export function verdictOf(vote: Vote, rolled?: number): Verdict {
  const { matter, entitled, there = 0, yes } = vote
  if (entitled === undefined) return { kind: 'open' }
  const voted = Math.max(there, castIn(vote))
  if (rolled !== undefined && voted > rolled) return { kind: 'offRoll', rolled, voted }
  if (!fits(vote)) return { kind: 'doesNotFit' }
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

/** No more there than should be, no more votes than voters, and none in writing from who was there. */
function fits(vote: Vote): boolean {
  const { entitled = 0, there, writtenYes, writtenNo } = vote
  if (there === undefined) return true
  return (
    there <= entitled && castIn(vote) <= there && sum(writtenYes, writtenNo) <= entitled - there
  )
}

export const needsOf = (matter: Matter, entitled: number) => quorumOf(matter, entitled)

/** What is wrong with a vote before it is written. Fewer votes than voters is no flaw: somebody may not have voted. */
export function voteFlaw(vote: Vote): 'noSubject' | 'missing' | 'votesDoNotFit' | undefined {
  const { subject, entitled, there } = vote
  if (subject.trim() === '')
    return voteCounts.every((name) => vote[name] === undefined) ? undefined : 'noSubject'
  if (entitled === undefined || there === undefined) return 'missing'
  const verdict = verdictOf(vote)
  if (verdict.kind === 'open') return 'missing'
  const isContradicted = verdict.kind === 'tooFew' && castIn(vote) > 0
  return verdict.kind === 'doesNotFit' || isContradicted ? 'votesDoNotFit' : undefined
}
