/** How the draft of a meeting begins: a new one, one planned for a later day, one of a row that is there. */
import { dayAt, instantOf } from '#schema/rules/calendar.ts'
import type { MeetingBody, MeetingDraft } from './meeting-draft.ts'
import { sortKinds } from './meeting-draft.ts'
import { hourOf } from './meeting-hour.ts'

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

/** On a day to come, at the hour at which the branch last met. */
function startOf({
  nowMs,
  on,
  earlier,
}: {
  nowMs: number
  on?: string | undefined
  earlier: readonly MeetingBody[]
}): string {
  if (on === undefined || on <= dayAt(nowMs)) return startNow(nowMs)
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
  /** The day it is planned for; left out, it is now. */
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
      chairId: begin.me,
      recorderId,
    },
    roll: {},
  }
}

/** An edit of a row as it begins: nothing touched. */
export const editMeetingDraft = (body: MeetingBody): MeetingDraft => ({
  isNew: false,
  branchId: body.branchId,
  notHeld: body.notHeld !== undefined,
  typed: {},
  roll: {},
})
