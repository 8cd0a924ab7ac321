/** Where the rules of quorum.ts come from, in words for whoever votes by them. A module of its own: words weigh more than numbers. */
import type { Words } from '../field.ts'
import { words } from '../field.ts'
import type { Matter } from './matters.ts'

/** Numbers of articles stand here only where a source confirmed them; what is custom or caution says so. */
export const quorumSources: Readonly<Record<Matter, Words>> = {
  ordinary: words(
    '《中国共产党支部工作条例（试行）》第十一条；远程参加算到会，条例没有规定，按本地安排',
    'Regulations on the Work of Party Branches (Trial), article 11; that taking part from afar counts is local practice',
  ),
  admission: words(
    '《中国共产党发展党员工作细则》；远程参加不能无记名投票，不算到会',
    'Rules on Admitting Party Members; nobody casts a secret ballot from afar, so whoever is away is not counted',
  ),
  election: words(
    '《中国共产党基层组织选举工作条例》；远程参加不能无记名投票，不算到会',
    'Regulations on Elections in Primary Organisations; nobody casts a secret ballot from afar, so whoever is away is not counted',
  ),
  committee: words(
    '《中国共产党支部工作条例（试行）》第十二条；按少数服从多数，赞成数超过应到委员的半数',
    'Regulations on the Work of Party Branches (Trial), article 12; by majority, taken as more than half of the committee',
  ),
}
