/**
 * When a branch may decide, and when what it decided is decided: how many must be there and how many must say yes, out of
 * those with a vote who should have come (应到会有表决权的人数, n). 以上 includes the number itself and 超过 does not; the
 * rules use both, so both stand in the data.
 */
import type { Matter } from './matters.ts'

/** A share of n: so many of so many parts, or strictly more. */
export type Share = {
  readonly of: readonly [part: number, whole: number]
  readonly strictly: boolean
}

export type QuorumRule = {
  readonly attendance: Share
  readonly yes: Share
  /** Ballots without names. */
  readonly secret: boolean
  /** Each person who is voted on is discussed and voted on by himself. */
  readonly eachApart: boolean
  /** What an absent voter wrote and handed in before the meeting is counted among the votes, never among those present. */
  readonly writtenOpinions: boolean
  /** Whoever takes part from afar is counted as being there. */
  readonly fromAfar: boolean
}

const halfOrMore: Share = { of: [1, 2], strictly: false }
const moreThanHalf: Share = { of: [1, 2], strictly: true }
const fourFifths: Share = { of: [4, 5], strictly: false }

/** Where each comes from: quorum-sources.ts. */
export const matters = {
  ordinary: {
    attendance: halfOrMore,
    yes: moreThanHalf,
    secret: false,
    eachApart: false,
    writtenOpinions: false,
    fromAfar: true,
  },
  admission: {
    attendance: moreThanHalf,
    yes: moreThanHalf,
    secret: true,
    eachApart: true,
    writtenOpinions: true,
    fromAfar: false,
  },
  election: {
    attendance: fourFifths,
    yes: moreThanHalf,
    secret: true,
    eachApart: false,
    writtenOpinions: false,
    fromAfar: false,
  },
  committee: {
    attendance: halfOrMore,
    yes: moreThanHalf,
    secret: false,
    eachApart: false,
    writtenOpinions: false,
    fromAfar: true,
  },
} as const satisfies Record<Matter, QuorumRule>

/** How many people a share of n comes to. */
const peopleIn = ({ of: [part, whole], strictly }: Share, n: number): number =>
  strictly ? Math.floor((n * part) / whole) + 1 : Math.ceil((n * part) / whole)

/** What a matter asks of n voters. */
export const quorumOf = (
  matter: Matter,
  n: number,
): { readonly attendance: number; readonly yes: number } => ({
  attendance: peopleIn(matters[matter].attendance, n),
  yes: peopleIn(matters[matter].yes, n),
})

export type Quorum = {
  readonly needed: number
  readonly there: number
  readonly reached: boolean
}

/** Are enough voters there to begin? With nobody entitled there is nothing to decide. */
export function attendanceOf(
  matter: Matter,
  parts: { readonly entitled: number; readonly there: number },
): Quorum {
  const { entitled, there } = parts
  const needed = quorumOf(matter, entitled).attendance
  return { needed, there, reached: entitled > 0 && there >= needed }
}

/** Were there enough votes in favour? Written opinions among them count where the matter admits them. */
export function decisionOf(
  matter: Matter,
  parts: {
    readonly entitled: number
    readonly there: number
    readonly yes: number
    readonly writtenYes?: number
  },
): { readonly needed: number; readonly yes: number; readonly carried: boolean } {
  const { entitled, there, yes, writtenYes = 0 } = parts
  const needed = quorumOf(matter, entitled).yes
  const counted = yes + (matters[matter].writtenOpinions ? writtenYes : 0)
  const { reached } = attendanceOf(matter, { entitled, there })
  return { needed, yes: counted, carried: reached && counted >= needed }
}
