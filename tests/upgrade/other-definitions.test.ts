import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Definition, RecordType, Registry } from '../../schema/define-record.ts'
import { defineRecord, makeRegistry } from '../../schema/define-record.ts'
import { dateTime, field, optional, ref, text, words } from '../../schema/field.ts'
import { publicBucket } from '../../schema/bucket.ts'
import { registry as today } from '../../schema/records/index.ts'
import { meeting } from '../../schema/records/meeting.ts'
import { study } from '../../schema/records/study.ts'
import type { ExampleServer } from '../../server/example-server.ts'
import { syncRoutes } from '../../server/routes/sync.ts'
import { upgradeRows } from '../../server/store/upgrade-rows.ts'
import { rowsQuery } from '../../web/lib/data/queries.ts'
import { sendRefusedAgain } from '../../web/lib/data/writing.ts'
import { serverAfter } from './fixtures.ts'
import { Phone } from './phone.ts'

const replacing = (name: string, change: (definition: Definition) => Definition): Registry =>
  makeRegistry(today.all.map((each) => (each.name === name ? change(each) : each)))

/** Knows no studies, and no topic of meetings. */
const older = makeRegistry(
  today.all.flatMap((each) => {
    if (each.name === study.name) return []
    const { topic: _topic, ...fields } = each.fields
    return [each.name === meeting.name ? { ...each, fields } : each]
  }),
)

/** Also knows the weather at meetings, and photographs. */
const withWeather: RecordType<unknown> = {
  ...meeting,
  fields: { ...meeting.fields, weather: field('天气', 'Weather', optional(text({ max: 20 }))) },
}
const photo = defineRecord({
  name: 'photo',
  words: words('照片', 'Photograph'),
  at: (body) => body.takenAt,
  of: (body) => body.meetingId,
  fields: {
    meetingId: field('会议', 'Meeting', ref('meeting')),
    takenAt: field('拍摄时间', 'Taken', dateTime()),
  },
  seenIn: () => [publicBucket('east', '2026')],
  write: () => true,
})
const newer = makeRegistry([...replacing(meeting.name, () => withWeather).all, photo])

/** Calls the place of a meeting its venue. */
const { place: _place, ...otherFields } = meeting.fields
const renamedMeeting: RecordType<unknown> = {
  ...meeting,
  version: meeting.version + 1,
  fields: { ...otherFields, venue: field('地点', 'Venue', optional(text({ max: 100 }))) },
  upgrades: [
    ...meeting.upgrades,
    ({ place: venue, ...others }) => ({ ...others, ...(venue !== undefined && { venue }) }),
  ],
}
const renamed = replacing(meeting.name, () => renamedMeeting)

const october = 'meeting-october'
let server: ExampleServer
const phones: Phone[] = []
beforeEach(async () => void (server = await serverAfter('v0.1.0')))
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
  await server.close()
})

/** One phone of the secretary at a time: they share the name of their database. */
async function startPhone(registry: Registry, disk?: Phone['disk']): Promise<Phone> {
  for (const phone of phones.splice(0)) await phone.close()
  const phone = await Phone.start({ person: 'secretary', server, registry, ...(disk && { disk }) })
  phones.push(phone)
  return phone
}
const serverKnowing = (registry: Registry) =>
  new Hono().route('/', syncRoutes({ ...server.parts, registry }))
const onServer = (id: string) => server.parts.store.read((view) => view.row(id))
const listed = async (phone: Phone, type: string, of: string) => {
  const { records } = await phone.book.ready()
  return (await rowsQuery(records, type, { of }).exec()).map(({ id }) => id)
}

describe('V2: a phone that knows less than the server', () => {
  it('keeps the fields it does not know, on both ends, while it writes others', async () => {
    const phone = await startPhone(older)
    expect(await phone.sync('first')).toEqual({ kind: 'confirmed' })
    expect((await phone.row(october))?.body).toMatchObject({ topic: '秋收互助', place: '晒谷场' })
    const known = older.find(meeting.name) ?? meeting
    await phone.write(known, { place: '祠堂' }, october)
    expect((await phone.row(october))?.body).toMatchObject({ topic: '秋收互助', place: '祠堂' })
    expect(await phone.sync('push')).toEqual({ kind: 'confirmed' })
    expect((await onServer(october))?.body).toMatchObject({ topic: '秋收互助', place: '祠堂' })
    expect((await phone.row(october))?.body).toMatchObject({ topic: '秋收互助', place: '祠堂' })
  })

  it('keeps rows of a type it does not know, without asking for them for ever', async () => {
    const phone = await startPhone(older)
    await phone.sync('first')
    expect((await phone.row('study:member:lesson-votes'))?.body).toMatchObject({
      lessonId: 'lesson-votes',
    })
    expect(await listed(phone, study.name, 'member')).toEqual([])
    await phone.sync('again')
    const asked = phone.exchanges.map(({ step }) => step)
    expect(asked.filter((step) => step === 'again')).toHaveLength(1)
    // Pages, then what of a bucket cannot be counted is asked for once or twice, and left alone.
    expect(asked.filter((step) => step === 'first').length).toBeLessThanOrEqual(4)
  })

  it('shows them once it has been updated, and proves what it holds', async () => {
    const before = await startPhone(older)
    await before.sync('first')
    const phone = await startPhone(today, before.disk)
    phone.reachable = false
    await phone.sync('offline')
    expect(await listed(phone, study.name, 'member')).toEqual(['study:member:lesson-votes'])
    phone.reachable = true
    await phone.sync('updated')
    const updated = phone.exchanges.filter(({ step }) => step === 'updated')
    expect(updated.map(({ request }) => (request as { check: object }).check)).toEqual([{}])
    const { digests } = updated[0]?.reply as { digests: object }
    expect((await phone.store.holdings()).digests).toMatchObject(digests)
  })
})

