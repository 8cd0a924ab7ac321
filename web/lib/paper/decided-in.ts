/**
 * Votes and resolutions of a gathering of several kinds say nothing of a kind themselves. They belong where the regulations let
 * a branch decide: before all in the member meeting, then in the committee. A lecture and a talk decide nothing; where there
 * is nothing else, what was written stands there all the same.
 */
import { sayList, sayWords } from '#lib/i18n/say-words.ts'
import { m } from '#lib/i18n/generated/messages.js'
import type { ShownMeeting } from '#lib/meeting/draft.ts'
import { sayKinds } from '#lib/meeting/words.ts'
import type { MeetingKind } from '#schema/records/meeting.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { Matter } from '#schema/rules/matters.ts'

const deciding: readonly MeetingKind[] = [
  'memberMeeting',
  'committee',
  'group',
  'lifeMeeting',
  'evaluation',
  'themeDay',
  'lecture',
  'talk',
]

/** In whose record the resolutions of a gathering stand. */
export const decidesIn = (kinds: readonly MeetingKind[]): MeetingKind | undefined =>
  deciding.find((each) => kinds.includes(each))

/** In whose record a vote stands. */
export const votesIn = (kinds: readonly MeetingKind[], matter: Matter): MeetingKind | undefined =>
  matter === 'committee' && kinds.includes('committee') ? 'committee' : decidesIn(kinds)

const labelOf = (name: string) => sayWords(meeting.fields[name]?.words ?? { zh: '', en: '' })

/** What the paper of one kind does not have, and where that is. */
export function sayElsewhere(
  { kinds, votes, resolutions, minutes }: ShownMeeting,
  kind: MeetingKind,
  record: string,
): readonly string[] {
  const lines = deciding.flatMap((other) => {
    if (other === kind || !kinds.includes(other)) return []
    const parts = [
      ...(votes.some(({ matter }) => votesIn(kinds, matter) === other) ? [labelOf('votes')] : []),
      ...(resolutions.length > 0 && decidesIn(kinds) === other ? [labelOf('resolutions')] : []),
    ]
    const where = { parts: sayList(parts), kind: sayKinds([other]), record }
    return parts.length === 0 ? [] : [m.paper_decided_elsewhere(where)]
  })
  return [...(minutes !== '' && kinds.length > 1 ? [m.paper_minutes_shared()] : []), ...lines]
}
