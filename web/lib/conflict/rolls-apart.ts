/**
 * Two who call one roll without hearing of each other differ over everybody who was away: one question for each of them, and one
 * answer to all. Whoever noted every one of them may be believed throughout.
 */
import { partsOfId } from '#schema/define-record.ts'
import { attendance } from '#schema/records/attendance.ts'
import type { ConflictBody, ConflictSide } from '#schema/records/conflict.ts'
import type { Json } from '#schema/json.ts'

type Held = { readonly id: string; readonly body: ConflictBody }

export type Caller = { readonly by: string; readonly name: string | undefined }

export type RollApart<H extends Held = Held> = {
  readonly meetingId: string
  /** What is open about it. */
  readonly held: readonly H[]
  readonly callers: readonly Caller[]
}

/** Fewer are answered one by one as quickly. */
const fewest = 3

/** Rolls over which so much is open that one answer to all is worth a button. */
export function rollsApart<H extends Held>(open: readonly H[]): readonly RollApart<H>[] {
  const byMeeting = new Map<string, H[]>()
  for (const each of open.filter(({ body }) => body.type === attendance.name)) {
    const [meetingId = ''] = partsOfId(each.body.row)
    byMeeting.set(meetingId, [...(byMeeting.get(meetingId) ?? []), each])
  }
  return [...byMeeting]
    .map(([meetingId, held]) => ({ meetingId, held, callers: callersOf(held) }))
    .filter(({ held, callers }) => held.length >= fewest && callers.length > 1)
}

/** What this caller noted there; undefined where he noted nothing. */
export const notedBy = ({ body }: Held, caller: string): Json | undefined =>
  sidesOf(body)
    .filter(({ by }) => by === caller)
    .sort((left, right) => (left.stamp < right.stamp ? -1 : 1))
    .at(-1)?.value

const sidesOf = ({ sides }: ConflictBody): readonly ConflictSide[] => Object.values(sides ?? {})

function callersOf(held: readonly Held[]): readonly Caller[] {
  const callers = new Map<string, Caller>()
  for (const { by, name } of held.flatMap(({ body }) => sidesOf(body)))
    if (by !== undefined) callers.set(by, { by, name: name ?? callers.get(by)?.name })
  return [...callers.values()].filter(({ by }) =>
    held.every((each) => notedBy(each, by) !== undefined),
  )
}
