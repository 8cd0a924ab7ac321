/** Taking a meeting away and bringing it back, its roll with it, in one transaction. Nothing is ever deleted. */
import { answerOf } from '#lib/data/disk/attempt.ts'
import type { Clock, Records, WriteFailure } from '#lib/data/types.ts'
import { attendance } from '#schema/records/attendance.ts'
import { meeting } from '#schema/records/meeting.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'

type Tools = {
  readonly records: Pick<Records, 'find' | 'findAll' | 'write'>
  readonly clock: Pick<Clock, 'now'>
}
type Done = Result<readonly string[], WriteFailure>

async function setRemoved({ records }: Tools, id: string, removedAt: string | null): Promise<Done> {
  const row = await records.find(meeting, id)
  if (!row) return succeed([])
  const { removedAt: before } = row.body
  // What was taken out of its roll earlier, or put away as it was not held, stays where it is.
  const rolled = await records.findAll(attendance, { of: id, removed: true })
  const rows = rolled.filter(({ body }) => body.removedAt === before)
  return records.write([
    { type: meeting, id, fields: { removedAt } },
    ...rows.map((each) => ({ type: attendance, id: each.id, fields: { removedAt } })),
  ])
}

export const removeMeeting = (tools: Tools, id: string): Promise<Done> =>
  answerOf(() => setRemoved(tools, id, new Date(tools.clock.now()).toISOString()))

export const restoreMeeting = (tools: Tools, id: string): Promise<Done> =>
  answerOf(() => setRemoved(tools, id, null))
