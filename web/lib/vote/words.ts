/** A vote in words. */
import { m } from '#lib/i18n/generated/messages.js'
import type { Vote } from '#lib/meeting/elements.ts'
import { matters } from '#schema/rules/quorum.ts'
import type { Verdict } from './votes.ts'

/** '' while nothing can be said yet. */
export function sayVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'open':
      return ''
    case 'tooFew':
      return m.votes_too_few(verdict)
    case 'offRoll':
      return m.votes_off_roll(verdict)
    case 'doesNotFit':
      return m.votes_flaw()
    case 'carried':
      return m.votes_carried(verdict)
    case 'notCarried':
      return m.votes_not_carried(verdict)
  }
}

/** How it was voted; '' where no vote was taken. */
export function sayBallot({ matter, yes }: Vote): string {
  if (yes === undefined) return ''
  return matters[matter].secret ? m.votes_by_ballot() : m.votes_by_hand()
}

/** `赞成 24，反对 1，弃权 0`; '' where no vote was taken. */
export function sayCounted(vote: Vote): string {
  if (vote.yes === undefined) return ''
  const said = [
    m.votes_counted({ yes: vote.yes, no: vote.no ?? 0, abstained: vote.abstained ?? 0 }),
    ...(vote.invalid === undefined ? [] : [m.votes_counted_invalid({ invalid: vote.invalid })]),
    ...(vote.writtenYes === undefined && vote.writtenNo === undefined
      ? []
      : [m.votes_counted_written({ yes: vote.writtenYes ?? 0, no: vote.writtenNo ?? 0 })]),
  ]
  return said.join(m.votes_comma())
}
