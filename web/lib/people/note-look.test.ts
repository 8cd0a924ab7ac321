import { describe, expect, it } from 'vitest'
import type { RowDraft } from '#lib/data/types.ts'
import type { Actor } from '#schema/access.ts'
import { succeed } from '#sync/result.ts'
import { lookDraft, noteFileOpened } from './note-look.ts'

const secretary: Actor = {
  accountId: 'a',
  personId: 'secretary',
  branchId: 'east',
  lineage: ['town', 'east'],
  offices: [{ office: 'secretary', organisationId: 'east', covers: ['east'] }],
}
const nowMs = Date.parse('2026-10-15T17:00:00.000Z')
const looked = { actor: secretary, name: '崔新', nowMs }
const member = { personId: 'member', branchId: 'east' }

describe('a look at a file', () => {
  it('says who, for which organisation, and on which day in Beijing', () => {
    expect(lookDraft(looked, member, { kind: 'file' })?.fields).toMatchObject({
      viewerId: 'secretary',
      viewerName: '崔新',
      organisationId: 'east',
      key: '2026-10-16',
    })
  })

  it('is none at one’s own, nor where the file is not one’s to see', () => {
    const file = { kind: 'file' } as const
    expect(lookDraft(looked, { ...member, personId: 'secretary' }, file)).toBeUndefined()
    expect(lookDraft(looked, { ...member, branchId: 'west' }, file)).toBeUndefined()
    const committee = { office: 'committee', organisationId: 'east', covers: ['east'] } as const
    const other = { ...secretary, offices: [committee] }
    expect(lookDraft({ ...looked, actor: other }, member, file)).toBeUndefined()
  })

  it('is written once a day, and again where the disk did not take it', async () => {
    const written: RowDraft[] = []
    let full = true
    let now = nowMs
    const app = {
      session: { actor: secretary, personName: '崔新' },
      clock: { now: () => now },
      records: {
        find: () => Promise.resolve(undefined),
        write: (drafts: readonly RowDraft[]) => {
          if (full) return Promise.resolve({ ok: false, failure: { kind: 'full' } })
          written.push(...drafts)
          return Promise.resolve(succeed([]))
        },
      },
      // Only what is asked of an app here.
    } as unknown as Parameters<typeof noteFileOpened>[0]
    await noteFileOpened(app, member)
    expect(written).toHaveLength(0)
    full = false
    await noteFileOpened(app, member)
    await noteFileOpened(app, member)
    expect(written).toHaveLength(1)
    now += 86_400_000
    await noteFileOpened(app, member)
    expect(written).toHaveLength(2)
  })
})
