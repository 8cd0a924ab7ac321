/** What a gathering votes on. What each asks for is in quorum.ts. */
import { words } from '../field.ts'

export const matterWords = {
  ordinary: words('一般事项', 'An ordinary matter'),
  admission: words('接收预备党员、预备党员转正', 'Admitting or confirming a member'),
  election: words('选举支部委员会', 'Electing the committee'),
  committee: words('支委会会议', 'A committee meeting'),
} as const

/**
 * What only the member meeting decides (支部党员大会): 支部工作条例 Art. 11 names electing the committee, and admitting and
 * confirming members, among its powers.
 */
export const ofMemberMeeting: readonly Matter[] = ['admission', 'election']

export type Matter = keyof typeof matterWords
