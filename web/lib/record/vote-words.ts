/** A vote in words. */
import { m } from '#lib/i18n/generated/messages.js'
import type { Vote } from './meeting-elements.ts'
import type { Verdict } from './meeting-votes.ts'

/** '' while nothing can be said yet. */
export function sayVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'open':
      return ''
    case 'tooFew':
      return m.votes_too_few(verdict)
    case 'carried':
      return m.votes_carried(verdict)
    case 'notCarried':
      return m.votes_not_carried(verdict)
  }
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
