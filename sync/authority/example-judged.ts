/** A township as its authority judges what its people write: `write` answers `accepted`, or `refused <reason> <field>`. */
import { frozenIn } from '../../schema/derive/workflow.ts'
import { registry } from '../../schema/records/index.ts'
import { meeting as meetingType } from '../../schema/records/meeting.ts'
import type { Json } from '../../schema/json.ts'
import { makeStamp } from '../clock.ts'
import { sealOf } from '../seal.ts'
import { settleTownship } from '../example-township.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { MemoryStore } from './memory-store.ts'

export const now = Date.parse('2026-03-01T02:00:00.000Z')
export const startsAt = '2026-02-28T02:00:00.000Z'
let count = 0

export async function judged() {
  const store = new MemoryStore()
  await settleTownship(store)
  const write = (personId: string, type: string, row: string, fields: Record<string, Json>) =>
    store.write(async (transaction) => {
      const actor = await actorOf(transaction, { id: personId, personId }, now)
      if (!actor) throw new Error(personId)
      const edit = {
        id: `edit-${(count += 1)}`,
        ...{ row, type, fields, basis: {}, madeAt: now, offset: 0 },
        version: registry.find(type)?.version ?? 1,
        stamp: makeStamp({ ms: now, counter: count, device: 'device-1' }),
      }
      const arrival = { actor, device: 'device-1', now, sentAt: now }
      const [verdict] = await acceptEdits(registry, transaction, [edit], arrival, (error) => {
        throw error
      })
      const { result, reason, field } = verdict ?? {}
      return [result, reason, field].filter(Boolean).join(' ')
    })
  const body = (row: string) => store.read(async (view) => (await view.row(row))?.body)
  return { write, body }
}

export const township = async () => (await judged()).write

export const meeting = { branchId: 'branchA', kinds: ['themeDay'], startsAt }
export const presence = (branchId: string) => ({
  meetingId: 'm1',
  personId: 'deputy-a',
  branchId,
  heldAt: startsAt,
  status: 'absent',
})

export const round = (meetingId: string, number = 1) => ({
  ...{ meetingId, branchId: 'branchA', heldAt: startsAt, round: number },
  ...{ handedInById: 'secretary-a', handedInAt: startsAt, arrivedAt: startsAt },
})
export const signed = () => {
  const signature = { stage: 'signed', signedById: 'secretary-a', signedAt: startsAt }
  const seal = sealOf({ ...meeting, ...signature }, [...frozenIn(meetingType, { ...signature })])
  return { ...signature, seal }
}
