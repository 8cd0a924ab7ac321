/** The outbox as people think of it: a roll call is one thing, however many names it has. */
import type { Row } from './types.ts'

export type Unsent = {
  readonly key: string
  readonly type: string
  readonly rows: readonly Row<unknown>[]
  readonly refused: boolean
}

function groupOf(row: Row<unknown>): string {
  // What was refused has a reason of its own, and stands alone.
  if (row.mark === 'refused' || row.type !== 'attendance') return row.id
  return `attendance of ${meetingOf(row) ?? ''}`
}

const meetingOf = (row: Row<unknown> | undefined): string | undefined => {
  const { meetingId } = (row?.body ?? {}) as { readonly meetingId?: unknown }
  return typeof meetingId === 'string' ? meetingId : undefined
}

/** Refused first; otherwise in the order of the outbox. */
export function groupUnsent(rows: readonly Row<unknown>[]): readonly Unsent[] {
  const groups = new Map<string, Row<unknown>[]>()
  for (const row of rows) {
    const key = groupOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups]
    .map(([key, members]) => ({
      key,
      type: members[0]?.type ?? '',
      rows: members,
      refused: members.some(({ mark }) => mark === 'refused'),
    }))
    .sort((left, right) => Number(right.refused) - Number(left.refused))
}
