/** How what a member said of a gathering stands against what the branch noted of it: what waits for whom. Pure. */
import type { BodyFor } from '../define-record.ts'
import type { attendance } from '../records/attendance.ts'
import type { meeting } from '../records/meeting.ts'
import type { OwnWord, Said } from '../records/own-word.ts'
import { localDay } from './calendar.ts'

type Noted = Pick<BodyFor<typeof attendance>, 'status' | 'way' | 'removedAt'> | undefined
type Gathering = Pick<BodyFor<typeof meeting>, 'notHeld' | 'removedAt' | 'stage'>

/** `waiting` for the branch · `returned` with a remark · `granted`: the branch noted it so. */
export type WordState = 'waiting' | 'returned' | 'granted'

function isAnswered(word: OwnWord, said: Said, at: string | undefined): boolean {
  const { answeredAt, answeredFor } = word
  const isMeant = answeredFor === undefined || answeredFor.includes(said)
  return isMeant && answeredAt !== undefined && at !== undefined && answeredAt >= at
}

const noted = (row: Noted) => (row?.removedAt === undefined ? row?.status : undefined)

/** Of a leave asked for: undefined where none was, or where he came after all. */
export function leaveState(word: OwnWord | undefined, row: Noted): WordState | undefined {
  if (word?.leaveReason === undefined || word.removedAt !== undefined) return undefined
  const status = noted(row)
  if (status === 'excused') return 'granted'
  if (status !== undefined && status !== 'absent') return undefined
  return isAnswered(word, 'leave', word.leaveAt) ? 'returned' : 'waiting'
}

/** Of lines handed in to make up. Once noted as present, there is nothing to make up. */
export function makeUpState(word: OwnWord | undefined, row: Noted): WordState | undefined {
  if (word?.lines === undefined || word.removedAt !== undefined) return undefined
  const status = noted(row)
  if (status === 'madeUp') return 'granted'
  if (status === 'present' || status === 'remote') return undefined
  return isAnswered(word, 'makeUp', word.handedInAt) ? 'returned' : 'waiting'
}

/** Of a code scanned. Whatever the branch noted itself stands: a scan asks only where it noted nothing. */
export function scanState(word: OwnWord | undefined, row: Noted): WordState | undefined {
  if (word?.code === undefined || word.removedAt !== undefined) return undefined
  const status = noted(row)
  if (status === 'present') return 'granted'
  if (status !== undefined) return undefined
  return isAnswered(word, 'scan', word.codeAt) ? 'returned' : 'waiting'
}

/** He took back a leave that the branch had noted: it is still in the roll. */
export const isLeaveBack = (word: OwnWord | undefined, row: Noted): boolean =>
  word !== undefined &&
  word.removedAt === undefined &&
  word.leaveReason === undefined &&
  noted(row) === 'excused' &&
  row?.way === 'asked'

/** The day for which he asked, where the meeting is on another one by now. */
export function leaveDay(word: OwnWord | undefined, startsAt: string): string | undefined {
  if (word?.leaveReason === undefined) return undefined
  const asked = localDay(word.leaveFor ?? word.heldAt)
  return asked === localDay(startsAt) ? undefined : asked
}

/** Called off or taken away. Nothing is known of a meeting that has not come to this device yet. */
export const isOff = (met: Gathering | undefined): boolean =>
  met?.notHeld !== undefined || met?.removedAt !== undefined

/** The page is signed, and its roll with it: who was noted as excused stays so, and nobody is asked to change it. */
export const isClosed = (met: Gathering | undefined): boolean => met?.stage === 'signed'

export type Waiting = Said | 'leaveBack'

/** A no says what it is to: this, and what went back before and is still there. */
export function answersWith(word: OwnWord, row: Noted, said: Said): readonly Said[] {
  const states = {
    leave: leaveState(word, row),
    scan: scanState(word, row),
    makeUp: makeUpState(word, row),
  }
  return (['leave', 'scan', 'makeUp'] as const).filter(
    (each) => each === said || states[each] === 'returned',
  )
}

/** What of it waits for the branch to answer: of a meeting that is off, nothing, and nothing can be granted there. */
export function whatWaits(
  word: OwnWord,
  row: Noted,
  met: Gathering | undefined,
): readonly Waiting[] {
  if (isOff(met)) return []
  const waits: Readonly<Record<Waiting, boolean>> = {
    makeUp: makeUpState(word, row) === 'waiting',
    scan: scanState(word, row) === 'waiting',
    leave: leaveState(word, row) === 'waiting',
    leaveBack: isLeaveBack(word, row) && !isClosed(met),
  }
  return (['makeUp', 'scan', 'leave', 'leaveBack'] as const).filter((each) => waits[each])
}
