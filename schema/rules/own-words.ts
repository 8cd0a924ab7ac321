/** How what a member said of a gathering stands against what the branch noted of it: what waits for whom. Pure. */
import type { BodyFor } from '../define-record.ts'
import type { attendance } from '../records/attendance.ts'
import type { OwnWord } from '../records/own-word.ts'

type Noted = Pick<BodyFor<typeof attendance>, 'status' | 'removedAt'> | undefined

/** `waiting` for the branch · `returned` with a remark · `granted`: the branch noted it so. */
export type WordState = 'waiting' | 'returned' | 'granted'

const isAnswered = (word: OwnWord, at: string | undefined): boolean =>
  word.answeredAt !== undefined && at !== undefined && word.answeredAt >= at

const noted = (row: Noted) => (row?.removedAt === undefined ? row?.status : undefined)

/** Of a leave asked for: undefined where none was, or where he came after all. */
export function leaveState(word: OwnWord | undefined, row: Noted): WordState | undefined {
  if (word?.leaveReason === undefined || word.removedAt !== undefined) return undefined
  const status = noted(row)
  if (status === 'excused') return 'granted'
  if (status !== undefined && status !== 'absent') return undefined
  return isAnswered(word, word.leaveAt) ? 'returned' : 'waiting'
}

/** Of lines handed in to make up. Once noted as present, there is nothing to make up. */
export function makeUpState(word: OwnWord | undefined, row: Noted): WordState | undefined {
  if (word?.lines === undefined || word.removedAt !== undefined) return undefined
  const status = noted(row)
  if (status === 'madeUp') return 'granted'
  if (status === 'present' || status === 'remote') return undefined
  return isAnswered(word, word.handedInAt) ? 'returned' : 'waiting'
}

/** Of a code scanned. Whatever the branch noted itself stands: a scan asks only where it noted nothing. */
export function scanState(word: OwnWord | undefined, row: Noted): WordState | undefined {
  if (word?.code === undefined || word.removedAt !== undefined) return undefined
  const status = noted(row)
  if (status === 'present') return 'granted'
  if (status !== undefined) return undefined
  return isAnswered(word, word.codeAt) ? 'returned' : 'waiting'
}
