/**
 * Who should come to a gathering, who has a vote in it, and who of them was there. A vote follows from a member's kind, his
 * standing and his home branch, on the day of the meeting; nobody is left out of the count by a computation: being away,
 * ill or out of contact changes nothing unless an exclusion that the organisation above approved says so.
 */
import type { BodyFor } from '../define-record.ts'
import type { Presence } from '../records/attendance.ts'
import type { person } from '../records/person.ts'
import type { personFile } from '../records/person-file.ts'
import type { ExclusionRow } from './exclusions.ts'
import { excludes } from './exclusions.ts'
import { isLater, isMemberOn } from './membership.ts'
import type { Matter } from './matters.ts'
import { matters } from './quorum.ts'

type Held<B> = { readonly id: string; readonly body: B }

/** What of a member decides. Where his file is not held, he is taken for a member in good standing. */
export type Voter = {
  readonly personId: string
  /** Where his relation lies: the only place where he votes, wherever he takes part. */
  readonly branchId: string
  readonly kind: 'full' | 'probationary'
  readonly standing: BodyFor<typeof personFile>['standing']
  /** The day, month or year of joining and of becoming a full member, as far as known. */
  readonly joinedOn?: string | undefined
  readonly fullMemberOn?: string | undefined
  /** 留党察看: from this day to the end of that one, or until it is lifted. */
  readonly watchedFrom?: string | undefined
  readonly watchedUntil?: string | undefined
}

export const voterFrom = (
  { id, body }: Held<BodyFor<typeof person>>,
  file: BodyFor<typeof personFile> | undefined,
): Voter => ({
  personId: id,
  branchId: body.branchId,
  kind: body.kind,
  standing: file?.standing ?? 'normal',
  joinedOn: file?.joinedOn,
  fullMemberOn: file?.fullMemberOn,
  watchedFrom: file?.watchedFrom,
  watchedUntil: file?.watchedUntil,
})

/** The voters of a roster, whatever of their files is held. */
export function votersFrom(
  people: readonly Held<BodyFor<typeof person>>[],
  files: readonly Held<BodyFor<typeof personFile>>[],
): readonly Voter[] {
  const byPerson = new Map(files.map(({ body }) => [body.personId, body]))
  return people.map((row) => voterFrom(row, byPerson.get(row.id)))
}

/** `probationary`, or not yet a full member on that day · `watched`: 留党察看 · `excluded`: approved by the organisation above. */
export type VoteLack = 'probationary' | 'watched' | 'excluded'

export type Electorate = {
  /** Should come: every member of the branch in good standing, or those of its committee, or of the groups that meet. */
  readonly expected: readonly string[]
  /** Of those, who have a vote and are counted: n. */
  readonly entitled: readonly string[]
  /** Of those, who do not, and why: it stands in the minutes. */
  readonly without: readonly {
    readonly personId: string
    readonly why: VoteLack
    readonly exclusionId?: string
  }[]
}

export function electorateOf(parts: {
  readonly branchId: string
  readonly matter: Matter
  /** `2026-10-15` */
  readonly day: string
  /** May hold members of other branches, as guests are: they are never counted. */
  readonly voters: readonly Voter[]
  readonly exclusions: readonly ExclusionRow[]
  /** Who sits on the committee that day: only asked for its own meetings. */
  readonly seats?: ReadonlySet<string> | undefined
  /** Where only these are called: a meeting of groups. */
  readonly called?: ReadonlySet<string> | undefined
}): Electorate {
  const { branchId, matter, day, seats, called } = parts
  const expected = parts.voters.filter(
    (voter) =>
      voter.branchId === branchId &&
      isMemberOn(voter, day) &&
      (called === undefined || called.has(voter.personId)) &&
      (matter !== 'committee' || seats === undefined || seats.has(voter.personId)),
  )
  const standing = parts.exclusions.filter(
    (row) => row.body.branchId === branchId && excludes(row.body, matter, day),
  )
  const lacks = expected.flatMap((voter): Electorate['without'] => {
    const { personId } = voter
    const exclusionId = standing.find(({ body }) => body.personId === personId)?.id
    const why = lackOf(voter, day) ?? (exclusionId === undefined ? undefined : 'excluded')
    if (!why) return []
    return [{ personId, why, ...(why === 'excluded' && exclusionId && { exclusionId }) }]
  })
  const lacking = new Set(lacks.map(({ personId }) => personId))
  const ids = expected.map(({ personId }) => personId)
  return { expected: ids, entitled: ids.filter((id) => !lacking.has(id)), without: lacks }
}

function lackOf(voter: Voter, day: string): VoteLack | undefined {
  if (voter.kind === 'probationary' || isLater(voter.fullMemberOn, day)) return 'probationary'
  const { watchedFrom, watchedUntil } = voter
  const watched =
    watchedFrom !== undefined &&
    watchedFrom <= day &&
    (watchedUntil === undefined || day <= watchedUntil)
  return watched ? 'watched' : undefined
}

export type Gathered = {
  readonly expected: number
  /** Of those expected, who came or took part from afar: 实到. */
  readonly present: number
  readonly entitled: number
  /** Of those entitled, who count as being there for this matter. */
  readonly there: number
  /** Of those entitled and not there, who handed in a written opinion; 0 where the matter admits none. */
  readonly byWriting: number
}

/** Who of an electorate came. `statuses` may hold guests and members who were not expected: they are not counted. */
export function gatheredOf(
  matter: Matter,
  { expected, entitled }: Electorate,
  statuses: ReadonlyMap<string, Presence>,
  opinions: ReadonlySet<string> = new Set(),
): Gathered {
  const { fromAfar, writtenOpinions } = matters[matter]
  const isThere = (id: string) =>
    statuses.get(id) === 'present' || (fromAfar && statuses.get(id) === 'remote')
  const there = entitled.filter(isThere)
  return {
    expected: expected.length,
    present: expected.filter((id) => ['present', 'remote'].includes(statuses.get(id) ?? '')).length,
    entitled: entitled.length,
    there: there.length,
    byWriting: writtenOpinions
      ? entitled.filter((id) => opinions.has(id) && !isThere(id)).length
      : 0,
  }
}
