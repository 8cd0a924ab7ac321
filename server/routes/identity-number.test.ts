import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ExampleServer } from '../example-server.ts'

const number = '110105194912310020'
const reason = '核对入党志愿书'

let server: ExampleServer
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  await server.parts.identities.put([{ personId: 'member', number }])
})
afterEach(() => server.close())

const ask = async (name: string, person = 'member', body: unknown = { reason }) =>
  server.post(`/api/people/${person}/identity-number`, body, { cookie: await server.signIn(name) })
const looks = () => server.parts.store.read((view) => view.rowsOf('look', 'member'))

describe('the whole identity number', () => {
  it('is shown to whoever works above the branch, with a reason that the member can read', async () => {
    const response = await ask('clerk')
    expect([response.status, await response.json()]).toEqual([200, { number }])
    expect(response.headers.get('cache-control')).toBe('no-store')
    const [look, ...others] = await looks()
    expect(others).toEqual([])
    expect(look?.body).toMatchObject({
      personId: 'member',
      branchId: 'east',
      viewerId: 'clerk',
      viewerName: 'clerk',
      organisationId: 'town',
      kind: 'number',
      reason,
    })
    expect(server.parts.disclosures.of('member')).toMatchObject([
      { account: 'account-clerk', person: 'member', reason, at: server.clock.now },
    ])
    const cookie = await server.signIn('member')
    const told = await server.post('/sync/v1', server.request('member'), { cookie })
    expect(JSON.stringify(await told.json())).toContain(reason)
  })

  it('P4: is answered to anybody else, and of anybody else, as if there were nobody; nothing is noted', async () => {
    for (const [name, person] of [
      ['secretary', 'member'],
      ['member', 'member'],
      ['neighbour', 'member'],
      ['clerk', 'nobody'],
      ['clerk', 'east'],
    ] as const) {
      const response = await ask(name, person)
      expect([name, response.status, await response.json()]).toEqual([
        name,
        404,
        { error: 'notFound' },
      ])
    }
    expect(await looks()).toEqual([])
    expect(server.parts.disclosures.of('member')).toEqual([])
    const unknown = await server.post('/api/people/member/identity-number', { reason })
    expect(unknown.status).toBe(401)
  })

  it.each([{}, { reason: '' }, { reason: '        ' }, { reason: '看' }, { reason, more: 1 }, []])(
    'is not shown for no reason: %j',
    async (body) => {
      expect((await ask('clerk', 'member', body)).status).toBe(400)
      expect(await looks()).toEqual([])
    },
  )

  it('that is not on record is none, and none was looked at', async () => {
    expect(await (await ask('clerk', 'secretary')).json()).toEqual({ number: null })
    expect(server.parts.disclosures.of('secretary')).toEqual([])
  })

  it('is shown twenty times an hour, also when asked for all at once, and again later', async () => {
    const cookie = await server.signIn('clerk')
    const asked = Array.from({ length: 25 }, () =>
      server.post('/api/people/member/identity-number', { reason }, { cookie }),
    )
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(20)
    const late = await ask('clerk')
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '3600'])
    expect(await looks()).toHaveLength(20)
    server.clock.now += 3_600_000
    expect((await ask('clerk')).status).toBe(200)
  })

  it('leaves no trace of itself: no row, no history, no log line holds it', async () => {
    await ask('clerk')
    const kept = await server.parts.store.read(async (view) => [
      await looks(),
      await Promise.all((await looks()).map(({ id }) => view.history(id))),
    ])
    expect(JSON.stringify([kept, server.logged])).not.toContain(number)
  })

  it('that was shown is on record, unchanged, for three years', async () => {
    await ask('clerk')
    const { writer } = server.connections
    expect(() => writer.exec(`UPDATE disclosure SET reason = ''`)).toThrow('append-only')
    expect(() => writer.exec('DELETE FROM disclosure')).toThrow('kept for three years')
  })
})
