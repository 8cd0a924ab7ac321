/** Resolutions to be carried out by a day: they come back until they are noted as done. */
import type { MeetingBody } from './draft.ts'
import { shownSets } from './elements.ts'

export type FollowUp = {
  readonly meetingId: string
  readonly key: string
  readonly text: string
  /** Who shall do it; '' where nobody was named. */
  readonly personId: string
  /** Local day. */
  readonly due: string
  readonly isOverdue: boolean
  readonly startsAt: string
  readonly branchId: string
  readonly done: { readonly on: string; readonly note: string; readonly by: string } | undefined
}

type Meeting = { readonly id: string; readonly body: MeetingBody }

/** Everything that was given a day, of gatherings that were held by `today` (local day). */
export function followUpsOf(meetings: readonly Meeting[], today: string): readonly FollowUp[] {
  return meetings
    .filter(({ body }) => body.notHeld === undefined && body.removedAt === undefined)
    .flatMap(({ id, body }) =>
      shownSets(body, {}).resolutions.map((resolution): FollowUp => {
        const said = body.followUps?.[resolution.key]
        const { key, text, personId, due } = resolution
        return {
          meetingId: id,
          key,
          text,
          personId,
          due,
          isOverdue: said === undefined && due < today,
          startsAt: body.startsAt,
          branchId: body.branchId,
          done: said && { on: said.doneOn, note: said.note ?? '', by: said.byId },
        }
      }),
    )
    .filter(({ due, text }) => text !== '' && due !== '')
}

/** What is still to do: the earliest day first, the older meeting before the newer. */
export const openFollowUps = (all: readonly FollowUp[]): readonly FollowUp[] =>
  all
    .filter(({ done }) => !done)
    .sort((left, right) => compare(left.due, right.due) || compare(left.startsAt, right.startsAt))

/** What was done, the latest first. */
export const doneFollowUps = (all: readonly FollowUp[]): readonly FollowUp[] =>
  all
    .filter(({ done }) => done !== undefined)
    .sort((left, right) => compare(right.done?.on ?? '', left.done?.on ?? ''))

const compare = (left: string, right: string): number =>
  left === right ? 0 : left < right ? -1 : 1
