import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HistoryLine } from '../../sync/wire/history.ts'
import { attendanceOf, ExampleServer, meetingIn } from '../example-server.ts'

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
})
