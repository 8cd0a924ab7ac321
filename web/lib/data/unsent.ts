/** The outbox as people think of it: a roll call is one thing, however many names it has. */
import type { Row } from './types.ts'

export type Unsent = {
  readonly key: string
  readonly type: string
  readonly rows: readonly Row<unknown>[]
  readonly refused: boolean
}

/** Written by the app on the way, and not by hand. */
export const isByTheWay = (type: string): boolean => type === 'look' || type === 'codeKey'

function groupOf(row: Row<unknown>): string {
  // Taking out a branch's files writes a look a member, and showing codes makes keys.
  if (isByTheWay(row.type) && row.mark !== 'refused') return row.type
  if (row.type === 'attachment' && row.mark !== 'refused') return `files of ${meetingOf(row) ?? ''}`
  if (row.type !== 'attendance') return row.id
  const roll = `attendance of ${meetingOf(row) ?? ''}`
  if (row.mark !== 'refused') return roll
  // A roll refused for one reason is one thing to mend; another reason is another thing.
  return `${roll} ${row.problem?.reason ?? ''} ${row.problem?.field ?? ''}`
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
