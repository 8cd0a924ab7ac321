/** What the township of the demonstration asks of its branches, besides what is asked everywhere. */
import { localMonth } from '../../schema/rules/calendar.ts'
import { idOf } from './chance.ts'
import type { Note } from './note.ts'

const day = 86_400_000

export function rulesOf(organisationId: string, by: string, now: number): readonly Note[] {
  const at = now - 400 * day
  const common = { organisationId, from: localMonth(new Date(at).toISOString()), times: 1 }
  const source = '平原镇党委组织生活安排（演示）'
  return [
    {
      by,
      type: 'dutyRule',
      id: idOf('rule lecture'),
      at,
      fields: { ...common, kind: 'lecture', every: 'quarter', source },
    },
  ]
}
