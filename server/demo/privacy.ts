/** What members of the demonstration decided, asked and may read about themselves, so that each of those screens shows something. */
import { derivedId } from '../../schema/define-record.ts'
import type { Cast } from './people.ts'
import type { Note } from './note.ts'
import { idOf } from './chance.ts'

const day = 86_400_000

export function privacyOf({ branches, secretary, driver }: Cast, now: number): readonly Note[] {
  const branch = branches.find(({ secretaryId }) => secretaryId === secretary.id)
  if (!branch) throw new Error('the secretary of the demonstration keeps no branch')
  const branchId = branch.id
  const others = branch.members.filter(({ id }) => id !== secretary.id && id !== driver.id)
  const [asking] = others
  const iso = (at: number) => new Date(at).toISOString()
  const shown = [branch.recorderId, secretary.id].map((personId, index): Note => {
    const at = now - (12 - index) * day
    const fields = { personId, branchId, kind: 'phone', given: true, at: iso(at) }
    return {
      by: personId,
      type: 'consent',
      id: derivedId('consent', [personId, 'phone']),
      fields: { ...fields, number: `1390000${1001 + index}` },
      at,
    }
  })
  const lookedAt = now - 3 * day
  const key = iso(lookedAt).slice(0, 10)
  return [
    ...shown,
    {
      by: secretary.id,
      type: 'look',
      id: derivedId('look', [secretary.id, driver.id, key]),
      fields: {
        ...{ personId: driver.id, branchId, viewerId: secretary.id, organisationId: branchId },
        ...{ viewerName: secretary.words.split(' ').at(-1) ?? '', kind: 'file', key },
        at: iso(lookedAt),
      },
      at: lookedAt,
    },
    ...(asking
      ? [
          {
            by: asking.id,
            type: 'correction',
            id: idOf('correction of the demonstration'),
            fields: {
              ...{ personId: asking.id, branchId, field: 'education', wanted: '高中' },
              ...{ why: '前年补领了毕业证', askedAt: iso(now - 2 * day) },
            },
            at: now - 2 * day,
          },
        ]
      : []),
  ]
}
