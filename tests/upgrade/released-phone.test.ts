import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { conflict } from '../../schema/records/conflict.ts'
import { meeting } from '../../schema/records/meeting.ts'
import { textOf } from '../../schema/json.ts'
import type { ExampleServer } from '../../server/example-server.ts'
import { syncRoutes } from '../../server/routes/sync.ts'
import { sealOf } from '../../sync/seal.ts'
import { protocol } from '../../sync/wire/sync.ts'
import { readReply } from '../released/v0.1.0/sync/wire/sync.ts'
import { conversationOf, dumpAfter, serverAfter } from './fixtures.ts'
import { Phone } from './phone.ts'
import { ReleasedPhone } from './released-phone.ts'

const release = 'v0.1.0'

let server: ExampleServer
let old: ReleasedPhone
const phones: Phone[] = []
beforeEach(async () => {
  server = await serverAfter(release)
  old = new ReleasedPhone('secretary', server)
  await old.fill(dumpAfter(release))
})
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
  await server.close()
})
const startPhone = async () => {
  const phone = await Phone.start({ person: 'secretary', server })
  phones.push(phone)
  return phone
}
const unsentOf = async (phone: ReleasedPhone) =>
  (await phone.store.outbox()).flatMap(({ edits }) => edits)
/** A server that gives news to this protocol and newer ones only. */
const onlyServing = (oldest: number) => new Hono().route('/', syncRoutes(server.parts, oldest))

describe('what phones of v0.1.0 once asked, asked of the server of today', () => {
  const heard = conversationOf(release).exchanges.filter(({ status }) => status === 200)

  it.each(heard.map((each, index) => [index, each.person, each.step, each] as const))(
    'W2, P3: %i, %s, %s: is answered in words it reads, with the verdicts it once got',
    async (_index, person, _step, { request, reply }) => {
      const cookie = await server.signIn(person)
      const response = await server.post('/sync/v1', request, { cookie })
      const now = readReply(await response.json())
      const then = readReply(reply)
      expect(now).toMatchObject({ protocol: 1, actor: { personId: person } })
      expect(
        then?.verdicts.map(({ edit, result, ...more }) => {
          return { edit, ...more, result: result === 'refused' ? result : 'duplicate' }
        }),
      ).toEqual(now?.verdicts)
      // The neighbour is in no office any more. Whoever lost something hears of that first, and comes again.
      if (now && person !== 'neighbour')
        for (const [bucket, position] of Object.entries(then?.positions ?? {}))
          expect(now.positions[bucket] ?? -1, bucket).toBeGreaterThanOrEqual(position)
      expect(Boolean(now?.more)).toBe((now?.dropped.length ?? 0) > 0)
    },
  )
})

describe('a phone of v0.1.0 before the server of today', () => {
  it('D1, W2: sends what waited and comes to hold what a phone of today holds', async () => {
    const [refused] = (await unsentOf(old)).filter((edit) => edit.refused)
    expect(await old.sync()).toEqual({ ok: true, value: undefined })
    expect(await unsentOf(old)).toEqual([refused])
    const phone = await startPhone()
    await phone.sync('first')
    const fresh = new Map((await phone.store.all()).map((row) => [row.id, row]))
    const held = await old.store.all()
    expect(held.map(({ id }) => id).toSorted()).toEqual([...fresh.keys()].toSorted())
    for (const { id, body, base, unsent } of held)
      expect([id, unsent === 1 ? base?.body : body]).toEqual([id, fresh.get(id)?.body])
  })

  it('W2: reads minutes written by both as words, and no word of either is lost', async () => {
    const phone = await startPhone()
    await phone.sync('first')
    const words = textOf(await bodyIn(phone, 'meeting-october'), 'minutes')
    await phone.write(meeting, { minutes: { text: `零、唱歌。\n${words}` } }, 'meeting-october')
    await phone.sync('push')
    await old.sync()
    const minutes = (await old.row('meeting-october'))?.body['minutes']
    expect(minutes).toBe('零、唱歌。\n一、清点人数。\n二、商议秋收互助。\n三、定于周六。')
    await old.write('meeting', 'meeting-october', { minutes: `${String(minutes)}\n四、散会。` })
    await old.sync()
    await phone.sync('news')
    expect((await bodyIn(phone, 'meeting-october'))?.['minutes']).toBe(
      `${String(minutes)}\n四、散会。`,
    )
  })

  it('W2: hears a reason that it does not know as one that it knows', async () => {
    await old.sync()
    const phone = await startPhone()
    await phone.sync('first')
    await sign(phone, 'meeting-october')
    await phone.sync('push')
    await old.write('meeting', 'meeting-october', { place: '祠堂' })
    expect(await old.sync()).toEqual({ ok: true, value: undefined })
    const reasons = (await unsentOf(old)).map(({ refused }) => refused?.reason)
    expect(reasons).toEqual(['notAllowed', 'notAllowed'])
    const history = await server.parts.store.read((view) => view.history('meeting-october'))
    expect(history.at(-1)).toMatchObject({ result: 'refused', reason: 'frozen', field: 'place' })
  })

  it('W2: is told nothing of conflicts, which it could not take away again; a phone of today is', async () => {
    await old.sync()
    const phone = await startPhone()
    await phone.sync('first')
    await phone.write(
      meeting,
      { 'resolutions/r1': { order: 1, text: '周六帮三户。' } },
      'meeting-october',
    )
    await phone.sync('push')
    await old.write('meeting', 'meeting-october', {
      'resolutions/r1': { order: 1, text: '周日帮两户。' },
    })
    expect(await old.sync()).toEqual({ ok: true, value: undefined })
    const ofConflicts = ({ type }: { type: string }) => type === conflict.name
    expect((await old.store.all()).filter(ofConflicts)).toEqual([])
    await phone.sync('news')
    const [raised] = (await phone.store.all()).filter(ofConflicts)
    expect(raised?.body).toMatchObject({ row: 'meeting-october', path: 'resolutions/r1' })
  })
})

