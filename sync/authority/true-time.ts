/** S6, S7: bringing edits of a wrong clock back to the time in which they were truly made, and noting when they arrived. */
import type { Definition } from '../../schema/define-record.ts'
import { correctMoments, noteArrival } from '../../schema/derive/moments.ts'
import { latestOf, readStamp, stampAfter } from '../clock.ts'
import type { Edit, Stamp } from '../wire/edit.ts'

/** A clock this wrong is corrected; less is noise of the network. */
export const toleranceMs = 60_000

export type Sending = {
  readonly device: string
  /**
   * The authority's clock, ms, and the device's as the request left: undefined where a file was carried, which says
   * nothing of the clock it came from.
   */
  readonly now: number
  readonly sentAt: number | undefined
  /** When the device was last heard of before, by the authority's clock, ms: what had been written by then had come. */
  readonly heardAt?: number | undefined
  /** The person who carried it. */
  readonly carrier?: string
}

/**
 * How far what the device believed was from the truth, ms. The clock is measured by the request itself; in a file, what the device
 * believed counts. It does as well where the clock was changed between writing and sending, so that its error now says nothing of
 * then: where the time that would come of it cannot be, and the one believed can.
 */
function errorOf({ madeAt, offset }: Edit, { now, sentAt, heardAt = 0 }: Sending): number {
  if (sentAt === undefined) return 0
  const error = now - sentAt - offset
  const canBe = (ms: number) => ms <= now + toleranceMs && ms >= heardAt - toleranceMs
  const believed = madeAt + offset
  return canBe(believed) && !canBe(believed + error) ? 0 : error
}

/** Where its clock was wrong, stamp and noted times move by as much, never beyond now; edits made over one another keep their order. */
export function inTrueTime(
  definition: Definition,
  edit: Edit,
  sending: Sending,
  given: ReadonlyMap<Stamp, Stamp>,
): Edit {
  const { now, device } = sending
  const error = errorOf(edit, sending)
  const wrong = Math.abs(error) > toleranceMs
  const believed = edit.madeAt + edit.offset
  const ahead = Math.max(readStamp(edit.stamp).ms, believed) > now + toleranceMs
  const basis = Object.fromEntries(
    Object.entries(edit.basis).map(([path, stamp]) => [path, given.get(stamp) ?? stamp]),
  )
  const behindOwn = Object.values(basis).some((stamp) => stamp >= edit.stamp)
  const fields = noteArrival(definition, edit.fields, now)
  if (!wrong && !ahead && !behindOwn) return { ...edit, basis, fields }
  const shift = wrong ? error : 0
  // A clock may say anything; before there was time there is nothing that a stamp could say.
  const trueMs = Math.max(0, Math.min(believed + shift, now))
  return {
    ...edit,
    basis,
    // A basis from the future is no stamp this authority ever gave: it must not lift the edit with it.
    stamp: stampAfter(
      trueMs,
      device,
      latestOf(
        Object.values(basis).filter(
          (stamp) => stamp !== '' && readStamp(stamp).ms <= now + toleranceMs,
        ),
      ),
    ),
    fields: wrong || ahead ? correctMoments(definition, fields, shift, now) : fields,
  }
}
