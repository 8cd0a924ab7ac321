import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../schema/json.ts'
import type { HistoryLine } from '../../sync/wire/history.ts'
import { attendanceOf, ExampleServer, meetingIn } from '../example-server.ts'
import { attachmentOf, smallJpeg } from '../files/example-file.ts'

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const historyFor = async (name: string, row: string) =>
  server.app.request(`/api/history/${row}`, { headers: { cookie: await server.signIn(name) } })

describe('GET /api/history/:row', () => {
  it('tells every edit with both clocks, refused ones included', async () => {
    const written = server.edit('secretary', 'meeting', 'm1', meetingIn('east'))
    const edits = [written, server.edit('secretary', 'meeting', 'm1', { place: 7 })]
    const cookie = await server.signIn('secretary')
    // The phone is an hour behind.
    server.clock.now += 3_600_000
    const sentAt = server.clock.now - 3_600_000
    await server.post('/sync/v1', server.request('secretary', { edits, sentAt }), { cookie })
    const lines = (await (await historyFor('member', 'm1')).json()) as HistoryLine[]
    expect(lines).toMatchObject([
      { personName: 'secretary', result: 'accepted', madeAt: sentAt, clockCorrected: true },
      {
        result: 'refused',
        reason: 'badValue',
        fields: [{ path: 'place', before: null, after: 7 }],
      },
    ])
    expect(lines[0]?.trueAt).toBe(server.clock.now)
  })

  it('P4: answers what may not be read like what does not exist', async () => {
    const edits = [server.edit('neighbour', 'meeting', 'm-west', meetingIn('west'))]
    const cookie = await server.signIn('neighbour')
    await server.post('/sync/v1', server.request('neighbour', { edits }), { cookie })
    expect((await historyFor('clerk', 'm-west')).status).toBe(200)
    for (const row of ['m-west', 'nothing']) {
      const response = await historyFor('member', row)
      expect([response.status, await response.json()]).toEqual([404, { error: 'notFound' }])
    }
  })

  it('tells of the roll as well, where it is asked for, and nothing of rows that may not be read', async () => {
    const edits = [
      server.edit('secretary', 'meeting', 'm1', meetingIn('east')),
      ...['secretary', 'member'].map((personId) => {
        const { id, fields } = attendanceOf('m1', personId, 'east')
        return server.edit('secretary', 'attendance', id, fields)
      }),
    ]
    const cookie = await server.signIn('secretary')
    await server.post('/sync/v1', server.request('secretary', { edits }), { cookie })
    const rowsOf = async (name: string, row: string) =>
      ((await (await historyFor(name, row)).json()) as HistoryLine[]).map((line) => line.row)
    expect(await rowsOf('secretary', 'm1')).toEqual([undefined])
    const roll = ['attendance:m1:member', 'attendance:m1:secretary']
    expect(await rowsOf('secretary', 'm1?under=attendance')).toEqual([undefined, ...roll])
    // Who else took part is for those alone who keep the book.
    expect(await rowsOf('member', 'm1?under=attendance')).toEqual([undefined, roll[0]])
  })

  const send = async (name: string, row: string, type: string, fields: Record<string, Json>) => {
    const cookie = await server.signIn(name)
    const edits = [server.edit(name, type, row, fields)]
    await server.post('/sync/v1', server.request(name, { edits }), { cookie })
  }
  const linesFor = async (name: string, row: string) =>
    (await (await historyFor(name, row)).json()) as HistoryLine[]

  it('P4: tells of a meeting that was the committee’s alone what was written since it became everybody’s', async () => {
    const committee = { ...meetingIn('east'), kinds: ['committee'], topic: '内部讨论某同志' }
    await send('secretary', 'm1', 'meeting', committee)
    await send('secretary', 'm1', 'meeting', { place: 7 })
    expect((await historyFor('member', 'm1')).status).toBe(404)
    const opened = { topic: null, kinds: ['committee', 'themeDay'] }
    await send('secretary', 'm1', 'meeting', opened)
    await send('secretary', 'm1', 'meeting', { place: '晒谷场' })
    expect(await linesFor('member', 'm1')).toMatchObject([
      {
        fields: [
          { path: 'topic', before: null, after: null },
          { path: 'kinds', before: null, after: opened.kinds },
        ],
      },
      { fields: [{ path: 'place', before: null, after: '晒谷场' }] },
    ])
    // Who may read the committee's may read how it came about.
    const [, , third, ...rest] = await linesFor('secretary', 'm1')
    expect(third?.fields[0]).toMatchObject({ path: 'topic', before: '内部讨论某同志' })
    expect(rest).toHaveLength(1)
  })

  it('P4: tells no member what was said of a photo while its meeting was the committee’s alone', async () => {
    await send('secretary', 'm1', 'meeting', { ...meetingIn('east'), kinds: ['committee'] })
    const { id, fields } = attachmentOf('m1', 'east', smallJpeg)
    await send('secretary', id, 'attachment', { ...fields, caption: '谈到某同志的材料' })
    await send('secretary', id, 'attachment', { caption: '会场' })
    await send('secretary', 'm1', 'meeting', { kinds: ['committee', 'themeDay'] })
    expect(await linesFor('member', id)).toEqual([])
    expect(await linesFor('secretary', id)).toHaveLength(2)
  })

  it('P4: a number that was taken back stays so, also where another is given', async () => {
    await server.found('person', 'comrade', { name: 'comrade', branchId: 'east', kind: 'full' })
    const account = { id: 'account-comrade', name: 'comrade', personId: 'comrade' }
    await server.parts.accounts.add({ ...account, password: '' }, server.clock.now)
    const id = 'consent:member:phone'
    const base = { personId: 'member', branchId: 'east', kind: 'phone', at: '2026-10-15T01:00:00Z' }
    await send('member', id, 'consent', { ...base, given: true, number: '13800000001' })
    await send('member', id, 'consent', { given: false, number: null })
    expect((await historyFor('comrade', id)).status).toBe(404)
    await send('member', id, 'consent', { given: true, number: '13900000002' })
    expect(JSON.stringify(await linesFor('comrade', id))).not.toContain('13800000001')
    expect(await linesFor('comrade', id)).toHaveLength(1)
    expect(await linesFor('member', id)).toHaveLength(3)
  })

  it('tells what a stranger tried to write to himself and to those who keep the book, and to nobody else', async () => {
    await send('secretary', 'm1', 'meeting', meetingIn('east'))
    await send('neighbour', 'm1', 'meeting', { topic: '别的支部写的话' })
    await send('neighbour', 'm1', 'meeting', { topic: 7 })
    await send('member', 'm1', 'meeting', { topic: '没有职务的人写的话' })
    const results = async (name: string) => (await linesFor(name, 'm1')).map(({ result }) => result)
    const all = ['accepted', 'refused', 'refused', 'refused']
    expect(await results('secretary')).toEqual(all)
    expect(await results('clerk')).toEqual(all)
    expect(await results('member')).toEqual(['accepted', 'refused'])
  })
})
