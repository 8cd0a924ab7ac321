import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HistoryLine } from '../../sync/wire/history.ts'
import { ExampleServer, meetingIn } from '../example-server.ts'

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
})
