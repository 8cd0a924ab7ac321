/**
 * Whom a gathering calls: the one rule that roll, notice, leave and votes follow. What is held in a form of its own is for those
 * whom that form is for; an organisation-life meeting and a lecture are held as one of these. To a talk nobody is called:
 * whoever talked took part, and nobody is missing.
 */
import type { Office } from '../access.ts'
import type { BodyFor } from '../define-record.ts'
import type { MeetingKind } from '../records/meeting.ts'
import type { post } from '../records/post.ts'
import { localDay } from './calendar.ts'
import type { GroupRow, MemberRow } from './groups.ts'
import { groupOf } from './groups.ts'

/** What of a meeting says whom it calls. */
export type Calling = {
  readonly kinds: readonly MeetingKind[]
  readonly groupIds?: readonly string[] | undefined
}

export type Calls =
  | { readonly whom: 'everybody' | 'committee' | 'nobody' }
  /** Sorted: the same groups ticked in another order are the same meeting. */
  | { readonly whom: 'groups'; readonly groupIds: readonly string[] }

/** They take the form they are held in; alone, an organisation-life meeting and a lecture are for everybody. */
const formless: ReadonlySet<MeetingKind> = new Set(['lifeMeeting', 'lecture', 'talk'])

export function callsOf({ kinds, groupIds = [] }: Calling): Calls {
  if (kinds.length > 0 && kinds.every((kind) => kind === 'talk')) return { whom: 'nobody' }
  const forms = kinds.filter((kind) => !formless.has(kind))
  const [form] = forms
  if (forms.length !== 1) return { whom: 'everybody' }
  if (form === 'committee') return { whom: 'committee' }
  // Where it names none, all groups met, or the branch has none.
  return form === 'group' && groupIds.length > 0
    ? { whom: 'groups', groupIds: [...groupIds].sort() }
    : { whom: 'everybody' }
}

export const callsTheSame = (left: Calling, right: Calling): boolean =>
  JSON.stringify(callsOf(left)) === JSON.stringify(callsOf(right))

export type PostRow = { readonly id: string; readonly body: BodyFor<typeof post> }

const committeeOffices: ReadonlySet<Office> = new Set(['secretary', 'deputy', 'committee'])

/** Who sits on the branch's committee on that day; undefined where no posts are known. */
export function committeeOn(
  posts: readonly PostRow[],
  branchId: string,
  day: string,
): ReadonlySet<string> | undefined {
  const seats = posts.filter(
    ({ body }) =>
      body.organisationId === branchId &&
      committeeOffices.has(body.office) &&
      body.from <= day &&
      (body.until === undefined || body.until >= day),
  )
  return seats.length > 0 ? new Set(seats.map(({ body }) => body.personId)) : undefined
}

/**
 * The members whom it calls; undefined where that is everybody: also where no seat of the committee is known, or none of the
 * groups it names is there.
 */
export function membersCalled(
  /** `startsAt`: '' while nobody has said. */
  meeting: Calling & { readonly branchId: string; readonly startsAt: string },
  held: {
    readonly people: readonly MemberRow[]
    readonly groups: readonly GroupRow[]
    readonly posts: readonly PostRow[]
  },
): ReadonlySet<string> | undefined {
  const { branchId, startsAt } = meeting
  const calls = callsOf(meeting)
  switch (calls.whom) {
    case 'everybody':
      return undefined
    case 'nobody':
      return new Set()
    case 'committee':
      return startsAt === '' ? undefined : committeeOn(held.posts, branchId, localDay(startsAt))
    case 'groups': {
      const met = held.groups.filter(({ id }) => calls.groupIds.includes(id))
      return met.length === 0
        ? undefined
        : new Set(held.people.flatMap(({ id, body }) => (groupOf(body, met) ? [id] : [])))
    }
  }
}