describe('V2: a phone that knows more than the server', () => {
  const weather = { weather: '大雨' }

  it('hears of each word the server does not know, and of nothing else', async () => {
    const phone = await startPhone(newer)
    await phone.sync('first')
    await phone.write(withWeather, weather, october)
    await phone.write(withWeather, { place: '祠堂' }, october)
    await phone.write(photo, { meetingId: october, takenAt: '2026-10-14T02:00:00.000Z' }, 'photo-1')
    await phone.write(
      meeting,
      { branchId: 'east', kinds: ['group'], startsAt: '2026-10-18T02:00:00.000Z' },
      'm-new',
    )
    expect(await phone.sync('push')).toEqual({ kind: 'confirmed' })
    const left = (await phone.store.outbox()).flatMap(({ edits }) => edits)
    expect(left.map(({ row, refused }) => [row, refused])).toEqual([
      [october, { reason: 'unknownField', field: 'weather' }],
      ['photo-1', { reason: 'unknownType' }],
    ])
    expect((await phone.row(october))?.body).toMatchObject({ ...weather, place: '祠堂' })
    expect((await onServer(october))?.body).toMatchObject({ place: '祠堂' })
    expect(await onServer('m-new')).toBeDefined()
  })

  it('sends them again when the server has caught up', async () => {
    const phone = await startPhone(newer)
    await phone.sync('first')
    await phone.write(withWeather, weather, october)
    await phone.sync('refused')
    phone.app = serverKnowing(newer)
    await sendRefusedAgain(phone.store, [october], phone.pen)
    expect(await phone.sync('again')).toEqual({ kind: 'confirmed' })
    expect(await phone.store.outbox()).toEqual([])
    expect((await onServer(october))?.body).toMatchObject(weather)
  })

  it('loses nothing of what a newer server took before it was put back', async () => {
    const phone = await startPhone(newer)
    phone.app = serverKnowing(newer)
    await phone.sync('first')
    await phone.write(photo, { meetingId: october, takenAt: '2026-10-14T02:00:00.000Z' }, 'photo-1')
    await phone.write(withWeather, weather, october)
    await phone.sync('push')
    phone.app = server.app
    await phone.write(withWeather, { place: '祠堂' }, october)
    expect(await phone.sync('put back')).toEqual({ kind: 'confirmed' })
    expect((await onServer(october))?.body).toMatchObject({ ...weather, place: '祠堂' })
    expect((await phone.row('photo-1'))?.rev).toBeGreaterThan(0)
    const other = await startPhone(newer)
    other.app = serverKnowing(newer)
    await other.sync('first')
    expect((await other.row('photo-1'))?.rev).toBeGreaterThan(0)
    expect((await other.row(october))?.body).toMatchObject(weather)
  })
})

describe('V1: a server whose definitions gave a field another name', () => {
  beforeEach(() => upgradeRows(server.connections, { ...server.parts, registry: renamed }))

  it('upgrades the rows it kept, once, with their stamps', async () => {
    const row = await onServer(october)
    expect(row?.body).toMatchObject({ venue: '晒谷场', topic: '秋收互助' })
    expect(row?.body).not.toHaveProperty('place')
    expect(Object.keys(row?.stamps ?? {})).not.toContain('place')
    const history = await server.parts.store.read((view) => view.history(october))
    expect(row?.stamps['venue']).toBe(history.at(-1)?.given)
    // What was upgraded is noted, so that no later start reads through every row in vain.
    const noted = JSON.parse(server.parts.meta.get('recordVersions') ?? '{}') as object
    expect(noted).toMatchObject({ meeting: renamedMeeting.version, person: 1 })
    await upgradeRows(server.connections, { ...server.parts, registry: renamed })
    expect(await onServer(october)).toEqual(row)
  })

  it('tells every phone, proved by digests', async () => {
    const phone = await startPhone(renamed)
    phone.app = serverKnowing(renamed)
    expect(await phone.sync('first')).toEqual({ kind: 'confirmed' })
    expect((await phone.row(october))?.body).toMatchObject({ venue: '晒谷场' })
    expect(phone.exchanges.map(({ request }) => (request as { check: object }).check)).toEqual([{}])
  })

  it('takes edits of the old name as edits of the new one, in their place in time', async () => {
    const phone = await startPhone(today)
    await phone.sync('first')
    await phone.write(meeting, { place: '祠堂' }, october)
    phone.app = serverKnowing(renamed)
    expect(await phone.sync('push')).toEqual({ kind: 'confirmed' })
    expect((await onServer(october))?.body).toMatchObject({ venue: '祠堂' })
    const history = await server.parts.store.read((view) => view.history(october))
    expect(history.at(-1)).toMatchObject({ result: 'accepted', after: { venue: '祠堂' } })
  })
})