describe('a phone whose protocol is served no more', () => {
  it('W2: v0.1.0 sends everything and keeps what it holds, and hears that it is outdated', async () => {
    const [rows, positions] = [await old.store.all(), await old.store.positions()]
    for (let index = 0; index < 250; index += 1)
      await old.write('meeting', `many-${index}`, {
        branchId: 'east',
        kinds: ['group'],
        startsAt: '2026-10-17T12:00:00.000Z',
      })
    old.app = onlyServing(2)
    expect(await old.sync()).toEqual({ ok: false, failure: { kind: 'outdated' } })
    expect((await unsentOf(old)).map(({ refused }) => refused?.reason)).toEqual(['notAllowed'])
    expect(await old.store.positions()).toEqual(positions)
    expect((await old.store.all()).length).toBe(rows.length + 250)
    expect(old.replies.flatMap((reply) => reply.rows)).toEqual([])
    const arrived = await server.parts.store.read((view) =>
      view.rows(['meeting-unsent', 'many-249']),
    )
    expect(arrived.size).toBe(2)
  })

  it('W2: the phone of today as well, and goes on from where it stood once it is served again', async () => {
    const phone = await startPhone()
    await phone.sync('first')
    const { positions } = await phone.store.holdings()
    const fields = { branchId: 'east', kinds: ['group'], startsAt: '2026-10-17T12:00:00.000Z' }
    await phone.writeAll(Array.from({ length: 250 }, () => ({ type: meeting, fields })))
    phone.app = onlyServing(protocol + 1)
    expect(await phone.sync('outdated')).toEqual({ kind: 'outdated' })
    expect(await phone.store.outbox()).toEqual([])
    expect((await phone.store.holdings()).positions).toEqual(positions)
    phone.app = server.app
    expect(await phone.sync('again')).toEqual({ kind: 'confirmed' })
    expect((await phone.store.all()).filter(({ rev }) => rev === 0)).toEqual([])
  })
})

describe('a phone newer than the server, as after the server was put back', () => {
  it('W2: waits with everything, and goes on when the server has caught up', async () => {
    const newer = conversationOf(release).exchanges.find(({ step }) => step === 'newer')
    expect(newer?.status).toBe(426)
    const phone = await startPhone()
    await phone.sync('first')
    const holdings = await phone.store.holdings()
    await phone.write(meeting, { place: '祠堂' }, 'meeting-october')
    phone.app = { request: () => Response.json(newer?.reply, { status: 426 }) }
    expect(await phone.sync('newer')).toEqual({ kind: 'outdated' })
    expect(await phone.store.outbox()).toHaveLength(1)
    expect(await phone.store.holdings()).toEqual(holdings)
    phone.app = server.app
    expect(await phone.sync('again')).toEqual({ kind: 'confirmed' })
    expect(await phone.store.outbox()).toEqual([])
    expect((await bodyIn(phone, 'meeting-october'))?.['place']).toBe('祠堂')
  })
})

const bodyIn = async (phone: Phone, id: string) => (await phone.row(id))?.body

async function sign(phone: Phone, id: string): Promise<void> {
  const body = (await bodyIn(phone, id)) ?? {}
  const seal = sealOf(body, meeting.workflows['stage']?.freezes['signed'] ?? [])
  const signedAt = new Date(server.clock.now).toISOString()
  await phone.write(meeting, { stage: 'signed', signedById: 'secretary', signedAt, seal }, id)
}
