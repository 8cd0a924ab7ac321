/**
 * What the remark of a ledger's row says that has a place of its own: that the meeting was not held, and which kinds it was
 * besides, as this book's own ledger writes them (web/lib/paper/ledger.ts). The rest stays words.
 */
import type { MeetingKind } from '../../schema/records/meeting.ts'
import { readMeetingKinds } from './gathering-kinds.ts'

export type Remark = {
  readonly words: string
  readonly notHeld?: string
  readonly kinds: readonly MeetingKind[]
}

const together = /(?:^|[；;])(?:原定)?与([^；;]+)一并召开$/
const uncalled = /(?:^|[；;])未点名$/
const reason = /(?:^|[；;])未召开(?:[：:]\s*([\s\S]*))?$/
const noReason = '台账上没有写原因'

export function remarkIn(text: string): Remark {
  const called = text.replace(uncalled, '')
  const [behind = '', named] = together.exec(called) ?? []
  const read = named === undefined ? undefined : readMeetingKinds(named)
  const kinds = read?.ok ? (read.value ?? []) : []
  const alone = kinds.length > 0 ? called.slice(0, -behind.length) : called
  const [said, why] = reason.exec(alone) ?? []
  if (said === undefined) return { words: alone, kinds }
  return { words: alone.slice(0, -said.length), notHeld: why?.trim() || noReason, kinds }
}
