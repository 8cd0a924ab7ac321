// A photo is for whomever its meeting is for, whatever phones say of it (docs/decisions/0037).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { homeBuckets } from '../../schema/bucket.ts'
import { derivedId } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import { attachment } from '../../schema/records/attachment.ts'
import { registry } from '../../schema/records/index.ts'
import { makeStamp } from '../clock.ts'
import { digestOf } from '../digest.ts'
import { emptyRequest, plainPacker, settleTownship } from '../example-township.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { changesSince } from './changes-since.ts'
import { MemoryStore } from './memory-store.ts'

const now = Date.parse('2026-03-01T02:00:00.000Z')
const heldAt = '2026-02-20T01:00:00.000Z'
const digest = 'a'.repeat(64)
const photo = derivedId('attachment', ['m1', digest.slice(0, 40)])
const base = { meetingId: 'm1', branchId: 'branchA', digest, kind: 'jpeg', bytes: 9, order: 0 }
const filed = { ...base, heldAt, addedAt: heldAt }
const held = (...kinds: readonly string[]) => ({ branchId: 'branchA', startsAt: heldAt, kinds })

async function township() {
  const store = new MemoryStore()
  await settleTownship(store)
  await store.write((transaction) =>
    transaction.putRow({
      ...{ id: 'member-a', type: 'person', of: 'branchA', at: heldAt, rev: 1, stamps: {} },
      body: { name: '戊', branchId: 'branchA', kind: 'full' },
    }),
  )
  const actorNamed = async (personId: string) => {
    const actor = await store.read((view) => actorOf(view, { id: personId, personId }, now))
    if (!actor) throw new Error(personId)
    return actor
  }
  let count = 0
  const write = async (row: string, fields: Record<string, Json>) => {
    const actor = await actorNamed('secretary-a')
    count += 1
    const edit = {
      ...{ id: `edit-${count}`, row, type: row === photo ? 'attachment' : 'meeting', version: 1 },
      ...{ fields, basis: {}, madeAt: now, offset: 0 },
      stamp: makeStamp({ ms: now, counter: count, device: 'device-1' }),
    }
    const arrival = { actor, device: 'device-1', now, sentAt: now }
    const verdicts = await store.write((transaction) =>
      acceptEdits(registry, transaction, [edit], arrival, (error) => {
        throw error
      }),
    )
    return verdicts[0]?.result
  }
  /** What a device is told of the photo, from where it stands. */
  const told = async (personId: string, positions = {}) => {
    const actor = await actorNamed(personId)
    const changes = await store.read((view) =>
      changesSince(
        { registry, view, actor, year: 2026, packer: plainPacker },
        { ...emptyRequest, positions, open: homeBuckets(actor, 2026) },
      ),
    )
    return {
      ...changes,
      photo: changes.rows.find(({ id }) => id === photo)?.body,
      isGone: changes.gone.includes(photo),
    }
  }
  return { store, write, told }
}

describe('S9: a photo follows its meeting', () => {
  it('away from the members once the meeting is the committee’s alone, and back to them', async () => {
    const { write, told } = await township()
    await write('m1', held('themeDay'))
    await write(photo, filed)
    const before = await told('member-a')
    expect(before.photo).toEqual(filed)
    await write('m1', { kinds: ['committee'] })
    const after = await told('member-a', before.positions)
    expect([after.photo, after.isGone]).toEqual([undefined, true])
    expect((await told('secretary-a')).photo).toEqual({ ...filed, amongCommittee: true })
    await write('m1', { kinds: ['committee', 'themeDay'] })
    expect((await told('member-a', after.positions)).photo).toEqual(filed)
  })

  it('whatever a phone says that knows the meeting as it was, and its other words are kept', async () => {
    const { write, told } = await township()
    await write('m1', held('committee'))
    expect(await write(photo, filed)).toBe('accepted')
    expect(await write(photo, { amongCommittee: false, caption: '会场' })).toBe('accepted')
    expect((await told('member-a')).photo).toBeUndefined()
    const kept = { ...filed, caption: '会场', amongCommittee: true }
    expect((await told('secretary-a')).photo).toEqual(kept)
  })

  it('to another day, also across New Year, where it lies with its meeting', async () => {
    const { store, write, told } = await township()
    await write('m1', held('themeDay'))
    await write(photo, filed)
    await write('m1', { startsAt: '2025-12-30T01:00:00.000Z' })
    expect((await told('member-a')).photo).toMatchObject({ heldAt: '2025-12-30T01:00:00.000Z' })
    const inYear = (year: number) =>
      store.read((view) => view.members(`branch/branchA/public/${year}`))
    expect((await inYear(2025)).map(({ id }) => id)).toContain(photo)
    expect((await inYear(2026)).map(({ id }) => id)).not.toContain(photo)
  })

  it('and waits among the keepers for a meeting that has not come yet', async () => {
    const { write, told } = await township()
    expect(await write(photo, filed)).toBe('accepted')
    expect((await told('member-a')).photo).toBeUndefined()
    expect((await told('secretary-a')).photo).toBeDefined()
    await write('m1', held('themeDay'))
    expect((await told('member-a')).photo).toEqual(filed)
  })

  it('in whatever order phones write of both: it lies where its definition says, and digests say so', async () => {
    const kinds = fc.constantFrom(['committee'], ['talk'], ['themeDay'], ['committee', 'themeDay'])
    const said = fc.constantFrom<Json>(true, false, null)
    const step = fc.oneof(
      kinds.map((kind) => ['m1', held(...kind)] as const),
      said.map((amongCommittee) => [photo, { ...filed, amongCommittee }] as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const { store, write } = await township()
        for (const [row, fields] of steps) expect(await write(row, fields)).toBe('accepted')
        await store.read(async (view) => {
          const [meeting, row] = [await view.row('m1'), await view.row(photo)]
          if (!row) return
          const isPublic = [meeting?.body['kinds'] ?? []].flat().includes('themeDay')
          expect(row.body['amongCommittee']).toBe(isPublic ? undefined : true)
          for (const part of ['public', 'committee']) {
            const bucket = `branch/branchA/${part}/2026`
            const members = await view.members(bucket)
            const lies = members.find(({ id }) => id === photo)
            const belongs = attachment.seenIn(row.body, photo).includes(bucket)
            expect(lies?.rev).toBe(belongs ? row.rev : undefined)
            const state = (await view.buckets([bucket])).get(bucket)
            expect(state?.digest ?? digestOf([])).toEqual(digestOf(members))
          }
        })
      }),
      { numRuns: 60 },
    )
  })
})
