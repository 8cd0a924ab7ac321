/**
 * Members of the demonstration whom nobody can reach. That alone leaves them out of no count: their branches asked, and the township
 * approved, before the year of records begins, so that their rolls are right without them.
 */
import { exclusion } from '../../schema/records/exclusion.ts'
import { localDay } from '../../schema/rules/calendar.ts'
import { idOf } from './chance.ts'
import type { Note } from './note.ts'
import type { Cast } from './people.ts'
import { sealed } from './sealed.ts'

const day = 86_400_000
const iso = (at: number) => new Date(at).toISOString()

export const exclusionsOf = (
  { branches, staff }: Cast,
  approvedBy: string,
  now: number,
): readonly Note[] =>
  branches.flatMap(({ id: branchId, secretaryId, lost }) =>
    lost.flatMap((personId): Note[] => {
      const id = idOf(`exclusion ${personId}`)
      const [askedAt, answeredAt] = [now - 399 * day, now - 397 * day]
      const asked = {
        ...{
          personId,
          branchId,
          scope: 'all',
          reason: 'notTransferred',
          from: localDay(iso(askedAt)),
        },
        ...{ askedById: secretaryId, askedAt: iso(askedAt) },
        remark: '外出务工多年，组织关系没有转走，多方联系没有回音。',
        agreedOn: localDay(iso(askedAt)),
      }
      const step = {
        state: 'approved',
        approvedBy,
        answeredById: staff.id,
        answeredAt: iso(answeredAt),
      }
      const type = exclusion.name
      return [
        { by: secretaryId, type, id, fields: asked, at: askedAt },
        { by: staff.id, type, id, fields: sealed(exclusion, asked, step), at: answeredAt },
      ]
    }),
  )
