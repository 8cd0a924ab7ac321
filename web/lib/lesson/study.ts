/** Writing into one's own study record of a lesson. The first write makes it, and says when it was opened. */
import type { App } from '#lib/app-context.svelte.ts'
import type { WriteFailure } from '#lib/data/types.ts'
import { derivedId } from '#schema/define-record.ts'
import type { Path } from '#schema/derive/validate.ts'
import type { Json } from '#schema/json.ts'
import { study } from '#schema/records/study.ts'
import type { Result } from '#sync/result.ts'
import { succeed } from '#sync/result.ts'

/** Corrected time as a record notes it. */
export const momentOf = (clock: Pick<App['clock'], 'now'>): string =>
  new Date(clock.now()).toISOString()

type Parts = {
  readonly records: Pick<App['records'], 'find' | 'write'>
  readonly session: Pick<App['session'], 'actor'>
  readonly clock: Pick<App['clock'], 'now'>
}

/** With no fields: notes that the lesson was opened, once. */
export async function writeStudy(
  { session, records, clock }: Parts,
  lessonId: string,
  fields: Readonly<Record<Path, Json>>,
): Promise<Result<undefined, WriteFailure>> {
  const { actor } = session
  if (!actor) return succeed(undefined)
  const { personId, branchId } = actor
  const id = derivedId(study.name, [personId, lessonId])
  const openedAt = momentOf(clock)
  const first = (await records.find(study, id)) ? {} : { personId, lessonId, branchId, openedAt }
  const all = { ...first, ...fields }
  if (Object.keys(all).length === 0) return succeed(undefined)
  const written = await records.write([{ type: study, id, fields: all }])
  return written.ok ? succeed(undefined) : written
}
