import type { Actor } from '../access.ts'
import { isSelf, keepsBranch, oversees } from '../access.ts'
import { conflictsBucket, filesBucket, personBucket } from '../bucket.ts'
import type { BodyFor } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import { choice, day, digest, field, moment, optional, ref, text, words } from '../field.ts'
import { dayAfter, localDay } from '../rules/calendar.ts'

/** The closed list of the election regulations: nothing else takes a member out of the count. */
export const exclusionReasons = {
  cannotExpress: words('因病不能表达本人意志', 'Cannot express his will through illness'),
  abroad: words('出国半年以上', 'Abroad for more than six months'),
  sentenced: words(
    '被判刑且未受留党察看以上处分，正在服刑',
    'Serving a sentence without having been put on Party probation or worse',
  ),
  bedridden: words(
    '年老体弱卧床不起或长期生病、生活不能自理',
    'Bedridden, or ill for long and unable to look after himself',
  ),
  notTransferred: words(
    '外出工作或学习半年以上，按规定应当转走组织关系而没有转走',
    'Away for work or study for more than six months and should have transferred',
  ),
  retiredElsewhere: words('离退休后到外地居住', 'Retired and living elsewhere'),
} as const

export type ExclusionReason = keyof typeof exclusionReasons

export const exclusionScopes = {
  elections: words('只在选举时', 'For elections only'),
  all: words('所有表决', 'For every vote'),
} as const

export const exclusionStates = {
  asked: words('等上级批准', 'Waiting for approval'),
  approved: words('已批准', 'Approved'),
  declined: words('未批准', 'Not approved'),
  withdrawn: words('支部撤回', 'Taken back by the branch'),
} as const

export type ExclusionState = keyof typeof exclusionStates

type Asked = {
  readonly branchId: string
  readonly state?: ExclusionState
  readonly answer?: string
}

/** The organisation above, never the branch for itself. A no says why. */
export const mayApprove = (actor: Actor, body: Asked): boolean =>
  oversees(actor, body.branchId) && (body.state !== 'declined' || body.answer !== undefined)

const mayTakeBack = (actor: Actor, { branchId }: Asked): boolean => keepsBranch(actor, branchId)

// When the member meeting agreed is noted whenever it did: often after those above had approved.
const request = ['scope', 'reason', 'remark', 'from', 'until', 'document', 'askedAt'] as const
const decided = [...request, 'answer', 'approvedBy'] as const
const answered = { by: 'answeredById', at: 'answeredAt', seal: 'seal' } as const

/**
 * That a member is not counted among those who should come and vote, for a reason from a closed list: asked for by the branch,
 * approved by the organisation above, for a time. He reads it himself. Nothing computes one.
 */
export const exclusion = defineRecord({
  name: 'exclusion',
  words: words('不计入应到', 'Exclusion from the count'),
  at: (body) => body.askedAt,
  of: (body) => body.branchId,
  fields: {
    personId: field('党员', 'Member', ref('person'), 'once'),
    branchId: field('党支部', 'Branch', ref('organisation'), 'once'),
    scope: field('在什么时候不计入', 'When he is not counted', choice(exclusionScopes)),
    reason: field('原因', 'Reason', choice(exclusionReasons)),
    remark: field('说明', 'Remark', optional(text({ max: 300 }))),
    from: field('从哪天起', 'From', day()),
    until: field('到哪天止', 'Until', optional(day())),
    agreedOn: field('党员大会同意的日期', 'Agreed by the member meeting on', optional(day())),
    document: field('批准文件', 'Document of approval', optional(text({ max: 120 }))),
    askedById: field('报批人', 'Asked by', ref('person'), 'once'),
    askedAt: field('报批时间', 'Asked at', moment(), 'once'),
    state: field('办理情况', 'State', optional(choice(exclusionStates)), 'workflow'),
    approvedBy: field('批准的党组织', 'Approved by', optional(ref('organisation'))),
    answer: field('批复意见', 'Answer', optional(text({ max: 300 }))),
    answeredById: field('经办人', 'Answered by', optional(ref('person'))),
    answeredAt: field('批复时间', 'Answered at', optional(moment())),
    seal: field('批复内容的校验码', 'Digest of what was answered', optional(digest())),
    countedFrom: field('恢复计入的日期', 'Counted again from', optional(day())),
  },
  workflows: {
    state: {
      begins: 'asked',
      steps: [
        { from: 'asked', to: 'approved', may: mayApprove },
        { from: 'asked', to: 'declined', may: mayApprove },
        { from: 'asked', to: 'withdrawn', may: mayTakeBack },
      ],
      freezes: { approved: decided, declined: decided, withdrawn: decided },
      signatures: { approved: answered, declined: answered },
    },
  },
  agrees: { personId: 'branchId' },
  seenIn: (body) => [
    filesBucket(body.branchId),
    personBucket(body.personId),
    ...(isOpen(body) ? [conflictsBucket(body.branchId)] : []),
  ],
  write: (actor, { before, after, written }) => {
    // Nothing ends before it begins.
    if (after.until !== undefined && after.until < after.from && !endsEarly(before)) return false
    const answers = written.filter((name) => name === 'answer' || name === 'approvedBy')
    if (before !== undefined && answers.length > 0)
      return mayApprove(actor, before) && answers.length === written.length
    return (
      keepsBranch(actor, after.branchId) &&
      answers.length === 0 &&
      (before === undefined ? isSelf(actor, after.askedById) : !removes(written) || isOpen(before))
    )
  },
})

/** As one that an earlier release let through. */
const endsEarly = (body: { readonly from: string; readonly until?: string } | undefined): boolean =>
  body?.until !== undefined && body.until < body.from

const removes = (written: readonly string[]): boolean => written.includes('removedAt')

export type ExclusionBody = BodyFor<typeof exclusion>

export const isOpen = ({ state = 'asked' }: Pick<Asked, 'state'>): boolean => state === 'asked'

/** Approval makes it, so it holds from then at the earliest: no meeting of before is counted anew. */
export const holdsFrom = ({ from, answeredAt }: ExclusionBody): string => {
  const approved = answeredAt === undefined ? from : localDay(answeredAt)
  return approved > from ? approved : from
}

/** The last day on which it holds; undefined where it holds until further notice. */
export function lapsesOn({ until, countedFrom }: ExclusionBody): string | undefined {
  if (countedFrom === undefined) return until
  const last = dayAfter(countedFrom, -1)
  return until !== undefined && until < last ? until : last
}
