/** How the draft of a meeting begins: a new one, one planned for a later day, one of a row that is there. */
import type { Records } from '#lib/data/types.ts'
import { meeting } from '#schema/records/meeting.ts'
import { organisation } from '#schema/records/organisation.ts'
import { dayAt, instantOf } from '#schema/rules/calendar.ts'
import { groupsOf } from '#schema/rules/groups.ts'
import type { MeetingBody, MeetingDraft } from './draft.ts'
import { sortKinds } from './draft.ts'
import { hourOf } from './hour.ts'

export const emptyDraft = (branchId: string): MeetingDraft => ({
  isNew: true,
  branchId,
  notHeld: false,
  typed: {},
  roll: {},
})

const minuteMs = 60_000

/** Now, back to the last full five minutes: what a new record begins with. */
const startNow = (nowMs: number): string =>
  new Date(Math.floor(nowMs / (5 * minuteMs)) * 5 * minuteMs).toISOString()

/**
 * On a day to come, and on one of a month that is over, at the hour at which the branch last met. Of the running month a day that
 * is gone is when it should have been: what is written down today begins today.
 */
function startOf({
  nowMs,
  on,
  earlier,
}: {
  nowMs: number
  on?: string | undefined
  earlier: readonly MeetingBody[]
}): string {
  const today = dayAt(nowMs)
  if (on === undefined || (on <= today && on.slice(0, 7) === today.slice(0, 7)))
    return startNow(nowMs)
  const last = earlier.find((body) => body.notHeld === undefined && hourOf(body.startsAt) !== '')
  return instantOf(on, last === undefined ? usualTime : hourOf(last.startsAt))
}

const usualTime = '09:00'

/** A new record as it begins: now, where the branch met last, with me in the chair. */
export function newMeetingDraft(begin: {
  branchId: string
  nowMs: number
  me: string
  /** The branch's meetings, newest first. */
  earlier: readonly MeetingBody[]
  kinds?: readonly string[]
  notHeld?: boolean
  /** The groups whose meeting it is, and who leads the first of them. */
  groupIds?: readonly string[]
  leader?: string | undefined
  /** The day it is planned for, or was missed on; left out, it is now. */
  on?: string | undefined
}): MeetingDraft {
  const held = begin.earlier.filter((body) => body.notHeld === undefined)
  const place = held.find((body) => body.place !== undefined)?.place
  const recorderId = held.find((body) => body.recorderId !== undefined)?.recorderId ?? begin.me
  return {
    isNew: true,
    branchId: begin.branchId,
    notHeld: begin.notHeld ?? false,
    typed: {
      kinds: sortKinds(begin.kinds ?? []),
      startsAt: startOf(begin),
      ...(place !== undefined && { place }),
      ...(begin.groupIds && begin.groupIds.length > 0 && { groupIds: begin.groupIds }),
      chairId: begin.leader ?? begin.me,
      recorderId,
    },
    roll: {},
  }
}

/** What a new meeting begins with. */
export type Begin = {
  readonly id: string
  /** Of the person who writes. */
  readonly me: string
  /** Where a new record belongs. */
  readonly branchId: string
  readonly kinds: readonly string[]
  /** The groups whose meeting a new one is. */
  readonly groupIds?: readonly string[]
  readonly notHeld: boolean
  /** The day a new one is planned for. */
  readonly on?: string | undefined
  /** The conflict that a new version of a field settles. */
  readonly settles?: string | undefined
}

/** Where the branch met last is no plan that lies further ahead; of a plan, whatever comes before its day is over. */
const beforeIt = (nowMs: number, on: string | undefined): string =>
  on !== undefined && on > dayAt(nowMs) ? instantOf(on, '23:59') : new Date(nowMs).toISOString()

/** A new record as it begins, with what the device holds of the branch. Whatever groups an address names, only its own count. */
export async function beginMeeting(
  records: Pick<Records, 'findAll'>,
  { branchId, me, kinds, groupIds = [], notHeld, on }: Begin,
  nowMs: number,
): Promise<MeetingDraft> {
  const [earlier, below] = await Promise.all([
    records.findAll(meeting, { of: branchId, until: beforeIt(nowMs, on), limit: 8 }),
    records.findAll(organisation, { of: branchId }),
  ])
  const groups = groupsOf(below, branchId).filter(({ id }) => groupIds.includes(id))
  return newMeetingDraft({
    branchId,
    nowMs,
    me,
    earlier: earlier.map(({ body }) => body),
    kinds,
    notHeld,
    groupIds: groups.map(({ id }) => id),
    leader: groups[0]?.body.leaderId,
    on,
  })
}

/** An edit of a row as it begins: nothing touched. */
export const editMeetingDraft = (body: MeetingBody): MeetingDraft => ({
  isNew: false,
  branchId: body.branchId,
  notHeld: body.notHeld !== undefined,
  typed: {},
  roll: {},
})
