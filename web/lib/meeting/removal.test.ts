import { expect, test } from 'vitest'
import type { RowDraft } from '#lib/data/types.ts'
import { fail, succeed } from '#sync/result.ts'
import { removeMeeting, restoreMeeting } from './removal.ts'

const [earlier, later] = ['2026-10-01T00:00:00.000Z', '2026-10-02T00:00:00.000Z']

async function written(
  step: typeof removeMeeting,
  meeting: object,
  rows: Readonly<Record<string, string | undefined>>,
): Promise<readonly RowDraft[]> {
  const drafts: RowDraft[] = []
  // A device that holds one meeting and its roll.
  const records = {
    find: () => Promise.resolve({ id: 'm1', body: meeting }),
    findAll: () =>
      Promise.resolve(Object.entries(rows).map(([id, removedAt]) => ({ id, body: { removedAt } }))),
    write: (some: readonly RowDraft[]) => {
      drafts.push(...some)
      return Promise.resolve(succeed([]))
    },
  } as unknown as Parameters<typeof removeMeeting>[0]['records']
  await step({ records, clock: { now: () => Date.parse(later) } }, 'm1')
  return drafts
}

test('a meeting goes and comes back with the roll it has; what was taken out of it before stays out', async () => {
  const gone = await written(removeMeeting, {}, { cui: undefined, zhang: earlier })
  expect(gone.map(({ id, fields }) => [id, fields['removedAt']])).toEqual([
    ['m1', later],
    ['cui', later],
  ])
  const back = await written(restoreMeeting, { removedAt: later }, { cui: later, zhang: earlier })
  expect(back.map(({ id }) => id)).toEqual(['m1', 'cui'])
})

test('where the disk cannot be read, that is the answer; a bug of ours throws', async () => {
  const onDisk = (error: Error | DOMException) => {
    const find = () => Promise.reject(error)
    const records = { find } as unknown as Parameters<typeof removeMeeting>[0]['records']
    return { records, clock: { now: () => Date.parse(later) } }
  }
  const dead = onDisk(new DOMException('the connection is closing', 'InvalidStateError'))
  expect(await removeMeeting(dead, 'm1')).toEqual(fail({ kind: 'storage' }))
  expect(await restoreMeeting(dead, 'm1')).toEqual(fail({ kind: 'storage' }))
  await expect(removeMeeting(onDisk(new TypeError('a bug')), 'm1')).rejects.toThrow('a bug')
})
